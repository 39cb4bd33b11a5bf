"""A row of an export as a dossier. What is missing, impossible or unsure is refused with the reason, not filled in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from bot.catalogue.portal.codes import read_code
from bot.dossiers.calendar import LOCAL
from bot.dossiers.deadlines import OFFICE_CLOSES
from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import Cell, MonthFirst, Time, Unreadable, amount_of, lines_of, mask, text_of, time_of
from bot.dossiers.export.mapping import Head, plain
from bot.dossiers.phone import normal_phone
from bot.dossiers.status import Status
from bot.language.codes import find_dossier_codes

Value = TypeVar("Value")
LONGEST_CODE, LONGEST_PROCEDURE, LONGEST_NUMBER = 40, 80, 3
# Clocks of two systems differ a little; what lies further ahead would beat all true news for ever.
AHEAD = dt.timedelta(hours=1)
_TIMES = ("submitted_at", "accepted_at", "finished_at", "returned_at", "updated_at")
_USUAL = re.compile(r"H\d{2}(?:\.\d{2}){0,3}-(\d{2})(\d{2})(\d{2})-\d{4}")
_TOTAL = re.compile(r"(?:tong|cong|tong cong|tong so|tong so ho so)(?: \d+)*")


class RowReader:
    """Reads the rows below one head. ``procedures``: id and short name of curated procedures by national code.

    ``exported_at`` is the time of a row that does not say when it changed (None: such a row is refused); ``now`` the
    limit of all times.
    """

    def __init__(
        self, head: Head, procedures: Mapping[str, tuple[str, str]], exported_at: dt.datetime | None, now: dt.datetime
    ) -> None:
        self._head = head
        self._procedures = procedures
        self._exported_at = exported_at
        self._latest = now + AHEAD

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
        code = self._code(cells.get("code"), row)
        name = self._needed("applicant_name", cells)
        status = self._status(cells.get("status"))
        procedure, procedure_name = self._procedure(cells)
        submitted, accepted, finished, returned, updated = (
            self._time(field, cells)
            for field in ("submitted_at", "accepted_at", "finished_at", "returned_at", "updated_at")
        )
        due = self._field("due_at", cells, time_of)
        supply_by = self._field("supply_by", cells, time_of)
        updated = updated or self._exported_at
        if updated is None:
            raise self._fault("updated_at", "empty")
        _check_order(accepted, finished or returned)
        return Dossier(
            code=code,
            procedure_id=procedure,
            procedure_name=procedure_name,
            applicant_name=name,
            phone=normal_phone(text_of(cells.get("phone"))),
            look_up_code=text_of(cells.get("look_up_code")).upper(),
            status=status,
            agency=self._text("agency", cells),
            handler=self._text("handler", cells),
            submitted_at=submitted or accepted or updated,
            accepted_at=accepted,
            due_at=_closing(due) if due else None,
            finished_at=finished,
            returned_at=returned,
            missing=self._field("missing", cells, lines_of),
            supply_by=supply_by.at.astimezone(LOCAL).date() if supply_by else None,
            amount_due=self._field("amount_due", cells, amount_of),
            reason=self._text("reason", cells) or None,
            result_place=self._text("result_place", cells),
            updated_at=updated,
            channel=self._counted("channel", cells, self._head.mapping.channels),
            electronic=self._counted("electronic", cells, self._head.mapping.electronic),
        )

    def _code(self, cell: Cell, row: Sequence[Cell]) -> str:
        text = self._field("code", {"code": cell}, text_of)
        code = dossier_code(text)
        if code:
            return code
        if any(isinstance(cell, str) and _TOTAL.fullmatch(plain(cell)) for cell in row):
            raise Unreadable("a row of totals, no dossier")
        raise self._fault("code", f"no code of a dossier: {mask(text)}" if text else "empty")

    def _status(self, cell: Cell) -> Status:
        word = plain(text_of(cell))
        statuses = self._head.mapping.statuses
        # "4 - Đang xử lý": the number decides.
        status = statuses.get(word) or statuses.get(word.split(" ")[0] if word[:1].isdigit() else "")
        if status is None:
            # A number says nothing of a person, and whoever extends the mapping wants to see it.
            shown = word if word.isdigit() and len(word) <= LONGEST_NUMBER else mask(word)
            raise self._fault("status", f"not in the mapping: {shown}" if word else "empty")
        return status

    def _procedure(self, cells: Mapping[str, Cell]) -> tuple[str, str]:
        """Id (the national code where no curated record has it) and name."""
        printed = text_of(cells.get("procedure_code"))
        national = _national_code(printed)
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

    def _needed(self, field: str, cells: Mapping[str, Cell]) -> str:
        text = self._text(field, cells)
        if not text:
            raise self._fault(field, "empty")
        return text

    def _text(self, field: str, cells: Mapping[str, Cell]) -> str:
        return self._field(field, cells, text_of) or self._head.mapping.defaults.get(field, "")

    def _counted(self, field: str, cells: Mapping[str, Cell], words: Mapping[str, Value]) -> Value | None:
        """What statistics alone ask: an unknown word is no reason to leave a dossier out."""
        return words.get(plain(self._field(field, cells, text_of))) if field in cells else None

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
def _national_code(printed: str) -> str:
    code = read_code(printed) if printed else None
    return code.text if code else printed


@lru_cache(maxsize=8192)
def _closing(due: Time) -> dt.datetime:
    """A due day lasts until offices close; at midnight it would be late when it begins."""
    if due.clock:
        return due.at
    return dt.datetime.combine(due.at.astimezone(LOCAL), OFFICE_CLOSES, LOCAL).astimezone(dt.timezone.utc)


def _check_order(accepted: dt.datetime | None, ended: dt.datetime | None) -> None:
    if accepted and ended and ended.astimezone(LOCAL).date() < accepted.astimezone(LOCAL).date():
        raise Unreadable("it ended before it was accepted")
