"""Sentences about an imported record: where, summary, steps and laws, shortened to what a screen holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.catalogue.portal.abolished import names_district, names_household_book
from bot.catalogue.portal.imported import Flag, Imported, Law, Shape
from bot.catalogue.portal.plain import cut
from bot.catalogue.portal.provinces import province_name
from bot.catalogue.record import Channel, LegalBasis, Online, OnlineLevel
from bot.texts import say, texts

LONGEST_LINE = 240
LONGEST_NAME = 300
_DATED = {Flag.DISTRICT, Flag.HOUSEHOLD_BOOK}


class Lines(NamedTuple):
    """``whole`` is False where lines were left out or cut."""

    lines: tuple[str, ...]
    whole: bool


def shorten(record: Imported, lines: Sequence[str], most: int) -> Lines:
    """The first lines, each at most a sentence or three, with a word about what is abolished."""
    kept = lines[:most]
    whole = len(lines) <= most and all(len(line) <= LONGEST_LINE for line in kept)
    return Lines(tuple(dated(record, cut(line, LONGEST_LINE)) for line in kept), whole)


def dated(record: Imported, text: str) -> str:
    """The text, with a warning where it names the district or the household book."""
    if not _DATED & {*record.flags}:
        return text
    if names_household_book(text):
        return say("imported", "noted", text=text, note=say("imported", "household_book"))
    return say("imported", "noted", text=text, note=say("imported", "district")) if names_district(text) else text


def source_name(record: Imported) -> str:
    if record.shape is Shape.DETAIL:
        return say("imported", "source_portal")
    owner = province_name(record.scope) if record.scope else say("imported", "owner_country")
    return say("imported", "source_list", owner=owner)


def summary(record: Imported) -> str:
    if record.shape is Shape.LIST:
        told = say("imported", "summary_list", source=source_name(record))
        return f"{told} {say('imported', 'district')}." if Flag.DISTRICT in record.flags else told
    full = say("imported", "summary", name=dated(record, cut(record.name, LONGEST_NAME)))
    if not record.subjects:
        return full
    subjects = say("imported", "subjects", subjects=cut(", ".join(record.subjects), LONGEST_LINE))
    return f"{full} {subjects}" if Flag.NAME_LONG in record.flags else subjects


def where(record: Imported) -> str:
    """Who decides, and the address where one is printed. Empty where the source names nobody."""
    if not (record.agency or record.address):
        return ""
    agency = dated(record, cut(record.agency, LONGEST_LINE)) if record.agency else say("imported", "agency_unknown")
    if record.address:
        return say("imported", "where_address", agency=agency, address=cut(record.address, LONGEST_LINE))
    return say("imported", "where", agency=agency)


def online(record: Imported) -> Online:
    """Online where a row says so; how far, only where a list says it."""
    if record.online:
        told = say("imported", "online_list")
        return Online(level=record.online, url=record.url or None, note=told)
    listed = any(row.channel is Channel.ONLINE for row in record.rows)
    return Online(level=OnlineLevel.LISTED if listed else OnlineLevel.NONE, url=record.url or None if listed else None)


def legal_basis(laws: Sequence[Law]) -> tuple[LegalBasis, ...]:
    return tuple(LegalBasis(number=law.number, name=_kind(law)) for law in laws)


def _kind(law: Law) -> str:
    """ "Nghị định"; of a law its own name, since people know laws by name."""
    kinds: dict[str, str] = texts("imported")["law_kinds"]
    mark = law.number.rsplit("/", 1)[-1]
    kind = next((name for mark_of, name in kinds.items() if mark_of in mark), say("imported", "law"))
    named = law.name.startswith(kind) and law.number not in law.name and mark.startswith("QH")
    return cut(law.name, LONGEST_LINE // 3) if named else kind
