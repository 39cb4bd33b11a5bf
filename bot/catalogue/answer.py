"""An answer about a procedure: what was asked, named with its code, with source and date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from bot.catalogue.lines import OVERVIEW_PARTS, day, heading, lines_for, papers
from bot.catalogue.record import Case, Facet, Origin, Procedure
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.language.text import fold
from bot.texts import say, texts

MOST_BUTTONS = 4
# Characters of the papers that one case adds to an overview, which is about more than papers.
MOST_OF_CASE = 100
_NOT_WORDS = re.compile(r"[^\w\s]+")


def answer(
    record: Procedure, facets: Sequence[Facet], today: dt.date, case: str | None = None, first: Sequence[str] = ()
) -> Reply:
    """The reply about ``facets`` (none: the overview, with the bare papers). ``case`` narrows the papers; unknown, it
    is asked at the end. ``first``: lines that answer the question itself, before all else."""
    asked = in_order(facets)
    chosen = find_case(record, case)
    notes = _notes(record) if Facet.DOCUMENTS in asked else []
    told = facts(record, asked, today, chosen)
    if Facet.OVERVIEW in asked and not {Facet.DOCUMENTS} & {*asked, *record.unknown}:
        told = _with_papers(told, record, chosen)
    parts = [*first, title(record), *told, *notes, source_line(record)]
    question, buttons = _next(record, asked, chosen)
    custom = Custom(Kind.ANSWER, codes([record]), tuple(facet.value for facet in asked))
    return Reply("\n".join([*parts, *question]), custom, buttons)


def _with_papers(overview: list[str], record: Procedure, case: Case | None) -> list[str]:
    """Behind the summary, before what it costs and how long it takes."""
    behind = overview.index(record.summary) + 1
    return [*overview[:behind], *papers(record, case.id if case else None), *overview[behind:]]


def in_order(facets: Sequence[Facet]) -> list[Facet]:
    """As answers tell them, the overview first; none asked is the overview."""
    first = [Facet.OVERVIEW] if Facet.OVERVIEW in facets or not facets else []
    return [*first, *(facet for facet in Facet if facet in facets and facet is not Facet.OVERVIEW)]


def facts(record: Procedure, asked: Sequence[Facet], today: dt.date, case: Case | None) -> list[str]:
    """The lines of what was asked, and whether the procedure holds today."""
    known = [say("answers", "case_known", label=case.label)] if case else []
    told = [facet for facet in asked if Facet.OVERVIEW not in asked or facet not in OVERVIEW_PARTS]
    # The overview tells the money that one gets; the result does not tell it again.
    rest = msgspec.structs.replace(record, benefits=()) if Facet.OVERVIEW in told else record
    shown = [(facet, record if facet is Facet.OVERVIEW else rest) for facet in told]
    lines = [line for facet, told_of in shown for line in lines_for(facet, told_of, today, case.id if case else None)]
    return [*known, *lines, *_in_force(record, today)]


def title(record: Procedure) -> str:
    """Short name and national code; a code that no source confirms is not given out as one."""
    if record.public_code:
        return say("answers", "title", name=record.short_name, code=record.public_code)
    return say("answers", "title_without_code", name=record.short_name)


def codes(records: Sequence[Procedure]) -> tuple[str, ...]:
    """Identifiers for programs, unconfirmed ones included: people are shown ``public_code`` only."""
    return tuple(record.code or record.id for record in records)


def payload(record: Procedure, facets: Sequence[Facet] = (), case: str | None = None) -> str:
    """What a button about this procedure sends (see ``bot.language.patterns.Pick``)."""
    asked = ":" + ",".join(facet.value for facet in facets) if facets else ""
    return f"#{record.id}{asked}{'@' + case if case else ''}"


def find_case(record: Procedure, case: str | None) -> Case | None:
    options = record.cases.options if record.cases else ()
    return next((option for option in options if option.id == case), None)


def case_in(record: Procedure, text: str) -> str | None:
    """The case that the citizen's own words tell, where they tell exactly one."""
    folded = f" {' '.join(_NOT_WORDS.sub(' ', fold(text)).split())} "
    options = record.cases.options if record.cases else ()
    told = [option.id for option in options if any(f" {fold(word)} " in folded for word in option.words)]
    return told[0] if len(told) == 1 else None


def _next(record: Procedure, asked: Sequence[Facet], case: Case | None) -> tuple[list[str], tuple[Button, ...]]:
    """What one tap can ask next: the case where it decides the papers, else other facets."""
    if {Facet.DOCUMENTS, Facet.OVERVIEW} & {*asked} and record.cases and case is None:
        options = record.cases.options
        short = Facet.DOCUMENTS not in asked
        lines = [_case_line(record, i, option, short) for i, option in enumerate(options, 1)]
        buttons = [Button(option.label, payload(record, [Facet.DOCUMENTS], option.id)) for option in options]
        return [record.cases.question, *lines], tuple(buttons)
    labels = texts("answers")["facet_buttons"]
    shown = (*asked, *record.unknown, *(OVERVIEW_PARTS if Facet.OVERVIEW in asked else ()))
    others = [facet for facet in Facet if facet.value in labels and facet not in shown]
    chosen = case.id if case else None
    return [], tuple(Button(labels[f.value], payload(record, [f], chosen)) for f in others[:MOST_BUTTONS])


def _case_line(record: Procedure, number: int, case: Case, short: bool) -> str:
    """A case with the papers that only it needs, so that the first answer is whole already; ``short``: if few."""
    names = "; ".join(_lower(d.name) for d in record.documents if case.id in d.cases)
    if record.origin is not Origin.CURATED or (short and len(names) > MOST_OF_CASE):
        # Printed names of papers are sentences: they would bury the question.
        return say("answers", "choice", number=number, text=case.label)
    if not names:
        return say("answers", "choice_without_papers", number=number, text=case.label)
    return say("answers", "choice_with_papers", number=number, text=case.label, papers=names)


def _lower(name: str) -> str:
    """In the middle of a sentence, but an abbreviation stays as it is."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _notes(record: Procedure) -> list[str]:
    lines = [say("answers", "item", text=note) for note in record.notes]
    return [heading("notes"), *lines] if lines else []


def _in_force(record: Procedure, today: dt.date) -> list[str]:
    since, until = record.validity.since, record.validity.until
    lines = [say("answers", "not_yet", date=day(since))] if since and since > today else []
    lines += [say("answers", "ended", date=day(until))] if until and until < today else []
    return [*lines, record.validity.note] if record.validity.note else lines


def source_line(record: Procedure) -> str:
    source = record.source
    decision = say("answers", "source_decision", decision=source.decision) if source.decision else ""
    if record.origin is not Origin.CURATED:
        data = say("answers", "source_data", date=day(source.date)) if source.date != record.verified else ""
        imported = day(record.verified)
        return say("answers", "source_imported", name=source.name, decision=decision, data=data, imported=imported)
    dates = {"date": day(source.date), "verified": day(record.verified)}
    return say("answers", "source", name=source.name, decision=decision, **dates)
