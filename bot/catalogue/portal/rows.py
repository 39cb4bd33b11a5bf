"""The table "cách thức thực hiện" of a crawled record, its cells glued: "Trực tuyến1Miễn phíTrực tiếp7 Ngày…"."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.catalogue.portal.fees import read_fee
from bot.catalogue.portal.imported import Flag, PrintedTime, Row
from bot.catalogue.portal.plain import fold, says_nothing, tidy
from bot.catalogue.portal.times import UNITS, with_unit
from bot.catalogue.record import Channel

HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNELS = {"Trực tuyến": Channel.ONLINE, "Trực tiếp": Channel.COUNTER, "Dịch vụ bưu chính": Channel.POST}
_START = re.compile(rf"({'|'.join(CHANNELS)})(?=\d|Không (?:có|phải|quy)|Không ?(?:Không|Miễn)|Hệ thống giải)")
_NOTHING = "Không có thông tin"
_UNIT = re.compile(r"(\d+(?:[.,]\d+)?) ?(Ngày làm việc|Ngày|Giờ|Tháng)")
_GLUED = re.compile(r"([\d,]+) ?(?=VNĐ|Việt Nam Đồng|USD)")
_BARE = re.compile(rf"(\d+)(?=Miễn phí|{_NOTHING}|$)")
_WORDS = re.compile(rf"{_NOTHING}|(.*?)(?=Miễn phí|{_NOTHING}|$)", re.DOTALL)
_FEE = re.compile(rf"(Miễn phí|{_NOTHING}|[\d,]+) ?(VNĐ|Việt Nam Đồng|USD)?")
_CURRENCY = re.compile(r"VNĐ|Việt Nam Đồng|USD")
_NUMBER = re.compile(r"\d[\d.,]*")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:,\d{3})*")


class Rows(NamedTuple):
    rows: tuple[Row, ...]
    flags: frozenset[Flag]


def read_rows(text: str, record: str) -> Rows:
    """All rows. ``record``: the rest of the record's words, where a unit may be told."""
    parts = _START.split(text.removeprefix(HEAD))
    rows: list[Row] = []
    flags: set[Flag | None] = set()
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        row, found = _row(CHANNELS[name], body, record)
        rows.append(row)
        flags |= found
    return Rows(tuple(rows), frozenset(flag for flag in flags if flag))


def _row(channel: Channel, body: str, record: str) -> tuple[Row, set[Flag | None]]:
    time, rest = _time(body)
    fee = _FEE.match(rest)
    fee_note, note = _bracket(rest[fee.end() :] if fee else rest)
    headline = fee[1] if fee and fee[1] != _NOTHING else ""
    printed, fee_flag = read_fee(headline, fee_note, "USD" if fee and fee[2] == "USD" else "VND")
    with_its_unit, time_flag = with_unit(time, f"{note} {fee_note}", record)
    note = "" if says_nothing(note) else tidy(note)
    return Row(channel=channel, time=with_its_unit, fee=printed, note=note), {time_flag, fee_flag}


def _time(body: str) -> tuple[PrintedTime, str]:
    """The first cell and what follows it."""
    if match := _UNIT.match(body):
        unit = UNITS[fold(match[2])]
        return PrintedTime(amount=float(match[1].replace(",", ".")), unit=unit), body[match.end() :].lstrip()
    if match := _GLUED.match(body):
        amount, length = _unglue(match[1], body[match.end() :])
        return PrintedTime(amount=amount), body[length:] if length else _CURRENCY.sub(_NOTHING, body[match.end() :], 1)
    if match := _BARE.match(body):
        return PrintedTime(amount=float(match[1])), body[match.end() :]
    words = _WORDS.match(body)
    printed = tidy(words[1] or "") if words else ""
    return PrintedTime(printed="" if says_nothing(printed) else printed), body[words.end() if words else 0 :]


def _unglue(glued: str, note: str) -> tuple[float | None, int]:
    """A bare time before an amount, "1100,000", and its length; with several readings the one that the note names,
    else nothing."""
    splits = [n for n in (1, 2) if glued[:n].isdigit() and _AMOUNT.fullmatch(glued[n:])]
    if len(splits) > 1:
        told = {re.sub(r"\D", "", number) for number in _NUMBER.findall(note)}
        splits = [n for n in splits if f"{glued[n:].replace(',', '')}000" in told] or splits
    return (float(glued[: splits[0]]), splits[0]) if len(splits) == 1 else (None, 0)


def _bracket(text: str) -> tuple[str, str]:
    """The text in the bracket with which it begins, and what comes behind; an open one goes to the end."""
    if not text.startswith("("):
        return "", text
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[1:place], text[place + 1 :]
    return text[1:], ""
