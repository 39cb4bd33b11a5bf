"""The table of channels, times and fees, whose cells are glued."""

from __future__ import annotations

import pytest

from bot.catalogue.portal.imported import FeeKind, Flag
from bot.catalogue.portal.rows import read_rows
from bot.catalogue.record import Channel, TimeUnit
from tests.catalogue.portal.examples import ROWS


def test_rows_fall_apart_at_their_channels() -> None:
    cells = ["Trực tuyến5 Ngày làm việcMiễn phí", "Trực tiếp2 Giờ100,000 VNĐ(mỗi chim)Tại quầy"]
    online, counter, post = read_rows("".join([ROWS, *cells, "Dịch vụ bưu chính3 ThángMiễn phí"]), "").rows
    assert (online.channel, online.time.amount, online.time.unit) == (Channel.ONLINE, 5, TimeUnit.WORKING_DAY)
    assert (counter.channel, counter.time.unit, counter.fee.amount) == (Channel.COUNTER, TimeUnit.HOUR, 100000)
    assert (counter.fee.note, counter.note) == ("mỗi chim", "Tại quầy")
    assert (post.channel, post.time.unit) == (Channel.POST, TimeUnit.MONTH)


def test_a_channel_named_in_a_note_begins_no_row() -> None:
    rows = read_rows(f"{ROWS}Trực tiếp5 NgàyMiễn phíTrực tiếp tại quầy, hoặc Trực tuyến qua cổng", "").rows
    assert len(rows) == 1 and rows[0].note == "Trực tiếp tại quầy, hoặc Trực tuyến qua cổng"


def test_brackets_within_a_note_belong_to_it() -> None:
    fee = read_rows(f"{ROWS}Trực tiếp5 Ngày150,000 VNĐ(thẻ (loại A), một lần)Ở quầy", "").rows[0].fee
    assert fee.note == "thẻ (loại A), một lần"


@pytest.mark.parametrize(
    ("cells", "time", "kind", "amount"),
    [
        ("1Miễn phí", 1, FeeKind.FREE, None),
        ("Không có thông tinMiễn phí", None, FeeKind.FREE, None),
        ("Không có thông tin", None, FeeKind.UNKNOWN, None),
        ("5 NgàyKhông có thông tin", 5, FeeKind.UNKNOWN, None),
        ("1100,000 VNĐ", 1, FeeKind.AMOUNT, 100000),
        ("720,000 VNĐ", 7, FeeKind.AMOUNT, 20000),
        ("120 VNĐ(20.000 đồng/tờ)", 1, FeeKind.AMOUNT, 20000),
        ("125 VNĐ(25.000 đồng)", 1, FeeKind.AMOUNT, 25000),
        ("125 VNĐ", None, FeeKind.UNKNOWN, None),
        ("0,5 NgàyMiễn phí", 0.5, FeeKind.FREE, None),
    ],
)
def test_a_time_and_a_fee_come_apart(cells: str, time: float | None, kind: FeeKind, amount: int | None) -> None:
    row = read_rows(f"{ROWS}Trực tiếp{cells}", "").rows[0]
    assert (row.time.amount, row.fee.kind, row.fee.amount) == (time, kind, amount)


def test_words_in_place_of_a_time_are_kept() -> None:
    row = read_rows(f"{ROWS}Trực tuyếnKhông phải trả kết quảMiễn phíQua mạng", "").rows[0]
    assert (row.time.printed, row.fee.kind, row.note) == ("Không phải trả kết quả", FeeKind.FREE, "Qua mạng")


def test_flags_of_all_rows_are_gathered() -> None:
    found = read_rows(f"{ROWS}Trực tuyến1Miễn phí(40.000 đồng)Trực tiếp1135 VNĐ(135.000 đồng)", "")
    assert found.flags == {Flag.TIME_WITHOUT_UNIT, Flag.FEE_FREE_WITH_NOTE, Flag.FEE_MENDED}


def test_an_empty_table_has_no_rows() -> None:
    assert read_rows("", "").rows == read_rows(ROWS, "").rows == ()
