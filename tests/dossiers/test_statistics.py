"""Rates with numerator and denominator; no group that shows a person, also not by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.statistics import Counts, Rate, Row, by_one, rates, total, without_small_groups


def row(name: str, received: int) -> Row:
    return Row((name,), Counts(received=received))


def shown(rows: list[Row]) -> list[tuple[str | None, int]]:
    return [(found.names[0], found.counts.received) for found in rows]


def test_rates_of_the_index() -> None:
    found = rates(Counts(early=6, on_time=3, late=1, running_on_time=5, running_late=5, ended_unjudged=9))
    assert (found["ended_on_time"], found["all_on_time"]) == (Rate(9, 10), Rate(14, 20))


def test_a_percentage_is_never_rounded_up_to_all() -> None:
    assert Rate(61_257, 61_283).percent == 99.95
    assert Rate(99_999, 100_000).percent == 99.99
    assert Rate(5, 5).percent == 100 and Rate(0, 0).percent is None


def test_groups_of_several_dimensions_as_those_of_one() -> None:
    rows = [
        Row((unit, month), Counts(n, n)) for n, (unit, month) in enumerate([("b", "1"), ("b", None), ("a", "1")], 1)
    ]
    assert by_one(rows, 0) == [Row(("b",), Counts(3, 3)), Row(("a",), Counts(3, 3))]
    assert by_one(rows, 1) == [Row(("1",), Counts(4, 4)), Row((None,), Counts(2, 2))]
    assert by_one([], 0) == []


def test_small_groups_are_one() -> None:
    found = without_small_groups([row("a", 3), row("b", 20), row("c", 4)])
    assert shown(found) == [("b", 20), (None, 7)] and found[-1].merged


def test_a_single_small_group_takes_the_next_one_in() -> None:
    assert shown(without_small_groups([row("a", 1), row("b", 20), row("c", 8)])) == [("b", 20), (None, 9)]
    assert shown(without_small_groups([row("a", 1), row("b", 20)])) == [(None, 21)]


def test_groups_that_are_large_enough_stay() -> None:
    assert shown(without_small_groups([row("a", 5), row("b", 20)])) == [("a", 5), ("b", 20)]


def test_too_few_altogether_are_refused() -> None:
    with pytest.raises(ValueError, match="persons"):
        without_small_groups([row("a", 1), row("b", 3)])


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12))
def test_nothing_small_is_left_and_nothing_is_lost(sizes: list[int]) -> None:
    rows = [row(str(number), size) for number, size in enumerate(sizes)]
    if sum(sizes) < 5:
        return
    found = without_small_groups(rows)
    assert all(group.counts.received >= 5 for group in found)
    assert total(found) == total(rows)
