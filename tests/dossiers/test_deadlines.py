from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.record import TimeUnit
from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import (
    add_working_days,
    default_calendar,
    due_after_pause,
    due_at,
    load_calendar,
    working_days_between,
)
from tests.dossiers.examples import at

CALENDAR = default_calendar()
DAYS = st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2027, 12, 31))
DATED_UNITS = st.sampled_from([unit for unit in TimeUnit if unit is not TimeUnit.HOUR])


def due(accepted: str, amount: float, unit: TimeUnit = TimeUnit.WORKING_DAY) -> str:
    return f"{due_at(at(accepted), amount, unit, CALENDAR).astimezone(LOCAL):%a %d/%m/%Y %H:%M}"


@pytest.mark.parametrize(
    ("accepted", "days", "expected"),
    [
        ("2026-11-20 09:00", 3, "Thu 26/11/2026 17:00"),
        ("2026-11-20 15:30", 3, "Fri 27/11/2026 17:00"),
        ("2026-11-20 15:00", 3, "Thu 26/11/2026 17:00"),
        ("2026-11-20 09:00", 10, "Mon 07/12/2026 17:00"),
        ("2026-08-20 09:00", 3, "Mon 24/08/2026 17:00"),
        ("2026-08-27 09:00", 3, "Fri 04/09/2026 17:00"),
        ("2026-11-18 08:15", 5, "Thu 26/11/2026 17:00"),
        ("2026-11-21 10:00", 1, "Wed 25/11/2026 17:00"),
        ("2026-11-20 09:00", 0.5, "Mon 23/11/2026 17:00"),
    ],
)
def test_working_days(accepted: str, days: float, expected: str) -> None:
    assert due(accepted, days) == expected


@pytest.mark.parametrize(("tet", "expected"), [("4-10/2", dt.date(2027, 2, 15)), ("5-14/2", dt.date(2027, 2, 16))])
def test_tet_2027_by_the_option_that_is_decided(tet: str, expected: dt.date) -> None:
    assert add_working_days(dt.date(2027, 1, 25), 10, load_calendar(decisions={"tet": tet})) == expected


def test_the_later_option_is_assumed_and_the_year_is_not_final() -> None:
    assert add_working_days(dt.date(2027, 1, 25), 10, CALENDAR) == dt.date(2027, 2, 16)
    assert CALENDAR.is_final(2026) and not CALENDAR.is_final(2027) and not CALENDAR.is_final(2028)


@pytest.mark.parametrize("day", ["2026-01-10", "2026-08-22", "2026-11-23"])
def test_working_days_and_make_up_saturdays(day: str) -> None:
    assert CALENDAR.is_working(dt.date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-01-02", "2026-02-18", "2026-04-27", "2026-08-31", "2026-11-24", "2026-11-21"])
def test_days_off(day: str) -> None:
    assert not CALENDAR.is_working(dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("accepted", "amount", "unit", "expected"),
    [
        ("2026-11-20 09:00", 10, TimeUnit.DAY, "Mon 30/11/2026 17:00"),
        ("2026-11-20 09:00", 4, TimeUnit.DAY, "Wed 25/11/2026 17:00"),
        ("2026-11-20 09:00", 1, TimeUnit.DAY, "Mon 23/11/2026 17:00"),
        ("2026-10-30 09:00", 1, TimeUnit.MONTH, "Mon 30/11/2026 17:00"),
        ("2026-12-31 09:00", 2, TimeUnit.MONTH, "Mon 01/03/2027 17:00"),
        ("2026-11-20 09:00", 1, TimeUnit.SAME_DAY, "Fri 20/11/2026 17:00"),
        ("2026-11-20 15:30", 1, TimeUnit.SAME_DAY, "Mon 23/11/2026 17:00"),
        ("2026-11-23 15:30", 1, TimeUnit.SAME_DAY, "Wed 25/11/2026 17:00"),
        ("2026-11-20 23:30", 1, TimeUnit.HOUR, "Sat 21/11/2026 00:30"),
        ("2026-11-20 15:30", 24, TimeUnit.HOUR, "Sat 21/11/2026 15:30"),
    ],
)
def test_other_units(accepted: str, amount: float, unit: TimeUnit, expected: str) -> None:
    assert due(accepted, amount, unit) == expected


def test_the_due_time_is_utc() -> None:
    assert due_at(at("2026-11-20 09:00"), 3, TimeUnit.WORKING_DAY, CALENDAR) == dt.datetime(
        2026, 11, 26, 10, tzinfo=dt.timezone.utc
    )


def test_the_day_of_acceptance_is_that_of_vietnam() -> None:
    before_midnight_utc = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.timezone.utc)
    assert due_at(before_midnight_utc, 3, TimeUnit.WORKING_DAY, CALENDAR) == at("2026-11-26 17:00")


def test_waiting_for_papers_moves_the_due_date_on() -> None:
    original = at("2026-11-26 17:00")
    moved = due_after_pause(original, at("2026-11-20 10:00"), at("2026-11-25 10:00"), CALENDAR)
    assert moved == at("2026-11-30 17:00")
    assert due_after_pause(original, at("2026-11-20 10:00"), at("2026-11-20 14:00"), CALENDAR) == original


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        due_at(dt.datetime(2026, 11, 20), 3, TimeUnit.WORKING_DAY, CALENDAR)
    with pytest.raises(ValueError, match="negative"):
        add_working_days(dt.date(2026, 11, 20), -1, CALENDAR)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("2026: {final: true, days_off: [2027-01-01], working_saturdays: [], source: s}", "another year"),
        ("2026: {final: true, days_off: [], working_saturdays: [2026-11-23], source: s}", "not a Saturday"),
        (
            (
                "2026: {final: true, days_off: [], working_saturdays: [], source: s, "
                "undecided: {tet: {assume: a, options: {a: []}}}}"
            ),
            "undecided",
        ),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "holidays.yml"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_calendar(path)


@given(start=DAYS, days=st.integers(0, 60))
def test_counting_forward_and_back_agree(start: dt.date, days: int) -> None:
    end = add_working_days(start, days, CALENDAR)
    assert CALENDAR.is_working(end)
    assert days == 0 or working_days_between(start, end, CALENDAR) == days


@given(
    day=DAYS,
    minute=st.integers(0, 24 * 60 - 1),
    later=st.integers(0, 10_000),
    amount=st.integers(0, 40),
    unit=DATED_UNITS,
)
def test_what_is_accepted_later_is_never_due_earlier(
    day: dt.date, minute: int, later: int, amount: int, unit: TimeUnit
) -> None:
    accepted = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), LOCAL)
    first = due_at(accepted, amount, unit, CALENDAR)
    second = due_at(accepted + dt.timedelta(minutes=later), amount, unit, CALENDAR)
    assert first <= second and CALENDAR.is_working(first.astimezone(LOCAL).date())
