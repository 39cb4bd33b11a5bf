from __future__ import annotations

import datetime as dt

import pytest

from bot.catalogue.portal.fees import FREE, read_fee, settle
from bot.catalogue.portal.imported import FeeKind, Flag, PrintedFee, PrintedTime, Row
from bot.catalogue.record import Channel, Level


@pytest.mark.parametrize(
    ("headline", "note", "kind", "flag"),
    [
        (FREE, "", FeeKind.FREE, None),
        (FREE, "Không", FeeKind.FREE, None),
        (FREE, "Không thu lệ phí", FeeKind.FREE, None),
        (FREE, "Miễn lệ phí (Thông tư số 99/2020/TT-BTN).", FeeKind.FREE, None),
        (FREE, "Mức thu do Hội đồng nhân dân cấp tỉnh quyết định", FeeKind.BY_PROVINCE, Flag.FEE_BY_PROVINCE),
        (FREE, "do UBND cấp tỉnh quy định", FeeKind.BY_PROVINCE, Flag.FEE_BY_PROVINCE),
        (FREE, "40.000 đồng/thẻ", FeeKind.QUOTED, Flag.FEE_FREE_WITH_NOTE),
        (FREE, "Theo Thông tư số 99/2020/TT-BTN", FeeKind.QUOTED, Flag.FEE_FREE_WITH_NOTE),
        ("", "", FeeKind.UNKNOWN, Flag.FEE_UNKNOWN),
        ("", "Theo thỏa thuận", FeeKind.QUOTED, Flag.FEE_UNKNOWN),
        ("150,000", "Cấp mới", FeeKind.AMOUNT, None),
        ("150,000", "Cấp mới 200.000 đồng", FeeKind.QUOTED, Flag.FEE_CONTRADICTED),
        ("150,000", "Cấp mới 150.000 đồng, cấp lại 100.000 đồng", FeeKind.AMOUNT, None),
        ("90", "", FeeKind.UNKNOWN, Flag.FEE_CONTRADICTED),
        ("90", "Phí xem chim", FeeKind.QUOTED, Flag.FEE_CONTRADICTED),
    ],
)
def test_how_far_a_printed_fee_is_believed(headline: str, note: str, kind: FeeKind, flag: Flag | None) -> None:
    fee = read_fee(headline, note)
    assert (fee.printed.kind, fee.flag) == (kind, flag)


def test_a_slip_of_thousands_or_of_the_currency_is_mended_by_the_note() -> None:
    thousand, dollars = read_fee("135", "Lệ phí: 135.000 đồng/lần"), read_fee("155", "Thẻ hai năm: 155 USD/thẻ")
    assert (thousand.printed.amount, thousand.printed.currency, thousand.flag) == (135000, "VND", Flag.FEE_MENDED)
    assert (dollars.printed.amount, dollars.printed.currency, dollars.flag) == (155, "USD", Flag.FEE_MENDED)


def test_a_window_is_the_amounts_own_only_where_nothing_else_is_said() -> None:
    own = read_fee("25,000", "25.000 đồng, áp dụng từ ngày 01/7/2025 đến hết ngày 31/12/2026")
    assert (own.printed.valid_from, own.printed.valid_to) == (dt.date(2025, 7, 1), dt.date(2026, 12, 31))
    other = read_fee("50,000", "50.000 đồng, miễn từ ngày 01/7/2025 đến hết ngày 31/12/2026")
    assert other.printed.unsure and other.printed.valid_to is None
    assert own.flag is other.flag is Flag.FEE_DATED


def test_an_impossible_date_is_no_window() -> None:
    assert read_fee("25,000", "25.000 đồng đến hết ngày 31/02/2026").printed.valid_to is None


def row(kind: FeeKind) -> Row:
    return Row(channel=Channel.COUNTER, time=PrintedTime(), fee=PrintedFee(kind=kind))


@pytest.mark.parametrize(
    ("kinds", "levels", "confirmed"),
    [
        ([FeeKind.FREE], [Level.MINISTRY], True),
        ([FeeKind.FREE], [Level.COMMUNE], False),
        ([FeeKind.FREE], [Level.MINISTRY, Level.PROVINCE], False),
        ([FeeKind.FREE], [], False),
        ([FeeKind.FREE, FeeKind.AMOUNT], [Level.MINISTRY], False),
    ],
)
def test_free_is_confirmed_only_where_nobody_else_may_set_a_fee(
    kinds: list[FeeKind], levels: list[Level], confirmed: bool
) -> None:
    rows, flags = settle([row(kind) for kind in kinds], levels)
    assert (rows[0].fee.kind is FeeKind.FREE) is confirmed
    assert (Flag.FEE_FREE_UNCONFIRMED not in flags) is confirmed
