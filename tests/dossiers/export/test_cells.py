from __future__ import annotations

import datetime as dt

import pytest

from bot.dossiers.export.cells import Cell, MonthFirst, Unreadable, amount_of, lines_of, mask, text_of, time_of
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
        dt.datetime(2026, 11, 26, 15, 30),
    ],
)
def test_one_time_however_it_is_written(cell: Cell) -> None:
    assert time_of(cell) == (at("2026-11-26 15:30"), True)


@pytest.mark.parametrize("cell", ["6/1/2026", "06/01/2026", "2026-01-06", dt.date(2026, 1, 6), dt.datetime(2026, 1, 6)])
def test_a_day_without_a_time(cell: Cell) -> None:
    assert time_of(cell) == (at("2026-01-06 00:00"), False)


@pytest.mark.parametrize("cell", ["", "  ", None])
def test_an_empty_cell_is_no_time(cell: Cell) -> None:
    assert time_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("hôm qua", "no date: xxx xxx"),
        ("26/11/26", "no date: 99/99/99"),
        ("31/02/2026", "no such day or time: 99/99/9999"),
        ("26/11/2026 25:00", "no such day or time"),
        ("2026-13-26", "no such day or time"),
        ("26/11/1026", "another century"),
        (46352.5, "a number where a date should be"),
    ],
)
def test_what_is_no_time_is_said_without_the_value(cell: Cell, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        time_of(cell)


def test_a_month_in_front_is_an_alarm_of_its_own() -> None:
    with pytest.raises(MonthFirst, match="99/99/9999"):
        time_of("11/26/2026")


def test_text_is_one_line_in_nfc() -> None:
    assert text_of("  Nguye\u0302\u0303n\u00a0 Va\u0306n\n A\u200b ") == "Nguyễn Văn A"
    assert (text_of(900000012.0), text_of(7), text_of(None)) == ("900000012", "7", "")


def test_an_endless_text_is_an_open_quotation_mark() -> None:
    with pytest.raises(Unreadable, match="quotation mark"):
        text_of("x" * 2_001)


def test_the_items_of_a_list() -> None:
    assert lines_of("1. Tờ khai\n- Bản sao; Giấy ủy quyền\n\n") == ("Tờ khai", "Bản sao", "Giấy ủy quyền")


@pytest.mark.parametrize("cell", ["1.250.000", "1,250,000 đồng", "1250000đ", 1250000, 1250000.0, "1 250 000 VNĐ"])
def test_amounts(cell: Cell) -> None:
    assert amount_of(cell) == 1_250_000


@pytest.mark.parametrize("cell", ["-5", "1.25", "miễn phí", "12,5 triệu"])
def test_no_amounts(cell: Cell) -> None:
    with pytest.raises(Unreadable, match="no amount"):
        amount_of(cell)


def test_a_mask_shows_the_shape_and_nothing_else() -> None:
    assert mask("Nguyễn Văn A, 0900 000 012") == "xxxxxx xxx x, 9999 999 999"
    assert mask("x" * 100) == "x" * 30 + "…"
