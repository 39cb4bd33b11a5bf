"""Lines of an answer, one facet at a time: facts of the record, words of ``bot/texts/answers.yml``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.catalogue.brief import brief
from bot.catalogue.load import in_force
from bot.catalogue.record import (
    Benefit,
    Channel,
    Confidence,
    Document,
    Facet,
    Fee,
    OnlineLevel,
    Procedure,
    TimeLimit,
    TimeUnit,
)
from bot.texts import say, texts

Lines = list[str]
MOST_PAPERS = 10


def lines_for(facet: Facet, record: Procedure, today: dt.date, case: str | None) -> Lines:
    """Heading and items of one facet; never empty."""
    if facet is Facet.OVERVIEW:
        return _overview(record, today)
    if facet in record.unknown:
        return [heading(facet.value), *_items([say("answers", "not_in_source", where=_where_to_look(record))])]
    if facet is Facet.DOCUMENTS:
        lines = _documents(record, case)
    else:
        money_first = benefits(record) if facet is Facet.RESULT and record.benefits else []
        lines = [*money_first, heading(facet.value), *_items(_FACETS[facet](record, today))]
    more = [say("answers", "shortened", where=_where_to_look(record))] if facet in record.shortened else []
    return [*lines, *more]


def _where_to_look(record: Procedure) -> str:
    """The procedure's page where it has one, and whom to ask."""
    if record.source.url:
        return say("answers", "look_at_page", url=record.source.url, agency=record.agency)
    return say("answers", "look_up_code" if record.public_code else "ask_agency", agency=record.agency)


def heading(key: str) -> str:
    return str(texts("answers")["titles_of_parts"][key])


def _items(lines: Lines) -> Lines:
    return [say("answers", "item", text=line) for line in lines]


def doubtful(text: str, confidence: Confidence, note: str | None) -> str:
    """A fact with its note; an unsure one is never stated as certain."""
    if confidence is Confidence.UNSURE:
        if note:
            return say("answers", "unsure_note", text=text, note=_inner(note))
        return say("answers", "unsure", text=text)
    return say("answers", "note", text=text, note=note) if note else text


def _inner(note: str) -> str:
    return (note[0].lower() + note[1:] if note[1:2].islower() else note).rstrip(".")


def _documents(record: Procedure, case: str | None) -> Lines:
    wanted = [d for d in record.documents if not d.cases or case is None or case in d.cases]
    if case is None and record.cases:
        wanted = [d for d in wanted if not d.cases]
    submit = _items([paper_line(d, record) for d in wanted if not d.show])
    show = _items([paper_line(d, record) for d in wanted if d.show])
    lines = [heading("documents"), *submit] if submit else []
    lines += [heading("show"), *show] if show else []
    return lines or [say("answers", "documents_by_case" if record.cases else "no_documents")]


def paper_line(document: Document, record: Procedure) -> str:
    """A paper with its form, how many, when, and whether that is sure."""
    form = next((f.source for f in record.forms if f.id == document.form), None)
    name = say("answers", "form_line", name=document.name, source=form) if form else document.name
    count = _count(document)
    text = say("answers", "document", name=name, count=count) if count else name
    if document.when:
        text = say("answers", "document_when", text=text, when=document.when)
    return doubtful(text, document.confidence, document.note)


def _count(document: Document) -> str:
    originals = say("answers", "original", count=document.originals) if document.originals else ""
    copies = say("answers", "copy", count=document.copies) if document.copies else ""
    return say("answers", "both", originals=originals, copies=copies) if originals and copies else originals or copies


def _fees(record: Procedure, today: dt.date) -> Lines:
    known = fees_on(record, today)
    return [_fee(fee, today) for fee in known] or [say("answers", "fee_unknown", what=record.fees[0].what)]


def fees_on(record: Procedure, today: dt.date) -> list[Fee]:
    """Those that hold on that day or later."""
    return [fee for fee in record.fees if not fee.valid_to or fee.valid_to >= today]


def _fee(fee: Fee, today: dt.date) -> str:
    text = _amount(fee)
    if fee.valid_from and not in_force(fee.valid_from, fee.valid_to, today):
        text = say("answers", "fee_from", text=text, date=day(fee.valid_from))
    elif fee.valid_to:
        text = say("answers", "fee_until", text=text, date=day(fee.valid_to))
    if fee.basis:
        text = say("answers", "fee_basis", text=text, basis=fee.basis)
    return doubtful(text, fee.confidence, fee.note)


def _amount(fee: Fee) -> str:
    channel = str(texts("answers")["channels"][fee.channel.value]) if fee.channel else None
    condition = ", ".join(filter(None, (channel, fee.when)))
    what = say("answers", "fee_when", text=fee.what, when=condition) if condition else fee.what
    if fee.amount is None:
        return say("answers", "fee_province" if fee.set_by_province else "fee_unknown", what=what)
    if fee.amount == 0:
        return say("answers", "fee_free", what=what)
    unit = fee.unit or say("answers", "currency")
    return say("answers", "fee_amount", what=what, amount=money(fee.amount), unit=unit)


