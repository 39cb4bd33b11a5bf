"""Times as they are printed: "5 Ngày làm việc", "60 Ngày", or a bare "1" whose unit the text around it may tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.catalogue.portal.imported import Flag, PrintedTime, Row
from bot.catalogue.portal.plain import fold
from bot.catalogue.record import TimeUnit

UNITS = {
    "ngay lam viec": TimeUnit.WORKING_DAY,
    "ngay": TimeUnit.DAY,
    "gio": TimeUnit.HOUR,
    "thang": TimeUnit.MONTH,
}
_SAID = re.compile(
    r"(?<![\d/.,-])0*(\d{1,3})\s*(?:\(\w+(?: \w+){0,4}\)\s*)?(ngay lam viec|ngay|gio|thang)\b(?! \d)(?!\s*\d)"
)
_SAME_DAY = re.compile(r"\bngay trong ngay\b|\btrong ngay (?:tiep nhan|lam viec)\b|\btrong ngay\b(?=[,;.])")
_AFTER_15 = re.compile(r"\b15 ?(?:gio|h|:00)")


def times_said(text: str) -> list[tuple[int, TimeUnit]]:
    """Every time that a text names, as (amount, unit); "ngày 15 tháng 6" is a date and none."""
    return [(int(amount), UNITS[unit]) for amount, unit in _SAID.findall(fold(text))]


def with_unit(time: PrintedTime, note: str, record: str) -> tuple[PrintedTime, Flag | None]:
    """A bare number with its unit, where the note beside it names this number with exactly one unit, or the record says
    "on the same day, after 15:00 the next one" of a bare 1. Else it stays bare and is flagged."""
    if time.amount is None or time.unit:
        return time, None
    told = {unit for amount, unit in times_said(note) if amount == time.amount}
    if len(told) == 1:
        return PrintedTime(amount=time.amount, unit=told.pop()), Flag.TIME_UNIT_FOUND
    folded = fold(f"{note} {record}")
    if time.amount == 1 and _SAME_DAY.search(folded) and _AFTER_15.search(folded):
        return PrintedTime(amount=1, unit=TimeUnit.SAME_DAY), Flag.TIME_UNIT_FOUND
    return time, Flag.TIME_WITHOUT_UNIT


def contradicted(row: Row) -> bool:
    """Whether the note beside a time names other times and not this one: the headline may be wrong or one case only."""
    said = {amount for amount, _ in times_said(row.note)}
    return row.time.amount is not None and bool(said) and row.time.amount not in said


def flags_of(rows: Sequence[Row]) -> set[Flag]:
    """Differing times in rows of channels are usually legal cases; which one is whose cannot be told."""
    times = {row.time for row in rows}
    known = {time for time in times if time.amount is not None}
    flags = {Flag.TIMES_DIFFER} if len(known) > 1 else set()
    flags |= {Flag.TIME_UNKNOWN} if not known else set()
    return flags | ({Flag.TIME_CONTRADICTED} if any(map(contradicted, rows)) else set())
