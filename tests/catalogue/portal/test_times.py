from __future__ import annotations

import pytest

from bot.catalogue.portal.imported import FeeKind, Flag, PrintedFee, PrintedTime, Row
from bot.catalogue.portal.times import contradicted, flags_of, times_said, with_unit
from bot.catalogue.record import Channel, TimeUnit

FREE = PrintedFee(kind=FeeKind.FREE)


def row(amount: float | None = None, unit: TimeUnit | None = TimeUnit.DAY, note: str = "") -> Row:
    return Row(channel=Channel.COUNTER, time=PrintedTime(amount=amount, unit=unit), fee=FREE, note=note)


def test_times_are_read_and_dates_are_not() -> None:
    text = "Trong 03 (ba) ngày làm việc, chậm nhất 10 ngày kể từ ngày 15 tháng 6 năm 2026, 24 giờ"
    assert times_said(text) == [(3, TimeUnit.WORKING_DAY), (10, TimeUnit.DAY), (24, TimeUnit.HOUR)]


@pytest.mark.parametrize(
    ("amount", "note", "record", "unit", "flag"),
    [
        (3, "Trong 03 ngày làm việc kể từ khi nhận đơn", "", TimeUnit.WORKING_DAY, Flag.TIME_UNIT_FOUND),
        (3, "3 ngày, tức 3 ngày làm việc", "", None, Flag.TIME_WITHOUT_UNIT),
        (3, "Trong 5 ngày làm việc", "", None, Flag.TIME_WITHOUT_UNIT),
        (3, "", "Cơ quan trả lời trong 3 ngày làm việc", None, Flag.TIME_WITHOUT_UNIT),
        (1, "", "Giải quyết ngay trong ngày; sau 15 giờ thì hôm sau", TimeUnit.SAME_DAY, Flag.TIME_UNIT_FOUND),
        (2, "", "Giải quyết ngay trong ngày; sau 15 giờ thì hôm sau", None, Flag.TIME_WITHOUT_UNIT),
    ],
)
def test_a_bare_number_gets_a_unit_only_where_it_is_certain(
    amount: float, note: str, record: str, unit: TimeUnit | None, flag: Flag
) -> None:
    time, found = with_unit(PrintedTime(amount=amount), note, record)
    assert (time.unit, found) == (unit, flag)


def test_a_note_that_names_another_time_only_contradicts() -> None:
    assert contradicted(row(60, note="Không quá 30 ngày, vùng xa 45 ngày"))
    assert not contradicted(row(30, note="Không quá 30 ngày, vùng xa 45 ngày"))
    assert not contradicted(row(30, note="Nộp ở quầy"))


def test_differing_and_missing_times_are_flagged() -> None:
    assert flags_of([row(5), row(5)]) == set()
    assert flags_of([row(5), row(15)]) == {Flag.TIMES_DIFFER}
    assert flags_of([row(5), row(5, TimeUnit.WORKING_DAY)]) == {Flag.TIMES_DIFFER}
    assert flags_of([row(), row()]) == {Flag.TIME_UNKNOWN}
