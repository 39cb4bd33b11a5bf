"""Everything that one system said, and its groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tqdm import tqdm

from evaluation.calibration import Bin, Ranked, calibration, calibration_error
from evaluation.cases import Case, Set
from evaluation.judge import Heard
from evaluation.systems import System


class Measured(NamedTuple):
    """``ranked`` are the needs. ``facets`` and ``probabilities``: whether it tells the ones and gives the others."""

    name: str
    heard: list[Heard]
    ranked: list[Ranked]
    facets: bool
    probabilities: bool

    def of(self, kind: Set, variant: str | None = None) -> list[Heard]:
        """What it said to a set, or to one variant of it."""
        return [one for one in self.heard if one.case.set is kind and variant in (None, one.case.variant)]

    @property
    def plain(self) -> list[Heard]:
        """The needs without diacritics, in whatever variant."""
        return [heard for heard in self.of(Set.NEEDS) if heard.case.plain]

    @property
    def bins(self) -> list[Bin]:
        return calibration([(one.ranking[0].score, one.among(1)) for one in self.ranked if one.ranking])

    @property
    def calibration_error(self) -> float:
        return calibration_error(self.bins)

    def among(self, first: int) -> float:
        """Percent of the needs whose procedure is among the first."""
        return 100 * sum(one.among(first) for one in self.ranked) / len(self.ranked)


def measure(name: str, system: System, cases: Sequence[Case]) -> Measured:
    """Say every case to it, with a bar that shows how far it is."""
    needs = [case for case in cases if case.set is Set.NEEDS]
    heard = [Heard(case, system.ask(case.turns)) for case in _bar(cases, name)]
    ranked = [Ranked(case, system.rank(case.text)) for case in _bar(needs, f"{name}, ranking")]
    return Measured(name, heard, ranked, system.facets, system.probabilities)


def _bar(cases: Sequence[Case], label: str) -> Iterable[Case]:
    """Shown only where a person looks on."""
    return tqdm(cases, f"  {label}", disable=None, leave=False)
