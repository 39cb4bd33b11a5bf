"""One cell of an export: text, numbers and times as systems and spreadsheets write them. Nothing unsure is guessed."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from bot.language.text import clean, nfc

Cell = str | int | float | bool | dt.datetime | dt.date | None

MOST_CHARACTERS = 2_000
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_DAY_FIRST = r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
_ISO = r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"
_TIMES = (
    re.compile(rf"{_DAY_FIRST}(?:[ T,]+{_CLOCK})?(?P<zone>)"),
    re.compile(rf"{_ISO}(?:[ T]+{_CLOCK}{_ZONE})?"),
    re.compile(rf"{_CLOCK}(?:[ ,]+|\s*-\s*){_DAY_FIRST}(?P<zone>)"),
)
# As a fixed zone, since a table of zones costs more: Vietnam has kept +07:00 for longer than any export goes back.
_VIETNAM = dt.timezone(dt.timedelta(hours=7))
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class Unreadable(ValueError):
    """A cell or row cannot be taken; the message says why and never quotes a person's data."""


class MonthFirst(Unreadable):
    """A date can only be read with the month in front: so all others of the file may be meant so."""


class Time(NamedTuple):
    """``at`` in UTC; ``clock``: whether a time of day was given with the day."""

    at: dt.datetime
    clock: bool


def mask(value: object) -> str:
    """The shape of a value without the value: letters as x, digits as 9."""
    shape = re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", str(value)))
    return shape if len(shape) <= 30 else f"{shape[:30]}…"


def text_of(cell: Cell) -> str:
    """One line of text, NFC, without invisible characters. A whole number comes without its ".0"."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return _tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def lines_of(cell: Cell) -> tuple[str, ...]:
    """The items of a list in a cell: lines, or parts between semicolons."""
    if cell is None or cell == "":
        return ()
    parts = re.split(r"[\n\r;]+", cell) if isinstance(cell, str) else [cell]
    items = (re.sub(r"^[-+*•]\s*|^\d{1,2}[.)]\s+", "", text_of(part)) for part in parts)
    return tuple(item for item in items if item)


def amount_of(cell: Cell) -> int | None:
    """An amount in đồng: 1.250.000, "1,250,000 đồng", 1250000."""
    if cell is None or cell == "":
        return None
    text = re.sub(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", "", text_of(cell).lower())
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}(?:[.,\s]\d{3})+|\d+", text):
        raise Unreadable(f"no amount: {mask(text)}")
    return int(re.sub(r"\D", "", text))


def time_of(cell: Cell) -> Time | None:
    """None for an empty cell. Raises Unreadable."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return _read_time(cell.strip()) if cell.strip() else None
    if isinstance(cell, dt.datetime):
        return _checked(cell.replace(tzinfo=cell.tzinfo or _VIETNAM), cell.time() != dt.time())
    if isinstance(cell, dt.date):
        return _checked(dt.datetime.combine(cell, dt.time(), _VIETNAM), False)
    raise Unreadable("a number where a date should be: give the column the format of a date")


@lru_cache(maxsize=65536)
def _tidy(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"longer than {MOST_CHARACTERS} characters: is a quotation mark left open?")
    return " ".join((nfc(text) if text.isprintable() else clean(text)).split())


@lru_cache(maxsize=65536)
def _read_time(text: str) -> Time:
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _TIMES)), None)
    if match is None:
        raise Unreadable(f"no date: {mask(text)} (expected 26/11/2026, 26/11/2026 15:30 or 2026-11-26T15:30)")
    year, month, day = map(int, match.group("year", "month", "day"))
    hour, minute, second = (int(part or 0) for part in match.group("hour", "minute", "second"))
    try:
        time = dt.datetime(year, month, day, hour, minute, second, tzinfo=_zone(match["zone"]))
    except ValueError:
        if month > 12 >= day and match.re is not _TIMES[1]:
            raise MonthFirst(f"a date with the month in front: {mask(text)}") from None
        raise Unreadable(f"no such day or time: {mask(text)}") from None
    return _checked(time, match["hour"] is not None)


def _zone(zone: str | None) -> dt.timezone:
    if not zone:
        return _VIETNAM
    if zone == "Z":
        return dt.timezone.utc
    offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return dt.timezone(-offset if zone[0] == "-" else offset)


def _checked(time: dt.datetime, clock: bool) -> Time:
    if not _FIRST_YEAR <= time.year < _LAST_YEAR:
        raise Unreadable("a date of another century")
    return Time(time.astimezone(dt.timezone.utc), clock)
