from __future__ import annotations

import datetime as dt

import pytest

from bot.dossiers.export.cells import Cell, MonthFirst, Unreadable
from bot.dossiers.export.times import closing, time_of
from tests.dossiers.examples import at


@pytest.mark.parametrize(
    "cell",
    [
        "26/11/2026 15:30",
        "26-11-2026 15:30:00",
        "26.11.2026, 15:30",
        "15:30 26/11/2026",
        "15:30 - 26/11/2026",
        "2026-11-26 15:30",
        "2026-11-26T15:30:00.000",
        "2026-11-26T08:30:00Z",
        "2026-11-26T15:30:00+07:00",
        "2026-11-26T03:30:00-0500",
        "2026/11/26 15:30",
        "26/11/2026 03:30:00 CH",
        "26/11/2026 3:30 PM",
        "26/11/2026 3:30\u202fpm",
        "26/11/2026 15:30 CH",
        "03:30 CH 26/11/2026",
        "26/11/2026 15h30",
        "15h30 26/11/2026",
        "26/11/26 15:30",
        "20261126153000",
        "202611261530",
        20261126153000,
        "26/11/2026\u00a015:30",
        "'26/11/2026 15:30",
        '="26/11/2026 15:30"',
        46352.64583333334,
        "46352,645833",
        dt.datetime(2026, 11, 26, 15, 30),
    ],
)
def test_one_time_however_it_is_written(cell: Cell) -> None:
    assert time_of(cell) == (at("2026-11-26 15:30"), True)


@pytest.mark.parametrize(
    "cell",
    [
        *("6/1/2026", "06/01/2026", "06/01/26", "2026-01-06", "20260106", 46028, "46028", dt.date(2026, 1, 6)),
        # Midnight is what programs add to a day.
        *("06/01/2026 00:00:00", "06/01/2026 12:00:00 SA", "2026-01-06T00:00:00.000", "2026-01-05T17:00:00Z"),
        *("2026-01-06T00:00:00+07:00", dt.datetime(2026, 1, 6)),
    ],
)
def test_a_day_without_a_time(cell: Cell) -> None:
    assert time_of(cell) == (at("2026-01-06 00:00"), False)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "  ", None, "NULL", "-", "N/A", "0000-00-00", "0001-01-01T00:00:00", "01/01/0001 00:00:00", "1900-01-01"),
        *("01/01/1970 07:00", "31/12/9999", "9999-12-31 23:59:59.997", dt.datetime(1900, 1, 1), dt.date(9999, 12, 31)),
    ],
)
def test_an_empty_cell_is_no_time(cell: Cell) -> None:
    assert time_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("hôm qua", "no date: xxx xxx"),
        ("26-11-26", "no date: 99-99-99"),
        ("26/11/96", "no date: 99/99/99"),
        ("26/11/2026 15:30 SA", "no such day or time"),
        ("261120261530", "no date: 999999999999"),
        ("31/02/2026", "no such day or time: 99/99/9999"),
        ("26/11/2026 25:00", "no such day or time"),
        ("2026-13-26", "no such day or time"),
        ("26/11/1026", "another century"),
        (12345.5, "another century"),
        (1.5, "no date: 9.9"),
        (True, "no date: xxxx"),
    ],
)
def test_what_is_no_time_is_said_without_the_value(cell: Cell, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        time_of(cell)


@pytest.mark.parametrize("cell", ["11/26/2026", "11/26/2026 3:30 PM", "11/26/26"])
def test_a_month_in_front_is_an_alarm_of_its_own(cell: str) -> None:
    with pytest.raises(MonthFirst, match="99/99/99"):
        time_of(cell)


def test_a_due_day_lasts_until_offices_close_and_a_due_time_is_kept() -> None:
    for cell, due in (("26/11/2026 00:00:00", "2026-11-26 17:00"), ("26/11/2026 10:30", "2026-11-26 10:30")):
        time = time_of(cell)
        assert time and closing(time) == at(due)
