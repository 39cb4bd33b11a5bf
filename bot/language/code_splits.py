"""Where the digits after H or G divide into unit, levels, date and serial, when separators are wrong or missing.

Every reading that the digits allow is listed and the best is taken: first the one whose date and serial stand alone
as typed, then one with a date that exists.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

import msgspec

# What people and programs put between the parts: blanks (also zero-width), dots, dashes, slashes and other signs.
SEPARATOR = r"[\s.,:;_/\\|~+*\-\u00ad\u200b\u2060\ufeff]"

EARLIEST_YEAR, LATEST_YEAR = 2010, 2039  # electronic one-stop systems began around 2010
_SERIALS = {"H": (4, 5, 6), "G": (7, 6, 5, 4)}
_USUAL_SERIALS = {"H": (4,), "G": (7, 6)}
_DATE_CUTS = {6: ({2, 4}, {4}), 8: ({4, 6}, {2, 4, 6}, {4})}
_PHONE_OR_ID = re.compile(r"0[35789][0-9]{8}|0[0-9]{2}[0-3][0-9]{8}")


class Split(msgspec.Struct, frozen=True):
    """One reading. ``length``: how much of the run it covers, separators included. ``date`` is YYMMDD for H."""

    unit: str
    levels: tuple[str, ...]
    date: str
    serial: str
    length: int
    real: bool
    rank: tuple[int, ...]


class _Run(msgspec.Struct, frozen=True):
    """Digits without separators; ``cuts``: positions where a separator stood; ``ends``: digit count -> typed length."""

    kind: str
    digits: str
    cuts: frozenset[int]
    ends: dict[int, int]
    old_order: bool


def best_split(kind: str, run: str, old_order: bool) -> Split | None:
    """The likeliest reading of the digits after ``kind`` (H or G), or None when they are no code."""
    readings = list(_readings(_read_run(kind, run, old_order)))
    return max(readings, key=lambda split: split.rank, default=None)


def _read_run(kind: str, run: str, old_order: bool) -> _Run:
    """Stops before a phone number or a personal id that follows the code."""
    digits, ends = "", {}
    for token in re.finditer("[0-9]+", run):
        if digits and _PHONE_OR_ID.fullmatch(token[0]):
            break
        digits += token[0]
        ends[len(digits)] = token.end()
    return _Run(kind, digits, frozenset(ends), ends, old_order)


def _readings(run: _Run) -> Iterator[Split]:
    for end in run.ends:
        for serial in _SERIALS[run.kind]:
            for date in (6, 8):
                split = _reading(run, end, end - serial, end - serial - date)
                if split is not None:
                    yield split


def _reading(run: _Run, end: int, serial_at: int, date_at: int) -> Split | None:
    date = run.digits[date_at:serial_at] if date_at >= 2 else ""
    levels = _levels(run, date_at)
    if not date or levels is None or not _plausible(run, end, serial_at, date_at):
        return None
    real = _is_real(date)
    aligned = (date_at in run.cuts) + (serial_at in run.cuts)
    whole = not any(date_at < cut < serial_at for cut in run.cuts)
    exact = aligned == 2 and whole
    if not (real or exact or len(run.ends) == 1 or _meant_as_date(run, date, date_at, serial_at, end)):
        return None
    usual = len(date) == (6 if run.kind == "H" else 8)
    rank = (exact, real, aligned, whole, usual, end, end - serial_at)
    short = date[2:] if run.kind == "H" and len(date) == 8 else date
    return Split(run.digits[:2], levels, short, run.digits[serial_at:end], run.ends[end], real, rank)


def _plausible(run: _Run, end: int, serial_at: int, date_at: int) -> bool:
    """The serial is in one piece, and a date is cut only between its year, month and day."""
    date = run.digits[date_at:serial_at]
    if len(date) == 8 and not date.startswith("20"):
        return False
    usual = (*_USUAL_SERIALS[run.kind], 4) if run.old_order else _USUAL_SERIALS[run.kind]
    if serial_at not in run.cuts and end - serial_at not in usual:
        return False
    if not {date_at, serial_at} & run.cuts and ((run.old_order and date_at > 2) or date_at > 8):
        return False
    inner = {cut - date_at for cut in run.cuts if date_at < cut < serial_at}
    whole_serial = not any(serial_at < cut < end for cut in run.cuts)
    return whole_serial and (not inner or inner in _DATE_CUTS[len(date)])


def _meant_as_date(run: _Run, date: str, date_at: int, serial_at: int, end: int) -> bool:
    """Whether such a day, though there is none, stands where a date stands: it begins with a year, in a piece of its
    own or in one with the serial."""
    glued = not any(date_at < cut < end for cut in run.cuts)
    year = int(date[:4]) if len(date) == 8 else 2000 + int(date[:2])
    return EARLIEST_YEAR <= year <= LATEST_YEAR and date_at in run.cuts and (serial_at in run.cuts or glued)


def _levels(run: _Run, date_at: int) -> tuple[str, ...] | None:
    """Up to three levels below the unit, as typed; several in one piece are taken two digits each."""
    edges = sorted({2, date_at, *(cut for cut in run.cuts if 2 < cut < date_at)})
    levels: list[str] = []
    for left, right in itertools.pairwise(edges):
        piece = run.digits[left:right]
        if len(piece) == 1 or (len(piece) > 3 and len(piece) % 2):
            return None
        levels += [piece] if len(piece) <= 3 else [piece[at : at + 2] for at in range(0, len(piece), 2)]
    return tuple(levels) if len(levels) <= 3 and 1 not in run.cuts else None


def _is_real(date: str) -> bool:
    digits = date if len(date) == 8 else f"20{date}"
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return EARLIEST_YEAR <= day.year <= LATEST_YEAR
