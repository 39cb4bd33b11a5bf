from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.record import TimeUnit
from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import (
    Spell,
    add_working_days,
    default_calendar,
    due_after,
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


def spell(start: str, end: str) -> Spell:
    return Spell(at(start), at(end))


def moved(accepted: str, amount: float, unit: TimeUnit, *spells: Spell) -> str:
    return f"{due_at(at(accepted), amount, unit, CALENDAR, spells).astimezone(LOCAL):%a %d/%m/%Y %H:%M}"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-20 10:00", "2026-11-25 10:00", "Mon 30/11/2026 17:00"),
        ("2026-11-20 10:00", "2026-11-20 14:00", "Thu 26/11/2026 17:00"),
        ("2026-11-20 10:00", "2026-11-20 15:30", "Fri 27/11/2026 17:00"),
        ("2026-11-26 10:00", "2026-11-30 10:00", "Mon 30/11/2026 17:00"),
        ("2026-11-26 17:00", "2026-11-30 10:00", "Thu 26/11/2026 17:00"),
        ("2026-11-23 16:00", "2026-11-25 09:00", "Thu 26/11/2026 17:00"),
        ("2026-11-18 10:00", "2026-11-19 16:00", "Thu 26/11/2026 17:00"),
    ],
    ids=["two days", "some hours", "past 15:00", "the last day", "late already", "over a day off", "before acceptance"],
)
def test_a_spell_moves_working_days_on(start: str, end: str, expected: str) -> None:
    assert moved("2026-11-20 09:00", 3, TimeUnit.WORKING_DAY, spell(start, end)) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (1, TimeUnit.SAME_DAY, "Mon 23/11/2026 17:00"),
        (10, TimeUnit.DAY, "Thu 03/12/2026 17:00"),
        (1, TimeUnit.MONTH, "Wed 23/12/2026 17:00"),
        (48, TimeUnit.HOUR, "Wed 25/11/2026 09:00"),
    ],
)
def test_a_spell_moves_every_unit_by_its_own_days(amount: float, unit: TimeUnit, expected: str) -> None:
    """From Friday 10:00 to Monday 10:00 three calendar days, one working day and 72 hours are lost."""
    assert moved("2026-11-20 09:00", amount, unit, spell("2026-11-20 10:00", "2026-11-23 10:00")) == expected


def test_what_ends_on_a_day_off_waits_for_a_spell_on_the_day_that_replaces_it() -> None:
    papers = spell("2026-11-23 08:00", "2026-11-25 09:00")
    assert moved("2026-11-20 09:00", 1, TimeUnit.DAY) == "Mon 23/11/2026 17:00"
    assert moved("2026-11-20 09:00", 1, TimeUnit.DAY, papers) == "Wed 25/11/2026 17:00"


def test_an_outage_of_a_day_is_left_out_and_a_short_one_is_made_up_for() -> None:
    day, hours = spell("2026-11-23 07:00", "2026-11-23 17:30"), spell("2026-11-23 09:00", "2026-11-23 11:00")
    assert moved("2026-11-20 09:00", 3, TimeUnit.WORKING_DAY, day) == "Fri 27/11/2026 17:00"
    assert moved("2026-11-20 09:00", 3, TimeUnit.WORKING_DAY, hours) == "Thu 26/11/2026 17:00"
    assert moved("2026-11-23 08:30", 1, TimeUnit.HOUR, hours) == "Mon 23/11/2026 11:30"


def test_what_an_outage_and_missing_papers_share_is_left_out_once() -> None:
    papers, outage = spell("2026-11-20 10:00", "2026-11-25 10:00"), spell("2026-11-23 07:00", "2026-11-23 18:00")
    assert moved("2026-11-20 09:00", 3, TimeUnit.WORKING_DAY, papers, outage) == "Mon 30/11/2026 17:00"
    assert moved("2026-11-20 09:00", 100, TimeUnit.HOUR, papers, outage) == "Sun 29/11/2026 13:00"


def test_a_due_time_of_others_moves_only_where_a_day_was_lost_since_acceptance() -> None:
    accepted, printed = at("2026-11-20 09:00"), at("2026-11-26 11:30")
    hours, days = spell("2026-11-20 10:00", "2026-11-20 14:00"), spell("2026-11-20 10:00", "2026-11-25 10:00")
    earlier = spell("2026-11-10 10:00", "2026-11-19 10:00")
    assert due_after(accepted, printed, [hours, earlier], CALENDAR) == printed
    assert due_after(accepted, printed, [days], CALENDAR) == at("2026-11-30 17:00")


def after(started: str, printed: str, *spells: Spell, unit: TimeUnit | None = None) -> str:
    return f"{due_after(at(started), at(printed), spells, CALENDAR, unit).astimezone(LOCAL):%a %d/%m/%Y %H:%M}"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-23 09:20", "2026-11-23 09:50", "Mon 23/11/2026 10:30"),
        ("2026-11-23 09:20", "2026-11-23 15:30", "Wed 25/11/2026 17:00"),
        ("2026-11-23 10:10", "2026-11-23 10:40", "Mon 23/11/2026 10:00"),
    ],
    ids=["some minutes", "past 15:00", "late already"],
)
def test_what_is_promised_within_the_day_moves_by_the_hours_that_it_waited(start: str, end: str, expected: str) -> None:
    """Accepted at 9:00 and promised at 10:00; the 24th is a day off."""
    assert after("2026-11-23 09:00", "2026-11-23 10:00", spell(start, end)) == expected


