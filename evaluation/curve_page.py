"""What more data brings, as the page docs/learning-curve.md with its chart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from evaluation.judge import Verdict, share, verdicts
from evaluation.measured import Measured
from evaluation.tables import percent, table

PAGE = """\
# What more messages bring

{date}. Trained on a part of our messages about procedures, the same part of each, and asked the {asked} messages of the
test set's needs. [What is understood](eval.md) says what the columns mean.

![Learning curve](images/learning-curve.svg)

{curve}

{flat}

## A new record's first day

Ten procedures were left out of the training altogether: of them the model knew the names and aliases of their records
only. Asked about these ten ({ten} messages), and about all others.

{first_day}

The ten: {procedures}.

Command: `make eval-curve` (`python -m evaluation.curve`), seven trainings.
"""
FLAT = "**It flattens at about {messages:.0f} messages a procedure**: ten more bring less than half a point of “right”."
STEEP = "**It has not flattened**: the last ten messages a procedure still brought {gain:.1f} points of “right”."
LEAST_GAIN = 0.5
FIGURES = ("Right", "Facets", "Both", "Ranked first", "Among five", "Clarified", "Wrong but sure", "Refused, else")


class Point(NamedTuple):
    """``share`` of the messages, 0 to 1, and how many that are for a procedure."""

    share: float
    messages: float
    measured: Measured

    @property
    def right(self) -> float:
        return share(self.measured.heard, "right")


class FirstDay(NamedTuple):
    """Two models' replies to the same messages: one had no messages about these procedures, the other had all."""

    procedures: tuple[str, ...]
    untrained: Measured
    trained: Measured


def page(date: str, points: Sequence[Point], first_day: FirstDay) -> str:
    new = _about(first_day.untrained, first_day.procedures, True)
    return PAGE.format(
        date=date,
        asked=len(points[-1].measured.heard),
        curve=_curve(points),
        flat=flattening(points),
        ten=len(new.heard),
        first_day=_first_day(first_day),
        procedures=", ".join(f"`{procedure}`" for procedure in first_day.procedures),
    )


def _curve(points: Sequence[Point]) -> str:
    rows = ((f"{p.share:.0%}", f"{p.messages:.1f}", *_figures(p.measured)) for p in points)
    return table(("Of all", "Messages a procedure", *FIGURES), rows)


def _first_day(day: FirstDay) -> str:
    parts = (
        ("The ten, names only", day.untrained, True),
        ("The ten, trained", day.trained, True),
        ("All others beside the ten new", day.untrained, False),
        ("All others, all trained", day.trained, False),
    )
    return table(("", *FIGURES), ((name, *_figures(_about(one, day.procedures, ten))) for name, one, ten in parts))


def _about(one: Measured, procedures: Sequence[str], wanted: bool) -> Measured:
    """The part that is about these procedures, or about none of them."""
    heard = [h for h in one.heard if (h.case.procedures[0] in procedures) is wanted]
    ranked = [r for r in one.ranked if (r.case.procedures[0] in procedures) is wanted]
    return one._replace(heard=heard, ranked=ranked)


def _figures(one: Measured) -> tuple[str, ...]:
    of = verdicts(one.heard)
    shares = [share(one.heard, name) for name in ("right", "facets_right", "both")]
    clarified, wrong = of[Verdict.OFFERED] + of[Verdict.ASKED], of[Verdict.WRONG]
    figures = (*shares, one.among(1), one.among(5), clarified, wrong, of[Verdict.REFUSED] + of[Verdict.OTHER])
    return tuple(map(percent, figures))


def flattening(points: Sequence[Point]) -> str:
    """From where on ten more messages a procedure bring less than ``LEAST_GAIN`` points."""
    steps = list(pairwise(points))
    gains = [10 * (after.right - before.right) / (after.messages - before.messages) for before, after in steps]
    steep = max((number for number, gain in enumerate(gains) if gain >= LEAST_GAIN), default=-1)
    if steep == len(gains) - 1:
        return STEEP.format(gain=gains[-1])
    return FLAT.format(messages=points[steep + 1].messages)


def draw(points: Sequence[Point]) -> str:
    """The chart as SVG; the same figures give the same file."""
    import matplotlib
    from matplotlib.figure import Figure

    lines = {
        "right, at once or by one question": [p.right for p in points],
        "right one ranked first": [p.measured.among(1) for p in points],
        "right, with all facets": [share(p.measured.heard, "both") for p in points],
    }
    with matplotlib.rc_context({"svg.hashsalt": "motcua", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(7, 4))
        axes = figure.subplots()
        for label, values in lines.items():
            axes.plot([p.messages for p in points], values, marker="o", label=label)
        axes.set(xlabel="messages a procedure", ylabel="% of the test set's needs", ylim=(None, 100))
        axes.grid(alpha=0.3)
        axes.legend(loc="lower right")
        target = io.StringIO()
        figure.savefig(target, format="svg", metadata={"Date": None})
    return target.getvalue()
