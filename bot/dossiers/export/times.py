"""Days and times in an export, however systems and spreadsheets write them. Nothing unsure is guessed."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import OFFICE_CLOSES
from bot.dossiers.export.cells import Cell, MonthFirst, Unreadable, bare, mask, text_of

_CLOCK = r"(?P<hour>\d{1,2})[:H](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?(?:\s?(?P<half>SA|CH|AM|PM))?"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
# Two digits of a year only between slashes: 26-11-20 may begin with its year.
_DAY_FIRST = r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|(?<=/)[1-4]\d)"
_ISO = r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"
_DIGITS = r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY_FIRST}(?:[ T,]+{_CLOCK})?(?P<zone>)",
        rf"{_ISO}(?:[ T]+{_CLOCK}{_ZONE})?",
        rf"{_CLOCK}(?:[ ,]+|\s*-\s*){_DAY_FIRST}(?P<zone>)",
        rf"{_DIGITS}(?P<half>)(?P<zone>)",
    )
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_SERIAL_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (of a spreadsheet, in whatever zone)
# As a fixed zone, since a table of zones costs more: Vietnam has kept +07:00 for longer than any export goes back.
_VIETNAM = dt.timezone(dt.timedelta(hours=7))
_MIDNIGHT, _VIETNAMS_MIDNIGHT = dt.time(), dt.time(17)  # the second in UTC
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
# The first or last day that a database or a spreadsheet knows stands for none.
_NO_DAY = frozenset(
    [(1, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1970, 1, 1), (9999, 12, 31)]
)


class Time(NamedTuple):
    """``at`` in UTC; ``clock``: whether a time of day was given with the day. Midnight is none: programs add it."""

    at: dt.datetime
    clock: bool


def time_of(cell: Cell) -> Time | None:
    """None for an empty cell. Raises Unreadable."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, dt.datetime):
        return _checked(cell.replace(tzinfo=cell.tzinfo or _VIETNAM))
    if isinstance(cell, dt.date):
        return _checked(dt.datetime.combine(cell, dt.time(), _VIETNAM))
    return _read_time(cell if isinstance(cell, str) else text_of(cell))


@lru_cache(maxsize=8192)
def closing(due: Time) -> dt.datetime:
    """A due day lasts until offices close; at midnight it would be late when it begins."""
    if due.clock:
        return due.at
    return dt.datetime.combine(due.at.astimezone(LOCAL), OFFICE_CLOSES, LOCAL).astimezone(dt.timezone.utc)


@lru_cache(maxsize=65536)
def _read_time(written: str) -> Time | None:
    text = bare(written).upper()
    if not text:
        return None
    for pattern in _TIMES:
        if match := pattern.fullmatch(text):
            return _time(match)
    if _SERIAL.fullmatch(text):
        seconds = round(float(text.replace(",", ".")) * 86_400)
        return _checked((_SERIAL_ZERO + dt.timedelta(seconds=seconds)).replace(tzinfo=_VIETNAM))
    raise Unreadable(f"no date: {mask(text)} (expected 26/11/2026, 26/11/2026 15:30 or 2026-11-26T15:30)")


def _time(match: re.Match[str]) -> Time | None:
    year, month, day = map(int, match.group("year", "month", "day"))
    year += 2000 if len(match["year"]) == 2 else 0
    hour, minute, second = (int(part or 0) for part in match.group("hour", "minute", "second"))
    if not (year or month or day):
        return None
    try:
        time = dt.datetime(year, month, day, _hour(hour, match["half"]), minute, second, tzinfo=_zone(match["zone"]))
    except ValueError:
        if month > 12 >= day and "mark" in match.re.groupindex:
            raise MonthFirst(f"a date with the month in front: {mask(match[0])}") from None
        raise Unreadable(f"no such day or time: {mask(match[0])}") from None
    return _checked(time)


def _hour(hour: int, half: str | None) -> int:
    """Of a day of 24 hours: 3 CH, 3 PM and 15 CH are 15. Raises ValueError."""
    if not half:
        return hour
    afternoon = half in ("CH", "PM")
    if hour > 12 and not afternoon:
        raise ValueError("no hour of a morning")
    return hour if hour > 12 else hour % 12 + 12 * afternoon


def _zone(zone: str | None) -> dt.timezone:
    if not zone:
        return _VIETNAM
    if zone == "Z":
        return dt.timezone.utc
    offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return dt.timezone(-offset if zone[0] == "-" else offset)


def _checked(time: dt.datetime) -> Time | None:
    if (time.year, time.month, time.day) in _NO_DAY:
        return None
    if not _FIRST_YEAR <= time.year < _LAST_YEAR:
        raise Unreadable("a date of another century")
    at = time.astimezone(dt.timezone.utc)
    return Time(at, time.time() != _MIDNIGHT and at.time() != _VIETNAMS_MIDNIGHT)
