"""Rankings of all procedures: how often the right one is on top, and how much a score can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.language.reader import Candidate
from evaluation.cases import Case


class Ranked(NamedTuple):
    """A case about one procedure and how a system ranks all."""

    case: Case
    ranking: list[Candidate]

    def among(self, first: int) -> bool:
        return self.case.procedures[0] in [candidate.id for candidate in self.ranking[:first]]


class Bin(NamedTuple):
    """Messages whose best procedure has a score in a range; ``score`` and ``right`` are their means, 0 to 1."""

    low: float
    high: float
    messages: int
    score: float
    right: float


def calibration(scored: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """The reliability table: how often the best one is right where it has such a score."""
    grouped: dict[int, list[tuple[float, bool]]] = {}
    for score, right in scored:
        grouped.setdefault(min(int(score * bins), bins - 1), []).append((score, right))
    return [_bin(number / bins, (number + 1) / bins, grouped[number]) for number in sorted(grouped)]


def _bin(low: float, high: float, scored: Sequence[tuple[float, bool]]) -> Bin:
    count = len(scored)
    return Bin(low, high, count, sum(s for s, _ in scored) / count, sum(right for _, right in scored) / count)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error, 0 to 1: how far score and share of right ones lie apart, on average."""
    total = sum(b.messages for b in bins)
    return sum(b.messages * abs(b.score - b.right) for b in bins) / total if total else 0.0
