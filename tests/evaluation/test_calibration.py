"""Scores beside how often they are right."""

from __future__ import annotations

import pytest

from bot.language.reader import Candidate
from evaluation.calibration import Bin, Ranked, calibration, calibration_error
from evaluation.cases import Case, Set


def ranked(score: float, *ids: str) -> Ranked:
    return Ranked(
        Case(Set.NEEDS, "neat", ("…",), ("a",)), [Candidate(name, score / (n + 1)) for n, name in enumerate(ids)]
    )


def test_first_and_among_the_first() -> None:
    one = ranked(0.9, "b", "a", "c")
    assert (one.among(1), one.among(2)) == (False, True)


def test_messages_are_grouped_by_their_best_score() -> None:
    bins = calibration([(0.62, True), (0.68, False), (1.0, True)])
    assert bins == [Bin(0.6, 0.7, 2, pytest.approx(0.65), 0.5), Bin(0.9, 1.0, 1, 1.0, 1.0)]


def test_the_error_is_the_mean_distance() -> None:
    assert calibration_error([Bin(0.6, 0.7, 3, 0.65, 0.5), Bin(0.9, 1.0, 1, 1.0, 1.0)]) == pytest.approx(0.1125)
