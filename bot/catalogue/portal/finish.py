"""What is flagged of any imported record, whatever its source."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bot.catalogue.portal.abolished import names_district, names_household_book
from bot.catalogue.portal.codes import Code
from bot.catalogue.portal.imported import Flag, Imported, Shape
from bot.catalogue.portal.names import LONGEST, base_name
from bot.catalogue.portal.times import flags_of

_ORDER = {flag: place for place, flag in enumerate(Flag)}


class Unreadable(ValueError):
    """A record or row that cannot be taken; the message says why."""


class ProvinceNeeded(ValueError):
    """A file that is a province's own, and nobody said which one's; the message names the code that tells."""


def with_flags(record: Imported, code: Code, flags: Iterable[Flag]) -> Imported:
    """The record with the flags of its reading, those that only the whole record tells added."""
    found = {*flags, *_of_name(record, code)}
    if record.shape is Shape.DETAIL:
        found |= flags_of(record.rows)
        found |= set() if record.papers else {Flag.DOCUMENTS_UNKNOWN}
    texts = [record.name, record.agency, record.address, *record.steps, *record.conditions, *record.results]
    texts += [*(paper.name for paper in record.papers), *record.notes, *(row.note for row in record.rows)]
    found |= {Flag.DISTRICT} if any(map(names_district, texts)) else set()
    found |= {Flag.HOUSEHOLD_BOOK} if any(map(names_household_book, texts)) else set()
    return msgspec.structs.replace(record, flags=tuple(sorted(found, key=_ORDER.__getitem__)))


def _of_name(record: Imported, code: Code) -> set[Flag]:
    rules = [
        (code.mended, Flag.CODE_MENDED),
        (not code.national, Flag.CODE_LOCAL),
        (len(base_name(record.name)) > LONGEST, Flag.NAME_LONG),
        (not record.agency, Flag.AGENCY_UNKNOWN),
        (not record.levels, Flag.LEVEL_UNKNOWN),
    ]
    return {flag for holds, flag in rules if holds}
