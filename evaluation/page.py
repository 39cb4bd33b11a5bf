"""What was measured, as the page docs/eval.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evaluation import tables
from evaluation.cases import Set
from evaluation.measured import Measured

PAGE = """\
# What is understood

{date}, model `{model}`. Messages by writers who saw neither the training data nor the model; none is trained on.

{short}

{stock}

**Right**: answered about the procedure that was meant, or asked back once with it among at most five choices.
**Facets**: everything that was asked (papers, fee, time …) is answered. **Both**: right, with all facets.
**Clarified**: asked back, with the right one among the choices or not. **Wrong but sure**: answered about another
procedure, the worst that can happen. **Refused**: not understood or refused. **Else**: taken for small talk, a
complaint, a look-up. Figures are percent of the messages of a row.

## Needs, by how they are put

{needs} needs, each in twelve variants by the same hand. "Any, without diacritics": messages of all variants that are
typed so. Follow-ups lean on what was said before; only ours has a memory. The last row is a set of three older
writers, which was looked at while the model was chosen.

{variants}

## Several meant, several asked

An ambiguous message wants a question with at least two of those meant; an answer about one of them is a guess.
A message about two or three procedures wants all of them.

{unclear}

## What is about no procedure

Right: the reply is of the kind that it should be. Answered: about a procedure.

{others}

## Two later hands

Two writers who came when all of the above had been looked at: 72 needs in eight variants each, talks, several at once.
Nothing was mended by them, but for several procedures at once: failing messages of that kind were looked at since.

{later}

### Ours

{later_variants}

## Ours: wrong but sure

{confusions}

## Calibration

How often the best procedure is right where it has such a score, on the needs. Expected calibration error: {errors}.

{calibration}

Commands: `make eval` (`python -m evaluation.measure`) for all of it, once before `make bench-stock` (long) for stock
Rasa. Each message with what was said to it is in `var/eval/answers.tsv` afterwards. `make test` fails where ours gets
worse (`tests/conversations/test_eval.py`). Why it answers, asks or refuses where it does:
`python -m evaluation.thresholds`. What more data would bring: [learning curve](learning-curve.md).
"""

STOCK = (
    "**Stock Rasa** is what `rasa init` ends up with, trained {epochs} epochs on {messages} messages ({now} are ours "
    "today), an intent a procedure. **BM25** ranks the names and aliases of the records and answers about the best one."
)
NO_STOCK = (
    "**Stock Rasa** is missing, it was not trained: `make bench-stock` does that (long), then `make eval` again. "
    "**BM25** ranks the names and aliases of the records and answers about the best one."
)


class Facts(NamedTuple):
    """``stock``: what is known about stock's training, with ``now``, our messages of today; None where it has none."""

    date: str
    model: str
    stock: dict[str, int] | None


def page(systems: Sequence[Measured], later: Sequence[Measured], facts: Facts) -> str:
    """``later``: the same systems on the later hands. The first system is ours."""
    ours = systems[0]
    needs = len(ours.of(Set.NEEDS)) // 12
    return PAGE.format(
        date=facts.date,
        model=facts.model,
        stock=STOCK.format(**facts.stock) if facts.stock else NO_STOCK,
        needs=needs,
        short=tables.short(systems),
        variants="\n\n".join(f"### {one.name}\n\n{tables.variants(one)}" for one in systems),
        unclear=tables.unclear(systems),
        others="\n\n".join(f"### {one.name}\n\n{tables.others(one)}" for one in systems if one.name != "BM25"),
        later=tables.short(later),
        later_variants=tables.variants(later[0]),
        confusions=tables.confused(ours),
        errors=", ".join(f"{one.name} {one.calibration_error:.3f}" for one in systems if one.probabilities),
        calibration=tables.calibrated(systems),
    )
