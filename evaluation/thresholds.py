"""``python -m evaluation.thresholds``: which limits of answering, asking and refusing cost people least.

Tried on the training messages, each read by a model that had not seen it: a training leaves them with the model. These
messages are harder than those of the test set: they were written to be told apart.
"""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from actions.context import confusions
from bot.catalogue.resolve import LIMITS, NOTHING_BEFORE, Limits, Resolution, resolve
from bot.dialogue.inputs import present_model
from bot.dialogue.reader import HELD_OUT_FILE
from bot.language.reader import NONE, HeldOut
from bot.settings import read_settings
from evaluation.calibration import calibration, calibration_error
from evaluation.tables import percent, table

# In questions: what an answer costs that a careful officer would not have given, and a turn that leads nowhere.
WRONG = 4.0
LOST = 2.0
SURE = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
RIVAL = (0.2, 0.1, 0.07, 0.05, 0.035, 0.025, 0.0125)
FAINT = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
GUESS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


class Tally(NamedTuple):
    """Percent of the messages, and ``cost``, questions a message. ``guessed``: one answered where several fit."""

    told: float
    asked: float
    wrong: float
    guessed: float
    nothing: float
    cost: float


def held_out(model: Path) -> list[HeldOut]:
    """What the training of that model left."""
    with tarfile.open(model) as archive:
        name = next(name for name in archive.getnames() if name.endswith(HELD_OUT_FILE))
        content = archive.extractfile(name)
        return msgspec.json.decode(content.read() if content else b"", type=list[HeldOut])


def misbelieved(messages: Sequence[HeldOut]) -> float:
    """Expected calibration error, 0 to 1; where several fit, each is right."""
    return calibration_error(calibration([(ranked[0].score, ranked[0].id in wanted) for wanted, ranked in messages]))


def tally(messages: Sequence[HeldOut], limits: Limits) -> Tally:
    """What becomes of these messages, each the first of a talk."""
    kinds: Counter[str] = Counter()
    cost = 0.0
    for wanted, ranked in messages:
        kind, price = _judged(set(wanted), resolve(ranked, NOTHING_BEFORE, confusions(), limits))
        kinds[kind] += 1
        cost += price
    shares = (100 * kinds[kind] / len(messages) for kind in Tally._fields[:-1])
    return Tally(*shares, cost / len(messages))


def _judged(wanted: set[str], said: Resolution) -> tuple[str, float]:
    """Its name in ``Tally``, and its price."""
    got = set(said.procedures)
    if said.sure and not got <= wanted:
        return "wrong", WRONG
    if said.sure:
        return ("told", 0.0) if len(wanted) == 1 else ("guessed", WRONG)
    if not got:
        return "nothing", 0.0 if NONE in wanted else LOST
    return "asked", 1.0 if NONE in wanted or len(got & wanted) >= min(2, len(wanted)) else LOST


def cheapest(messages: Sequence[HeldOut]) -> Limits:
    """First when to answer, then when to ask."""
    best = _best(messages, (LIMITS._replace(sure=sure, rival=rival) for sure, rival in product(SURE, RIVAL)))
    return _best(messages, (best._replace(faint=faint, guess=guess) for faint, guess in product(FAINT, GUESS)))


def _best(messages: Sequence[HeldOut], tried: Iterable[Limits]) -> Limits:
    return min(tried, key=lambda limits: tally(messages, limits).cost)


def _row(messages: Sequence[HeldOut], limits: Limits) -> tuple[str, ...]:
    found = tally(messages, limits)
    return (*map(str, limits), *map(percent, found[:-1]), f"{found.cost:.3f}")


@click.command()
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Default: that of the present inputs.")
def main(model: Path | None) -> None:
    """Print what other limits would bring, then the cheapest and those in use."""
    messages = held_out(model or present_model(read_settings().models_path))
    found = cheapest(messages)
    tried = [found._replace(sure=sure) for sure in SURE] + [found._replace(rival=rival) for rival in RIVAL]
    tried += [found._replace(faint=faint) for faint in FAINT] + [found._replace(guess=guess) for guess in GUESS]
    heads = (*Limits._fields, "told %", "asked %", "wrong %", "guessed %", "nothing %", "cost")
    click.echo(table(heads, (_row(messages, limits) for limits in tried)))
    click.echo("\nThe cheapest, and those in use:\n")
    click.echo(table(heads, (_row(messages, limits) for limits in (found, LIMITS))))
    click.echo(f"\nExpected calibration error: {misbelieved(messages):.3f}")


if __name__ == "__main__":
    main()
