"""An imported record as a procedure that is answered like any other; what its source leaves open is said to be open."""

from __future__ import annotations

import datetime as dt

import msgspec

from bot.catalogue.fields import field_of
from bot.catalogue.portal.codes import NATIONAL, slug
from bot.catalogue.portal.facts import fees, times
from bot.catalogue.portal.imported import Imported, Shape
from bot.catalogue.portal.papers_of import documents
from bot.catalogue.portal.plain import cut
from bot.catalogue.portal.wording import legal_basis, online, shorten, source_name, summary, where
from bot.catalogue.record import Facet, Level, Origin, Procedure, Source
from bot.texts import say

LONGEST_AGENCY = 90
LONGEST_NOTE = 160
MOST_NOTES = 2
MOST_STEPS = 7
MOST_CONDITIONS = 6
MOST_RESULTS = 5
MOST_LAWS = 8


def procedure_id(record: Imported) -> str:
    """What buttons carry: "p-1-000110" for a national code, "p-20-dbxh-01" for a province's own."""
    scope = "" if NATIONAL.match(record.code) else record.scope
    return "-".join(filter(None, ("p", scope, slug(record.code))))


def to_procedure(record: Imported, short_name: str, seen: dt.date) -> Procedure:
    """``seen``: the day, in Vietnam, of the last import that had this record."""
    levels = record.levels or (Level.UNKNOWN,)
    papers = documents(record)
    steps = shorten(record, record.steps, MOST_STEPS)
    conditions = shorten(record, record.conditions, MOST_CONDITIONS)
    results = shorten(record, record.results, MOST_RESULTS)
    whole = {
        Facet.DOCUMENTS: papers.whole,
        Facet.STEPS: steps.whole,
        Facet.CONDITIONS: conditions.whole,
        Facet.RESULT: results.whole,
        Facet.LEGAL: len(record.legal_basis) <= MOST_LAWS,
    }
    procedure = Procedure(
        id=procedure_id(record),
        code=record.code if NATIONAL.match(record.code) else None,
        official_name=record.name,
        short_name=short_name,
        aliases=(),
        level=levels[0],
        other_levels=levels[1:],
        field=field_of(record.field),
        agency=cut(record.agency, LONGEST_AGENCY) or say("imported", "agency_unknown"),
        where=where(record),
        summary=summary(record),
        documents=papers.documents,
        cases=papers.cases,
        fees=fees(record.rows, seen),
        times=times(record),
        channels=tuple(dict.fromkeys(row.channel for row in record.rows)),
        online=online(record),
        steps=steps.lines,
        forms=papers.forms,
        result=results.lines,
        conditions=conditions.lines,
        legal_basis=legal_basis(record.legal_basis[:MOST_LAWS]),
        notes=tuple(cut(note, LONGEST_NOTE) for note in record.notes[:MOST_NOTES]),
        source=_source(record, seen),
        verified=seen,
        origin=Origin.LIST if record.shape is Shape.LIST else Origin.PORTAL,
        province=record.scope or None,
        shortened=tuple(facet for facet, holds in whole.items() if not holds),
    )
    return msgspec.structs.replace(procedure, unknown=_unknown(procedure, record))


def _source(record: Imported, seen: dt.date) -> Source:
    decision = record.decision or None
    return Source(name=source_name(record), url=record.url or None, date=record.updated or seen, decision=decision)


def _unknown(procedure: Procedure, record: Imported) -> tuple[Facet, ...]:
    """The facets about which the source says nothing at all; that there is no form or condition, only a detail says."""
    detailed = record.shape is Shape.DETAIL
    said = {
        Facet.DOCUMENTS: procedure.documents,
        Facet.FEE: procedure.fees,
        Facet.TIME: procedure.times,
        Facet.PLACE: procedure.where,
        Facet.STEPS: procedure.steps,
        Facet.ONLINE: record.rows or record.online,
        Facet.CONDITIONS: detailed,
        Facet.FORM: detailed,
        Facet.RESULT: procedure.result,
        Facet.LEGAL: procedure.legal_basis,
    }
    return tuple(facet for facet, told in said.items() if not told)
