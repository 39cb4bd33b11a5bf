"""Detail records of the portal's undocumented API, as `{"code": "OK", "data": {…}}` or the inner object alone."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import msgspec

from bot.catalogue.portal.api_shapes import ApiFee, ApiRecord, Case, Method, Named
from bot.catalogue.portal.codes import read_code
from bot.catalogue.portal.fees import FREE, read_fee, settle
from bot.catalogue.portal.finish import Unreadable, with_flags
from bot.catalogue.portal.imported import Flag, Imported, Law, Paper, PrintedTime, Row, Shape
from bot.catalogue.portal.papers import heading, is_note
from bot.catalogue.portal.parts import read_decision, read_lines
from bot.catalogue.portal.plain import entrance, says_nothing, tidy, unique
from bot.catalogue.portal.times import with_unit
from bot.catalogue.record import Channel, Level, TimeUnit

_CHANNELS = {"ONLINE": Channel.ONLINE, "DIRECT": Channel.COUNTER, "POSTAL": Channel.POST}
_UNITS = {
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "DAY": TimeUnit.DAY,
    "HOUR": TimeUnit.HOUR,
    "MONTH": TimeUnit.MONTH,
}
_TAG = re.compile(r"<br\s*/?>|</(?:p|li|div)>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{1,200}>")
_PAGE = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh{kind}/{id}"
_ID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def is_api(data: object) -> bool:
    """Whether this looks like a record of the API, wrapped or not."""
    inner = data.get("data", data) if isinstance(data, dict) else data
    return isinstance(inner, dict) and "executionMethods" in inner


def read_api(data: object, scope: str = "") -> Imported:
    """One record. Raises Unreadable for a missing or misshaped field or a code that is none."""
    inner = data["data"] if isinstance(data, dict) and isinstance(data.get("data"), dict) else data
    try:
        record = msgspec.convert(inner, ApiRecord)
    except msgspec.ValidationError as error:
        raise Unreadable(f"{error}") from error
    code = read_code(record.code)
    name = tidy(plain(record.name))
    if code is None or not name:
        raise Unreadable(f"no usable code or name: {record.code!r}, {name[:40]!r}")
    levels = _levels(record)
    decision, flags = read_decision(plain(record.decision_no))
    printed, row_flags = _rows(record)
    rows, settled = settle(printed, levels)
    papers, notes = _papers(record)
    imported = Imported(
        shape=Shape.DETAIL,
        code=code.text,
        scope=scope,
        name=name,
        levels=levels,
        agency=", ".join(_names(record.departments_executing)),
        field=", ".join(_names(record.categories_details)),
        subjects=_names(record.subject_types_details),
        rows=rows,
        papers=papers,
        notes=notes,
        steps=tuple(filter(None, map(_step, record.execution_steps or ()))),
        conditions=read_lines(plain(record.requirements_and_conditions)),
        results=_names(record.results_details),
        legal_basis=_laws(record),
        decision=decision,
        url=_page(record),
        updated=_day(record.updated_at),
    )
    return with_flags(imported, code, flags | row_flags | settled)


def plain(text: str | None) -> str:
    """A text field without markup."""
    lines = _ANY_TAG.sub("", _TAG.sub("\n", text or ""))
    return entrance(html.unescape(lines)).strip()


def _names(items: Sequence[Named | str] | None) -> tuple[str, ...]:
    texts = [item if isinstance(item, str) else item.name for item in items or ()]
    return tuple(unique([tidy(plain(text)) for text in texts if text]))


def _levels(record: ApiRecord) -> tuple[Level, ...]:
    told = [
        (record.is_ministry, Level.MINISTRY),
        (record.is_province, Level.PROVINCE),
        (record.is_ward, Level.COMMUNE),
        (record.is_other_agency, Level.OTHER),
    ]
    return tuple(level for holds, level in told if holds)


def _rows(record: ApiRecord) -> tuple[list[Row], set[Flag]]:
    steps = " ".join(plain(step.description) for step in record.execution_steps or ())
    rows: list[Row] = []
    flags: set[Flag | None] = set()
    for method in record.execution_methods or ():
        for fee in method.fees or [ApiFee()]:
            row, found = _row(method, fee, steps)
            rows.append(row)
            flags |= found
    return rows, {flag for flag in flags if flag}


def _row(method: Method, fee: ApiFee, steps: str) -> tuple[Row, set[Flag | None]]:
    note = tidy(plain(method.description))
    printed = PrintedTime(amount=method.processing_time, unit=_UNITS.get(method.processing_time_unit or ""))
    time, time_flag = with_unit(printed, note, steps)
    headline = "" if fee.value is None else f"{fee.value:.0f}" if fee.value else FREE
    currency = "USD" if "USD" in (fee.currency_name or "").upper() else "VND"
    read, fee_flag = read_fee(headline, plain(fee.description), currency)
    return Row(
        channel=_CHANNELS[method.submission_method], time=time, fee=read, note="" if says_nothing(note) else note
    ), {time_flag, fee_flag}


def _papers(record: ApiRecord) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    papers: list[Paper] = []
    notes: list[str] = []
    for case in record.execution_cases or ():
        for paper in _papers_of(case):
            if is_note(paper.group, paper.name, paper.originals, paper.copies or 0):
                notes.append(paper.name)
            else:
                papers.append(paper)
    return tuple(papers), tuple(notes)


def _papers_of(case: Case) -> Iterator[Paper]:
    group = heading(plain(case.name))
    for part in case.profile_components or ():
        if name := tidy(plain(part.name)):
            counts = {"originals": part.original_qty or 0, "copies": part.copy_qty or 0}
            yield Paper(name=name, form=bool(part.attachments), group=group, **counts)


def _step(step: Named) -> str:
    name, text = tidy(plain(step.name)), tidy(plain(step.description))
    bare = re.fullmatch(r"Bước \d+", name)
    return text if not name or bare else f"{name}: {text}" if text else name


def _laws(record: ApiRecord) -> tuple[Law, ...]:
    laws = [Law(number=tidy(law.code or ""), name=tidy(plain(law.name))) for law in record.legal_basises_details or ()]
    return tuple({law.number: law for law in laws if law.number}.values())


def _page(record: ApiRecord) -> str:
    kind = "-lien-thong" if record.formality_type == "INTERCONNECTED" else ""
    return _PAGE.format(kind=kind, id=record.id) if _ID.match(record.id or "") else ""


def _day(updated: str | int | None) -> dt.date | None:
    """The day in Vietnam on which the portal changed the record."""
    try:
        if isinstance(updated, int):
            return dt.datetime.fromtimestamp(updated / 1000, VIETNAM).date()
        moment = dt.datetime.fromisoformat((updated or "").replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return moment.astimezone(VIETNAM).date() if moment.tzinfo else moment.date()
