from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.verification import Attempts, is_locked, matches, record_failure, tries_left
from tests.dossiers.examples import at, dossier

NOW = at("2026-11-21 09:00")


@pytest.mark.parametrize(
    "factor", ["7K2M", "7k2m", " 7k 2m ", "7K-2M", "7\u00a0K 2M", "７Ｋ２Ｍ", "012", "0 1 2", " 012"]
)
def test_either_factor_in_the_ways_people_type_it(factor: str) -> None:
    assert matches(dossier(), factor)


@pytest.mark.parametrize("factor", ["", " ", "7K2", "7K2N", "12", "0012", "0900000012", "013", "7K2M012", "mã 7K2M"])
def test_anything_else_is_wrong(factor: str) -> None:
    assert not matches(dossier(), factor)


@pytest.mark.parametrize("factor", ["", "   ", "12", "None"])
def test_a_dossier_without_secrets_matches_nothing(factor: str) -> None:
    assert not matches(dossier(phone="", look_up_code=""), factor)
    assert not matches(dossier(phone="12", look_up_code="7K"), factor)


@given(st.text(max_size=20))
def test_any_text_is_answered_without_an_error(factor: str) -> None:
    assert matches(dossier(), factor) in (True, False)


def test_three_wrong_tries_lock_for_thirty_minutes() -> None:
    attempts = Attempts()
    for left in (3, 2, 1):
        assert not is_locked(attempts, NOW) and tries_left(attempts, NOW) == left
        attempts = record_failure(attempts, NOW)
    assert is_locked(attempts, NOW + dt.timedelta(minutes=29, seconds=59)) and tries_left(attempts, NOW) == 0
    assert not is_locked(attempts, NOW + dt.timedelta(minutes=30))


def test_a_try_during_the_lock_does_not_prolong_it() -> None:
    locked = Attempts(3, NOW + dt.timedelta(minutes=30))
    assert record_failure(locked, NOW + dt.timedelta(minutes=10)) == locked


def test_counting_starts_over_after_the_lock() -> None:
    locked = Attempts(3, NOW)
    assert tries_left(locked, NOW) == 3
    assert record_failure(locked, NOW) == Attempts(1, None)
