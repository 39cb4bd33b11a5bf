"""Figures of a period, each rate with numerator and denominator; for the public, no group that shows a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

SMALLEST_GROUP = 5


class By(str, Enum):
    """What dossiers are grouped by; ``MONTH`` is that of receipt."""

    UNIT = "unit"
    PROCEDURE = "procedure"
    MONTH = "month"
    CHANNEL = "channel"


class Counts(NamedTuple):
    """Of the dossiers received in a period, as they stood at its end. ``received`` is ``ended`` and ``running``, each
    the sum of the four or three behind it; "unjudged" is without a due date, or nobody knows when it ended. The rest
    are parts of these."""

    received: int = 0
    ended: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    ended_unjudged: int = 0
    running: int = 0
    running_on_time: int = 0
    running_late: int = 0
    running_unjudged: int = 0
    refused: int = 0
    withdrawn: int = 0
    stopped: int = 0
    asked_again: int = 0
    channel_told: int = 0
    online: int = 0
    results: int = 0
    results_told: int = 0
    electronic: int = 0
    online_electronic: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(*map(sum, zip(self, other, strict=True)))


class Rate(NamedTuple):
    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """Rounded down to two digits, so that 99.999 does not become all."""
        return self.numerator * 10_000 // self.denominator / 100 if self.denominator else None


class Row(NamedTuple):
    """``names``: one for each dimension; None: not told by the source. ``merged``: groups too small to stand alone."""

    names: tuple[str | None, ...]
    counts: Counts
    merged: bool = False


def rates(counts: Counts) -> dict[str, Rate]:
    """By the key of ``bot/texts/report.yml``."""
    ended = counts.early + counts.on_time
    running = counts.running_on_time
    return {
        "ended_on_time": Rate(ended, ended + counts.late),
        "all_on_time": Rate(ended + running, ended + running + counts.late + counts.running_late),
        "online": Rate(counts.online, counts.channel_told),
        "online_electronic": Rate(counts.online_electronic, counts.results_told),
    }


def total(rows: Iterable[Row]) -> Counts:
    found = Counts()
    for row in rows:
        found = found.plus(row.counts)
    return found


def by_one(rows: Iterable[Row], place: int) -> list[Row]:
    """Of groups of several dimensions those of one, as they come."""
    groups: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.names[place]].append(row)
    return [Row((name,), total(group)) for name, group in groups.items()]


def without_small_groups(rows: Sequence[Row], smallest: int = SMALLEST_GROUP) -> list[Row]:
    """Groups of fewer than ``smallest`` dossiers as one, the next larger one added where they are too few together: so
    nothing can be told by subtraction from a total. Raises ValueError where all together are too few."""
    ordered = sorted(rows, key=lambda row: row.counts.received)
    small = [row for row in ordered if row.counts.received < smallest]
    while small and total(small).received < smallest:
        if len(small) == len(ordered):
            raise ValueError(f"fewer than {smallest} dossiers: their figures would tell about persons")
        small = ordered[: len(small) + 1]
    kept = [row for row in rows if row not in small]
    return [*kept, Row((None,) * len(rows[0].names), total(small), merged=True)] if small else kept
