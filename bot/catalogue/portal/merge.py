"""The records that hold now, of all sources, as procedures: one a code, each called by a name of its own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from bot.catalogue.portal.convert import procedure_id, to_procedure
from bot.catalogue.portal.imported import Imported, Shape
from bot.catalogue.portal.names import base_name
from bot.catalogue.portal.plain import cut, fold
from bot.catalogue.portal.provinces import province_name
from bot.catalogue.portal.twins import told_apart
from bot.catalogue.record import Level, Procedure, Sibling
from bot.texts import say, texts

MOST_SIBLINGS = 5
LONGEST_AGENCY = 50
_ALIKE = 0.4


class Seen(NamedTuple):
    """A record and the day, in Vietnam, of the last import that had it."""

    record: Imported
    day: dt.date


def procedures(seen: Iterable[Seen], curated: Iterable[Procedure]) -> list[Procedure]:
    """What citizens are answered about beside the curated records, which win over an import of their code."""
    taken = curated_codes(curated)
    by_id: dict[str, list[Seen]] = defaultdict(list)
    for item in seen:
        if item.record.code not in taken:
            by_id[procedure_id(item.record)].append(item)
    merged = {key: _merged(items) for key, items in by_id.items()}
    records = {key: item.record for key, item in merged.items()}
    names = told_apart({key: r.name for key, r in records.items()}, {key: _marks(r) for key, r in records.items()})
    found = {key: to_procedure(item.record, names.short[key], item.day) for key, item in merged.items()}
    return list(_with_siblings(found, names.twins).values())


def curated_codes(curated: Iterable[Procedure]) -> frozenset[str]:
    """National codes that curated records answer for."""
    return frozenset(code for record in curated for code in (record.code, *record.other_codes) if code)


def _merged(items: Sequence[Seen]) -> Seen:
    """One record of several sources: details before lists, a province's own before the country's. A list lends what
    details do not print: how far it goes online, a level, the agency."""
    first, *others = sorted(items, key=_rank)
    record = first.record
    for other in (item.record for item in others):
        if record.shape is Shape.DETAIL and other.shape is Shape.LIST and not other.scope and not _alike(record, other):
            # The body is another procedure's: the list's name is all that can be believed.
            return Seen(other, first.day)
        record = msgspec.structs.replace(
            record,
            online=record.online or other.online,
            levels=record.levels or other.levels,
            agency=record.agency or other.agency,
            scope=record.scope if record.scope == other.scope else "",
        )
    return Seen(record, first.day)


def _rank(item: Seen) -> tuple[bool, bool, str]:
    return item.record.shape is Shape.LIST, not item.record.scope, item.record.scope


def _alike(record: Imported, listed: Imported) -> bool:
    """Whether a body can be that of the listed procedure, by the words of both names."""
    if record.name == listed.name:
        return True
    mine, theirs = (set(fold(base_name(name)).split()) for name in (record.name, listed.name))
    return len(mine & theirs) >= _ALIKE * min(len(mine), len(theirs))


def _marks(record: Imported) -> list[str]:
    """What tells a procedure from one of the same name: level, province, agency, code."""
    levels = ", ".join(
        texts("imported")["levels"][level.value] for level in record.levels if level is not Level.UNKNOWN
    )
    province = say("imported", "in_province", province=province_name(record.scope)) if record.scope else ""
    return [levels, province, cut(record.agency, LONGEST_AGENCY), say("imported", "by_code", code=record.code)]


def _with_siblings(found: dict[str, Procedure], all_twins: Iterable[Sequence[str]]) -> dict[str, Procedure]:
    """Twins know each other, for "không phải cái đó"."""
    for twins in all_twins:
        for key in twins:
            others = [other for other in twins if other != key][:MOST_SIBLINGS]
            siblings = tuple(Sibling(id=other, difference=_difference(found[other])) for other in others)
            found[key] = msgspec.structs.replace(found[key], siblings=siblings)
    return found


def _difference(other: Procedure) -> str:
    return say("imported", "difference", name=other.short_name)
