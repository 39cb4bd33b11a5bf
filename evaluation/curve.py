"""``python -m evaluation.curve``: the test set after training on fewer messages, and on none of ten procedures."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from bot.clock import utc_now
from bot.settings import ROOT
from evaluation.cases import Case, Set, load_cases
from evaluation.curve_page import FirstDay, Point, draw, page
from evaluation.measured import Measured, measure
from evaluation.subsets import Keep, messages_each, some, train_on, without
from evaluation.systems import Ours
from evaluation.talk import talking

PAGE = ROOT / "docs" / "learning-curve.md"
CHART = ROOT / "docs" / "images" / "learning-curve.svg"
SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
TEN = 10


def ten(needs: Sequence[Case]) -> list[str]:
    """Procedures spread over the alphabet: chosen before anybody saw how they do."""
    asked = sorted({procedure for case in needs for procedure in case.procedures})
    return asked[3 :: len(asked) // TEN][:TEN]


def measure_points(needs: Sequence[Case]) -> list[Point]:
    """The learning curve, the least data first."""
    return [Point(share, messages_each(some(share)), _after(f"{share:.0%}", some(share), needs)) for share in SHARES]


def measure_first_day(procedures: Sequence[str], needs: Sequence[Case], everything: Measured) -> FirstDay:
    """``everything`` is what is said after training on all messages."""
    untrained = _after("without ten", without(set(procedures)), needs)
    return FirstDay(tuple(procedures), untrained, everything)


def _after(name: str, keep: Keep, cases: Sequence[Case]) -> Measured:
    click.echo(f"{name}: training …", err=True)
    with tempfile.TemporaryDirectory() as folder, talking(train_on(keep, Path(folder))) as talk:
        return measure(name, Ours(talk), cases)


@click.command()
def main() -> None:
    """Train seven times, ask the needs each time, and write the page."""
    needs = [case for case in load_cases() if case.set is Set.NEEDS]
    points = measure_points(needs)
    first_day = measure_first_day(ten(needs), needs, points[-1].measured)
    CHART.write_text(draw(points), encoding="utf-8")
    today = utc_now().date().isoformat()
    PAGE.write_text(page(today, points, first_day), encoding="utf-8")
    click.echo(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
