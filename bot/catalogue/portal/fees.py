"""Fees as they are printed. "Miễn phí" beside a note that sets a fee is not free, and often means: ask the province."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from bot.catalogue.portal.imported import FeeKind, Flag, PrintedFee, Row
from bot.catalogue.portal.plain import fold, says_nothing, tidy
from bot.catalogue.record import Level

LEAST_VND = 1000
FREE = "Miễn phí"
_MONEY = re.compile(
    r"(?<![\d/.,])(\d{1,3}(?:[.,]\d{3})+|\d{4,9})(?![\d/]|[.,]\d)(?=\s*(?:vn ?d|viet nam dong|dong|d\b))"
)
_USD = re.compile(r"(?<![\d/.,])(\d{1,3}(?:[.,]\d{3})*|\d+)\s*(?:usd|do la my)")
_COUNCIL = re.compile(
    r"hoi dong nhan dan|\bhdnd\b|chinh quyen dia phuong|(?:uy ban nhan dan|ubnd) (?:cap )?tinh quy(?:et)? dinh"
)
_NO_FEE = re.compile(
    r"^(?:duoc )?(?:mien|khong (?:thu|mat|phai nop|co)) ?(?:phi|le phi|phi, le phi|le phi, phi)?"
    r"(?: \(thong tu so [\w/-]+\))?$"
)
_DAY = r"(?:ngay )?(\d{1,2})/(\d{1,2})/(\d{4})"
_UNTIL = re.compile(rf"\bden (?:het )?{_DAY}")
_FROM = re.compile(rf"\btu {_DAY} den")
_REDUCED = re.compile(r"\bmien\b|\bgiam\b|%|\bbang \d")


class Fee(NamedTuple):
    printed: PrintedFee
    flag: Flag | None


def read_fee(headline: str, note: str, currency: str = "VND") -> Fee:
    """What can be believed of a printed fee. ``headline``: "Miễn phí", an amount ("100,000"), or empty for neither."""
    note = "" if says_nothing(note) or len(tidy(note)) < 3 else tidy(note)
    if headline and headline != FREE:
        return _amount(_number(headline), currency, note)
    if _COUNCIL.search(fold(note)):
        return Fee(PrintedFee(kind=FeeKind.BY_PROVINCE, note=note), Flag.FEE_BY_PROVINCE)
    if headline == FREE and (not note or _NO_FEE.match(fold(note))):
        return Fee(PrintedFee(kind=FeeKind.FREE), None)
    return Fee(_quoted(note), Flag.FEE_FREE_WITH_NOTE if headline == FREE else Flag.FEE_UNKNOWN)


def settle(rows: Sequence[Row], levels: Sequence[Level]) -> tuple[tuple[Row, ...], frozenset[Flag]]:
    """A "Miễn phí" is confirmed only where no other row sets a fee and no province may: ministries print it of fees
    that a provincial council sets."""
    local = not levels or any(level is not Level.MINISTRY for level in levels)
    sets_fee = any(row.fee.kind in (FeeKind.AMOUNT, FeeKind.QUOTED, FeeKind.BY_PROVINCE) for row in rows)
    if not (local or sets_fee) or all(row.fee.kind is not FeeKind.FREE for row in rows):
        return tuple(rows), frozenset()
    doubted = PrintedFee(kind=FeeKind.FREE_UNCONFIRMED)
    settled = [msgspec.structs.replace(row, fee=doubted) if row.fee.kind is FeeKind.FREE else row for row in rows]
    return tuple(settled), frozenset({Flag.FEE_FREE_UNCONFIRMED})


def last_day(note: str) -> dt.date | None:
    """The last day that a note names behind "đến (hết) ngày"."""
    return max(filter(None, map(_date, _UNTIL.findall(fold(note)))), default=None)


def _quoted(note: str) -> PrintedFee:
    return PrintedFee(kind=FeeKind.QUOTED if note else FeeKind.UNKNOWN, note=note)


def _amount(amount: int, currency: str, note: str) -> Fee:
    """An amount that its note does not contradict; of "135 VNĐ (135.000 đồng)" the note is right."""
    folded = fold(note)
    told = {_number(text) for text in _MONEY.findall(folded)}
    dollars = {_number(text) for text in _USD.findall(folded)}
    flag = None
    if currency == "VND" and amount < LEAST_VND:
        flag = Flag.FEE_MENDED
        if told == {amount * 1000}:
            amount = amount * 1000
        elif dollars == {amount} and not told:
            currency = "USD"
        else:
            return Fee(_quoted(note), Flag.FEE_CONTRADICTED)
    said = told if currency == "VND" else dollars
    if said and amount not in said:
        return Fee(_quoted(note), Flag.FEE_CONTRADICTED)
    return _dated(PrintedFee(kind=FeeKind.AMOUNT, amount=amount, currency=currency, note=note), said, flag)


def _dated(fee: PrintedFee, said: set[int], flag: Flag | None) -> Fee:
    """A window is this amount's own only where its note names no other amount, no exemption and no reduction."""
    folded = fold(fee.note)
    ends = {_date(found) for found in _UNTIL.findall(folded)} - {None}
    if not ends:
        return Fee(fee, flag)
    if len(ends) > 1 or said - {fee.amount} or _REDUCED.search(folded):
        return Fee(msgspec.structs.replace(fee, unsure=True), Flag.FEE_DATED)
    begin = _FROM.search(folded)
    since = _date(begin.groups()) if begin else None
    return Fee(msgspec.structs.replace(fee, valid_from=since, valid_to=ends.pop()), Flag.FEE_DATED)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _date(parts: tuple[str, ...]) -> dt.date | None:
    day, month, year = map(int, parts)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