def money(amount: int) -> str:
    """8000 → "8.000", as Vietnamese prints it."""
    return f"{amount:,}".replace(",", ".")


def day(date: dt.date) -> str:
    return f"{date:%d/%m/%Y}"


def _times(record: Procedure, today: dt.date) -> Lines:
    lines = [_time(limit) for limit in record.times]
    same_day = any(t.amount is not None and t.unit is TimeUnit.SAME_DAY for t in record.times)
    counted = any(t.amount is not None and t.unit is not TimeUnit.SAME_DAY for t in record.times)
    late = [say("answers", "time_after_three")] if same_day else []
    return [*lines, *late, *([say("answers", "time_clock")] if counted else [])]


def _time(limit: TimeLimit) -> str:
    if limit.amount is None:
        return say("answers", "note", text=say("answers", "time_unknown"), note=limit.note)
    text = say("answers", f"time_{limit.unit.value}", amount=f"{limit.amount:g}")
    if limit.when:
        text = say("answers", "time_when", text=text, when=limit.when)
    return doubtful(text, limit.confidence, limit.note)


def _place(record: Procedure, today: dt.date) -> Lines:
    post = [say("answers", "post")] if Channel.POST in record.channels else []
    online = [say("answers", "online_url", url=record.online.url)] if record.online.url and _is_online(record) else []
    return [record.where, *online, *post]


def _is_online(record: Procedure) -> bool:
    return record.online.level not in (OnlineLevel.NONE, OnlineLevel.UNKNOWN)


def _online(record: Procedure, today: dt.date) -> Lines:
    lines = [say("answers", f"online_{record.online.level.value}")]
    lines += [record.online.note] if record.online.note else []
    lines += [say("answers", "online_url", url=record.online.url)] if record.online.url and _is_online(record) else []
    return lines


def _conditions(record: Procedure, today: dt.date) -> Lines:
    return list(record.conditions) or [say("answers", "no_conditions", agency=record.agency)]


def _forms(record: Procedure, today: dt.date) -> Lines:
    lines = [
        doubtful(say("answers", "form_line", name=f.name, source=f.source) if f.source else f.name, f.confidence, None)
        for f in record.forms
    ]
    where = [say("answers", "form_where")]
    return [*lines, *where] if lines else [say("answers", "no_forms", agency=record.agency)]


def _legal(record: Procedure, today: dt.date) -> Lines:
    lines = [say("answers", "legal_line", name=basis.name, number=basis.number) for basis in record.legal_basis]
    return lines or [say("answers", "no_legal")]


OVERVIEW_PARTS = (Facet.FEE, Facet.TIME, Facet.PLACE)


def _overview(record: Procedure, today: dt.date) -> Lines:
    lines = [
        line
        for facet in OVERVIEW_PARTS
        if facet not in record.unknown
        for line in lines_for(facet, record, today, None)
    ]
    missing = [heading(facet.value).rstrip(":").lower() for facet in OVERVIEW_PARTS if facet in record.unknown]
    if missing:
        lines.append(say("answers", "parts_unknown", parts=", ".join(missing), where=_where_to_look(record)))
    return [record.summary, *(benefits(record) if record.benefits else []), *lines]


def benefits(record: Procedure) -> Lines:
    """Heading and amounts of the money that one gets; never empty."""
    lines = [_benefit(benefit) for benefit in record.benefits]
    return [heading("benefits"), *_items(lines or [say("answers", "benefit_unknown", agency=record.agency)])]


def _benefit(benefit: Benefit) -> str:
    if benefit.amount is None:
        return say("answers", "note", text=say("answers", "fee_unknown", what=benefit.what), note=benefit.note)
    unit = benefit.unit or say("answers", "currency")
    text = say("answers", "fee_amount", what=benefit.what, amount=money(benefit.amount), unit=unit)
    text = say("answers", "benefit_since", text=text, date=day(benefit.since)) if benefit.since else text
    text = say("answers", "fee_basis", text=text, basis=benefit.basis) if benefit.basis else text
    return doubtful(text, benefit.confidence, benefit.note)


def papers(record: Procedure, case: str | None) -> Lines:
    """Bare names of the papers for an overview; of very many the first, and how many there are."""
    lines = _documents(brief(record), case)
    if len(lines) <= MOST_PAPERS:
        return lines
    return [*lines[:MOST_PAPERS], say("answers", "more_papers", count=len(lines) - MOST_PAPERS)]


_FACETS: dict[Facet, Callable[[Procedure, dt.date], Lines]] = {
    Facet.FEE: _fees,
    Facet.TIME: _times,
    Facet.PLACE: _place,
    Facet.STEPS: lambda record, today: list(record.steps),
    Facet.ONLINE: _online,
    Facet.CONDITIONS: _conditions,
    Facet.FORM: _forms,
    Facet.RESULT: lambda record, today: list(record.result),
    Facet.LEGAL: _legal,
}