def test_a_time_limit_in_hours_moves_by_hours_whenever_it_ends() -> None:
    short, long = spell("2026-11-19 10:00", "2026-11-19 12:00"), spell("2026-11-19 10:00", "2026-11-19 16:00")
    for waited, expected in ((short, "Fri 20/11/2026 11:00"), (long, "Fri 20/11/2026 15:00")):
        assert after("2026-11-19 09:00", "2026-11-20 09:00", waited, unit=TimeUnit.HOUR) == expected
        assert moved("2026-11-19 09:00", 24, TimeUnit.HOUR, waited) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-27 08:00", "2026-11-27 16:00", "Mon 30/11/2026 17:00"),
        ("2026-11-27 08:00", "2026-11-27 14:00", "Sat 28/11/2026 11:30"),
        ("2026-11-28 09:00", "2026-11-30 09:00", "Mon 30/11/2026 17:00"),
        ("2026-11-27 08:00", "2026-11-30 09:00", "Tue 01/12/2026 17:00"),
        ("2026-11-30 08:00", "2026-12-01 16:00", "Sat 28/11/2026 11:30"),
    ],
    ids=["Friday", "some hours", "that day", "both", "late already"],
)
def test_a_promised_day_off_is_one_on_which_this_office_works(start: str, end: str, expected: str) -> None:
    assert after("2026-11-18 09:00", "2026-11-28 11:30", spell(start, end)) == expected


def test_a_wait_that_begins_after_the_hour_that_was_promised_moves_nothing() -> None:
    asked = spell("2026-11-26 14:00", "2026-11-27 16:00")
    assert after("2026-11-18 09:00", "2026-11-26 11:30", asked) == "Thu 26/11/2026 11:30"
    assert after("2026-11-18 09:00", "2026-11-26 17:00", asked) == "Mon 30/11/2026 17:00"


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


TIMES = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 6, 30)).map(lambda time: time.replace(tzinfo=LOCAL))
LENGTHS = st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=20))
SPELLS = st.lists(st.builds(lambda start, length: Spell(start, start + length), TIMES, LENGTHS), max_size=4)


@given(accepted=TIMES, amount=st.integers(0, 40), unit=st.sampled_from(TimeUnit), spells=SPELLS)
def test_spells_never_bring_a_due_time_forward_and_their_order_does_not_matter(
    accepted: dt.datetime, amount: int, unit: TimeUnit, spells: list[Spell]
) -> None:
    due = due_at(accepted, amount, unit, CALENDAR, spells)
    assert due >= due_at(accepted, amount, unit, CALENDAR)
    assert due == due_at(accepted, amount, unit, CALENDAR, [*reversed(spells), *spells])
    assert unit is TimeUnit.HOUR or CALENDAR.is_working(due.astimezone(LOCAL).date())


@given(started=TIMES, left=LENGTHS, unit=st.sampled_from([None, *TimeUnit]), spells=SPELLS)
def test_spells_never_bring_what_others_promised_forward_and_their_order_does_not_matter(
    started: dt.datetime, left: dt.timedelta, unit: TimeUnit | None, spells: list[Spell]
) -> None:
    printed = started + left
    found = due_after(started, printed, spells, CALENDAR, unit)
    assert found >= printed
    assert found == due_after(started, printed, [*reversed(spells), *spells], CALENDAR, unit)
    assert found == printed or any(it.start < printed and it.end > started for it in spells)


@given(accepted=TIMES, amount=st.integers(0, 40), unit=st.sampled_from(TimeUnit), start=TIMES, parts=st.lists(LENGTHS))
def test_a_spell_counts_the_same_in_pieces(
    accepted: dt.datetime, amount: int, unit: TimeUnit, start: dt.datetime, parts: list[dt.timedelta]
) -> None:
    ends = [start + sum(parts[:n], dt.timedelta()) for n in range(len(parts) + 1)]
    pieces = [Spell(*pair) for pair in pairwise(ends)]
    whole = [Spell(start, ends[-1])] if parts else []
    assert due_at(accepted, amount, unit, CALENDAR, pieces) == due_at(accepted, amount, unit, CALENDAR, whole)


@given(accepted=TIMES, amount=st.integers(1, 40), spells=SPELLS)
def test_between_acceptance_and_due_lie_as_many_days_as_the_limit_has(
    accepted: dt.datetime, amount: int, spells: list[Spell]
) -> None:
    """Counted in another way: the working days after the acceptance that no spell takes away."""
    day = due_at(accepted, 0, TimeUnit.SAME_DAY, CALENDAR).astimezone(LOCAL).date()
    due = due_at(accepted, amount, TimeUnit.WORKING_DAY, CALENDAR, spells).astimezone(LOCAL)
    before = [s for s in spells if s.start < due and s.end > accepted]
    lost = {
        candidate
        for candidate in (day + dt.timedelta(days=n) for n in range(-8, (due.date() - day).days + 60))
        for start, end in before
        if CALENDAR.is_working(candidate)
        and max(start, accepted) <= dt.datetime.combine(candidate, dt.time(15), LOCAL) < end
    }
    assert working_days_between(day, due.date(), CALENDAR) == amount + len(lost)
