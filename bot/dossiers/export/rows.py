"""A row of an export as a dossier. What is missing, impossible or unsure is refused with the reason, not filled in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from bot.catalogue.portal.codes import read_code
from bot.dossiers.calendar import LOCAL
from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import (
    Cell,
    MonthFirst,
    Unreadable,
    amount_of,
    lines_of,
    mask,
    paragraph_of,
    text_of,
)
from bot.dossiers.export.mapping import Head, plain, word_of
from bot.dossiers.export.statuses import read_status
from bot.dossiers.export.times import closing, time_of
from bot.dossiers.phone import normal_phone
from bot.dossiers.status import Status
from bot.language.codes import find_dossier_codes

Value = TypeVar("Value")
LONGEST_CODE, LONGEST_PROCEDURE = 40, 80
# Clocks of two systems differ a little; what lies further ahead would beat all true news for ever.
AHEAD = dt.timedelta(hours=1)
_USUAL = re.compile(r"H\d{2}(?:\.\d{2}){0,3}-(\d{2})(\d{2})(\d{2})-\d{4}")
_DAY = re.compile(r"-(?:20)?(\d{2})(\d{2})(\d{2})-\d+$")
_TOTAL = re.compile(r"(?:tong|cong|tong cong|tong so|tong so ho so)(?: \d+)*")


class Totals(Unreadable):
    """A row that sums up others: no dossier is missing without it."""


class RowReader:
    """Reads the rows below one head. ``procedures``: id and short name of curated procedures by national code.

    ``exported_at`` is the time of a row that does not say when it changed (None: such a row is refused); ``now`` the
    limit of all times. ``unread_phones``, ``unread_amounts``: in how many rows that were taken there was one, with
    digits, that could not be read.
    """

    def __init__(
        self, head: Head, procedures: Mapping[str, tuple[str, str]], exported_at: dt.datetime | None, now: dt.datetime
    ) -> None:
        self._head = head
        self._procedures = procedures
        self._exported_at = exported_at
        self._latest = now + AHEAD
        self.unread_phones = 0
        self.unread_amounts = 0

    def read(self, row: Sequence[Cell]) -> Dossier | None:
        """None for an empty row. Raises Unreadable, or MonthFirst, with the reason."""
        if not any(cell is not None and cell != "" for cell in row):
            return None
        self._check_width(row)
        cells = {field: row[place] for field, place in self._head.columns.items() if place < len(row)}
        return self._dossier(cells, row)

    def _check_width(self, row: Sequence[Cell]) -> None:
        if any(cell is not None and cell != "" for cell in row[self._head.width :]):
            raise Unreadable(f"more cells than the head has ({self._head.width}): is a separator within a text?")

    def _dossier(self, cells: Mapping[str, Cell], row: Sequence[Cell]) -> Dossier:
        code, mapping = self._code(cells, row), self._head.mapping
        name = self._name_of_applicant(cells)
        status = self._field("status", cells, lambda cell: read_status(cell, self._head.mapping.statuses))
        procedure, procedure_name = self._procedure(cells)
        accepted = self._time("accepted_at", cells)
        submitted = self._time("submitted_at", cells) or self._received(code, accepted)
        # Of what is still worked on, such a time can only be planned, or of a step.
        ended = status.is_closed or status is Status.COMPLETED
        finished, returned = (self._time(field, cells) if ended else None for field in ("finished_at", "returned_at"))
        due = self._field("due_at", cells, time_of)
        new_due = self._field("new_due_at", cells, time_of)
        supply_by = self._field("supply_by", cells, time_of)
        updated = self._time("updated_at", cells) or self._exported_at
        if updated is None:
            raise self._fault("updated_at", "empty")
        _check_order(accepted or submitted, due.at if due else None, finished or returned)
        return Dossier(
            code=code,
            procedure_id=procedure,
            procedure_name=procedure_name,
            applicant_name=name,
            look_up_code=self._text("look_up_code", cells).upper(),
            status=status,
            agency=self._text("agency", cells),
            handler=self._text("handler", cells),
            submitted_at=submitted,
            accepted_at=accepted,
            due_at=closing(due) if due else None,
            finished_at=finished,
            returned_at=returned,
            missing=self._field("missing", cells, lines_of),
            supply_by=supply_by.at.astimezone(LOCAL).date() if supply_by else None,
            reason=self._field("reason", cells, paragraph_of) or None,
            result_place=self._text("result_place", cells),
            updated_at=updated,
            channel=self._told("channel", cells, mapping.channels),
            electronic=self._told("electronic", cells, mapping.electronic),
            payment=self._told("payment", cells, mapping.payments),
            delivery=self._told("delivery", cells, mapping.deliveries),
            new_due_at=closing(new_due) if new_due else None,
            # Last, since they count: nothing after them refuses the row.
            phone=self._phone(self._text("phone", cells)),
            amount_due=self._amount(cells),
        )

    def _code(self, cells: Mapping[str, Cell], row: Sequence[Cell]) -> str:
        text = self._field("code", cells, text_of)
        code = dossier_code(text)
        if code:
            return code
        if _is_total(text) or (not text and not self._has_status(cells) and any(map(_is_total, row))):
            raise Totals("a row of totals, no dossier")
        raise self._fault("code", f"no code of a dossier: {mask(text)}" if text else "empty")

    def _has_status(self, cells: Mapping[str, Cell]) -> bool:
        """Then it is a dossier, though somebody in it may be called Công."""
        return word_of(str(cells.get("status"))) in self._head.mapping.statuses

    def _received(self, code: str, accepted: dt.datetime | None) -> dt.datetime:
        """The day of receipt that stands in the code, without a time of day; in no case after the acceptance."""
        times = [time for time in (_day_of(code), accepted) if time]
        if not times:
            raise self._fault("submitted_at", "empty, and neither the acceptance nor the code tells a day")
        if min(times) > self._latest:
            raise self._fault("code", "its day is in the future")
        return min(times)

    def _procedure(self, cells: Mapping[str, Cell]) -> tuple[str, str]:
        """Id (the national code where no curated record has it) and name."""
        cell, printed = cells.get("procedure_code"), self._text("procedure_code", cells)
        national = (isinstance(cell, float) and _national_code(cell)) or _national_code(printed) or printed
        known = self._procedures.get(national)
        name = self._text("procedure_name", cells) or (known[1] if known else "")
        if not name:
            raise self._fault("procedure_name", "empty, and no curated record has the code of the procedure")
        return known[0] if known else national[:LONGEST_PROCEDURE], name

    def _time(self, field: str, cells: Mapping[str, Cell]) -> dt.datetime | None:
        time = self._field(field, cells, time_of)
        if time and time.at > self._latest:
            raise self._fault(field, "in the future")
        return time.at if time else None

    def _name_of_applicant(self, cells: Mapping[str, Cell]) -> str:
        name = self._text("applicant_name", cells)
        if not name:
            raise self._fault("applicant_name", "empty")
        if "?" in name:
            raise self._fault("applicant_name", "letters are lost: export it again as UTF-8")
        return name

    def _phone(self, text: str) -> str:
        phone = normal_phone(text)
        self.unread_phones += not phone and re.search("[1-9]", text) is not None
        return phone

    def _amount(self, cells: Mapping[str, Cell]) -> int | None:
        """Without it people are told where it stands: no reason to leave a dossier out."""
        try:
            return amount_of(cells.get("amount_due"))
        except Unreadable:
            self.unread_amounts += 1
            return None

    def _text(self, field: str, cells: Mapping[str, Cell]) -> str:
        return self._field(field, cells, text_of) or self._head.mapping.defaults.get(field, "")

    def _told(self, field: str, cells: Mapping[str, Cell], words: Mapping[str, Value]) -> Value | None:
        """A word that the mapping does not know tells nothing, and is no reason to leave the dossier out."""
        return words.get(word_of(self._field(field, cells, text_of))) if field in cells else None

    def _field(self, field: str, cells: Mapping[str, Cell], read: Callable[[Cell], Value]) -> Value:
        try:
            return read(cells.get(field))
        except MonthFirst as error:
            raise MonthFirst(f"{self._name(field)}: {error}") from None
        except Unreadable as error:
            raise self._fault(field, str(error)) from None

    def _fault(self, field: str, reason: str) -> Unreadable:
        return Unreadable(f"{self._name(field)}: {reason}")

    def _name(self, field: str) -> str:
        return self._head.mapping.names.get(field, field)


def dossier_code(text: str) -> str | None:
    """The code in the form in which it is looked up, if the whole text is one."""
    usual = _USUAL.fullmatch(text)
    if usual and _is_day(*usual.groups()):
        return text
    found = find_dossier_codes(text)
    whole = len(found) == 1 and (found[0].start, found[0].end, found[0].problem) == (0, len(text), None)
    return found[0].code if whole and len(found[0].code) <= LONGEST_CODE else None


@lru_cache(maxsize=8192)
def _is_day(year: str, month: str, day: str) -> bool:
    try:
        dt.date(2000 + int(year), int(month), int(day))
    except ValueError:
        return False
    return year != "00"


@lru_cache(maxsize=8192)
def _day_of(code: str) -> dt.datetime | None:
    found = _DAY.search(code)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return dt.datetime(2000 + year, month, day, tzinfo=LOCAL).astimezone(dt.timezone.utc)


@lru_cache(maxsize=8192)
def _national_code(printed: str | float) -> str:
    code = read_code(printed) if printed else None
    return code.text if code else ""


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and _TOTAL.fullmatch(plain(cell)) is not None


def _check_order(received: dt.datetime, due: dt.datetime | None, ended: dt.datetime | None) -> None:
    day = received.astimezone(LOCAL).date()
    for time, what in ((due, "was due"), (ended, "ended")):
        if time and time.astimezone(LOCAL).date() < day:
            raise Unreadable(f"it {what} before it was accepted")
