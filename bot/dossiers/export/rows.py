"""A row of an export as a dossier. What is missing, impossible or unsure is refused with the reason, not filled in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.catalogue.portal.codes import read_code
from bot.dossiers.dossier import Dossier
from bot.dossiers.export.cells import Cell, Unreadable, amount_of, lines_of, mask, paragraph_of
from bot.dossiers.export.fields import Fields
from bot.dossiers.export.heads import Head
from bot.dossiers.export.mapping import plain, word_of
from bot.dossiers.export.row_times import times_of
from bot.dossiers.export.statuses import read_status
from bot.dossiers.phone import normal_phone
from bot.language.codes import find_dossier_codes

LONGEST_CODE, LONGEST_PROCEDURE = 40, 80
# Clocks of two systems differ a little; what lies further ahead would beat all true news for ever.
AHEAD = dt.timedelta(hours=1)
_USUAL = re.compile(r"H\d{2}(?:\.\d{2}){0,3}-(\d{2})(\d{2})(\d{2})-\d{4}")
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
        return self._dossier(Fields(self._head, row, self._latest), row)

    def _check_width(self, row: Sequence[Cell]) -> None:
        if any(cell is not None and cell != "" for cell in row[self._head.width :]):
            raise Unreadable(f"more cells than the head has ({self._head.width}): is a separator within a text?")

    def _dossier(self, fields: Fields, row: Sequence[Cell]) -> Dossier:
        code, mapping = _code(fields, row), fields.mapping
        name = _name_of_applicant(fields)
        status = fields.read("status", lambda cell: read_status(cell, mapping.statuses))
        procedure, procedure_name = self._procedure(fields)
        times = times_of(fields, code, status, self._exported_at)
        return Dossier(
            code=code,
            procedure_id=procedure,
            procedure_name=procedure_name,
            applicant_name=name,
            look_up_code=fields.text("look_up_code").upper(),
            status=status,
            agency=fields.text("agency"),
            handler=fields.text("handler"),
            submitted_at=times.submitted_at,
            accepted_at=times.accepted_at,
            due_at=times.due_at,
            finished_at=times.finished_at,
            returned_at=times.returned_at,
            missing=fields.read("missing", lines_of),
            supply_by=times.supply_by,
            reason=fields.read("reason", paragraph_of) or None,
            result_place=fields.text("result_place"),
            updated_at=times.updated_at,
            channel=fields.told("channel", mapping.channels),
            electronic=fields.told("electronic", mapping.electronic),
            payment=fields.told("payment", mapping.payments),
            delivery=fields.told("delivery", mapping.deliveries),
            new_due_at=times.new_due_at,
            # Last, since they count: nothing after them refuses the row.
            phone=self._phone(fields.text("phone")),
            amount_due=self._amount(fields.cell("amount_due")),
        )

    def _procedure(self, fields: Fields) -> tuple[str, str]:
        """Id (the national code where no curated record has it) and name."""
        cell, printed = fields.cell("procedure_code"), fields.text("procedure_code")
        national = (isinstance(cell, float) and _national_code(cell)) or _national_code(printed) or printed
        known = self._procedures.get(national)
        name = fields.text("procedure_name") or (known[1] if known else "")
        if not name:
            raise fields.fault("procedure_name", "empty, and no curated record has the code of the procedure")
        return known[0] if known else national[:LONGEST_PROCEDURE], name

    def _phone(self, text: str) -> str:
        phone = normal_phone(text)
        self.unread_phones += not phone and re.search("[1-9]", text) is not None
        return phone

    def _amount(self, cell: Cell) -> int | None:
        """Without it people are told where it stands: no reason to leave a dossier out."""
        try:
            return amount_of(cell)
        except Unreadable:
            self.unread_amounts += 1
            return None


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
def _national_code(printed: str | float) -> str:
    code = read_code(printed) if printed else None
    return code.text if code else ""


def _code(fields: Fields, row: Sequence[Cell]) -> str:
    text = fields.text("code")
    code = dossier_code(text)
    if code:
        return code
    if _is_total(text) or (not text and not _has_status(fields) and any(map(_is_total, row))):
        raise Totals("a row of totals, no dossier")
    raise fields.fault("code", f"no code of a dossier: {mask(text)}" if text else "empty")


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and _TOTAL.fullmatch(plain(cell)) is not None


def _has_status(fields: Fields) -> bool:
    """Then it is a dossier, though somebody in it may be called Công."""
    return word_of(str(fields.cell("status"))) in fields.mapping.statuses


def _name_of_applicant(fields: Fields) -> str:
    name = fields.text("applicant_name")
    if not name:
        raise fields.fault("applicant_name", "empty")
    if "?" in name:
        raise fields.fault("applicant_name", "letters are lost: export it again as UTF-8")
    return name
