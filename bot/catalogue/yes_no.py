"""Yes, no or not sure: the first line of an answer to a question that wants it, as far as the record knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.catalogue.lines import fees_on, paper_line
from bot.catalogue.record import Channel, Confidence, Document, Facet, OnlineLevel, Procedure, TimeUnit
from bot.language.text import fold
from bot.texts import say

_NOISE = re.compile(r"[^\w\s]+")
_SENTENCES = re.compile(r"(?<=\.)\s+")
_ONLY_IN_A_CASE = re.compile(r"\bthì\b")


class Question(str, Enum):
    """Each has its phrases in ``yes_no.yml``, and is answered from one facet."""

    FREE = "free"
    FEE = "fee"
    SAME_DAY = "same_day"
    POST = "post"
    PRESENCE = "presence"
    PROXY = "proxy"
    DUTY = "duty"
    ONLINE = "online"
    PAPER = "paper"


FACETS = {
    Question.FREE: Facet.FEE,
    Question.FEE: Facet.FEE,
    Question.SAME_DAY: Facet.TIME,
    Question.POST: Facet.PLACE,
    Question.PRESENCE: Facet.ONLINE,
    Question.PROXY: Facet.DOCUMENTS,
    Question.DUTY: Facet.OVERVIEW,
    Question.ONLINE: Facet.ONLINE,
    Question.PAPER: Facet.DOCUMENTS,
}


class Asked(NamedTuple):
    """``paper``: the folded name of the paper that is asked about, if one is."""

    question: Question
    paper: str = ""


class Verdict(NamedTuple):
    """``text`` begins with Có, Không or Chưa chắc; ``facet`` is where the fact stands."""

    text: str
    facet: Facet


def find_yes_no(text: str) -> Asked | None:
    """The first kind of question that the message asks."""
    words = " ".join(_NOISE.sub(" ", fold(text)).split())
    found = ((question, match) for question in Question if (match := _patterns(question).search(words)))
    question, match = next(found, (None, None))
    return Asked(question, (match.groupdict().get("paper") or "").strip()) if question and match else None


def yes_no(record: Procedure, text: str, today: dt.date) -> Verdict | None:
    """None where the message asks no such thing."""
    asked = find_yes_no(text)
    if asked is None:
        return None
    if asked.paper and _is_thing_itself(record, asked.paper):
        asked = Asked(Question.DUTY)
    facet = FACETS[asked.question]
    if facet in record.unknown:
        return Verdict(_unknown(record), facet)
    said = _paper(record, asked.paper) if asked.question is Question.PAPER else _ANSWERS[asked.question](record, today)
    return Verdict(said, facet)


def _is_thing_itself(record: Procedure, paper: str) -> bool:
    """ "Trẻ sơ sinh có cần căn cước không": no paper that one brings, but what the procedure is for."""
    return set(paper.split()) <= set(fold(record.short_name).split()) and not _called(record, paper)


def excludes_others(record: Procedure) -> bool:
    """Whether the record says that one has to come oneself."""
    return bool(_sentence(record, "not_by_others"))


def _unknown(record: Procedure) -> str:
    return say("answers", "maybe_unknown", agency=record.agency)


def _fee(record: Procedure, today: dt.date) -> str:
    return _by_fees(record, today, "fee")


def _free(record: Procedure, today: dt.date) -> str:
    return _by_fees(record, today, "free")


def _by_fees(record: Procedure, today: dt.date, key: str) -> str:
    """A copy that one may order besides says nothing of what the procedure costs."""
    fees = [fee for fee in fees_on(record, today) if "thêm" not in (fee.when or "")]
    sure = [
        fee for fee in fees if fee.confidence is Confidence.CERTAIN and (fee.amount is not None or fee.set_by_province)
    ]
    free = [fee for fee in sure if fee.amount == 0]
    if sure and not free:
        return say("answers", f"{key}_due")
    if len(sure) < len(fees) or not fees:
        return say("answers", "maybe_below")
    if len(free) == len(fees):
        return say("answers", f"{key}_none")
    cases = "; ".join(fee.when for fee in free if fee.when)
    return say("answers", "fee_some", when=cases) if all(fee.when for fee in free) else say("answers", "maybe_by_case")


def _same_day(record: Procedure, today: dt.date) -> str:
    if any(time.amount is None or time.confidence is Confidence.UNSURE for time in record.times):
        return _unknown(record)
    same = [time.unit in (TimeUnit.SAME_DAY, TimeUnit.HOUR) for time in record.times]
    return say("answers", "same_day_yes" if all(same) else "maybe_by_case" if any(same) else "same_day_no")


def _post(record: Procedure, today: dt.date) -> str:
    if Channel.POST not in record.channels:
        return _unknown(record)
    sentence = _sentence(record, "present")
    return say("answers", "post_but", text=sentence) if sentence else say("answers", "post_yes")


def _online(record: Procedure, today: dt.date) -> str:
    return say("answers", f"yes_no_online_{record.online.level.value}", agency=record.agency)


def _presence(record: Procedure, today: dt.date) -> str:
    if sentence := _sentence(record, "present"):
        return say("answers", "yes_because", text=sentence)
    if record.online.level is OnlineLevel.NONE and Channel.POST in record.channels:
        return say("answers", "presence_post")
    return say("answers", f"presence_{record.online.level.value}", agency=record.agency)


def _proxy(record: Procedure, today: dt.date) -> str:
    never, may = _sentence(record, "not_by_others"), re.compile(_data()["by_others"], re.IGNORECASE)
    papers = [d for d in record.documents if d.when and may.search(d.when)]
    if papers and never:
        return say("answers", "proxy_but", paper=_inside(papers[0], record), text=never)
    if papers:
        return say("answers", "proxy_yes", paper=_inside(papers[0], record))
    return say("answers", "no_because", text=never) if never else _unknown(record)


def _duty(record: Procedure, today: dt.date) -> str:
    """Whether one has to do it at all: records say so seldom."""
    sentence = _sentence(record, "duty")
    return say("answers", "maybe_because", text=sentence) if sentence else _unknown(record)


def _paper(record: Procedure, paper: str) -> str:
    for gone in _data()["gone"]:
        if re.search(gone["words"], paper):
            return say("answers", "no_because", text=gone["said"])
    found = _called(record, paper)
    if not found:
        return say("answers", "paper_unlisted", agency=record.agency)
    always = [d for d in found if not d.when and not d.cases]
    return say("answers", "paper_yes" if always else "paper_in_case", paper=_inside((always or found)[0], record))


def _called(record: Procedure, paper: str) -> list[Document]:
    """Its papers of that name; "phiếu đề nghị về căn cước" is no "căn cước"."""
    begins = re.compile(rf"(?:^|\bhoac )(?:(?:giay|the|so|ban sao|ban chinh|to) )*{re.escape(paper)}\b")
    return [d for d in record.documents if begins.search(" ".join(_NOISE.sub(" ", fold(d.name)).split()))]


def _inside(document: Document, record: Procedure) -> str:
    """A paper in the middle of a sentence, with the cases that need it."""
    line = paper_line(document, record)
    options = record.cases.options if record.cases else ()
    labels = [option.label for option in options if option.id in document.cases]
    said = say("answers", "document_when", text=line, when="; ".join(labels).lower()) if labels else line
    return (said[0].lower() + said[1:] if said[1:2].islower() else said).rstrip(".")


def _sentence(record: Procedure, key: str) -> str:
    """The first sentence of the record that says it for every case; empty where none does."""
    pattern = re.compile(_data()[key], re.IGNORECASE)
    said = next((s for s in _sentences(record) if pattern.search(s) and not _ONLY_IN_A_CASE.search(s)), "")
    return said[:1].lower() + said[1:].rstrip(".") if said else ""


def _sentences(record: Procedure) -> Iterator[str]:
    for text in (*record.conditions, record.summary, record.online.note or "", *record.notes):
        yield from _SENTENCES.split(text)


_ANSWERS: dict[Question, Callable[[Procedure, dt.date], str]] = {
    Question.FREE: _free,
    Question.FEE: _fee,
    Question.SAME_DAY: _same_day,
    Question.POST: _post,
    Question.PRESENCE: _presence,
    Question.PROXY: _proxy,
    Question.DUTY: _duty,
    Question.ONLINE: _online,
}


@cache
def _patterns(question: Question) -> re.Pattern[str]:
    data = _data()
    joined = "|".join(data["kinds"][question.value])
    return re.compile(joined.replace("{ending}", data["ending"]).replace("{paper}", data["paper"]))


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "yes_no.yml").read_text(encoding="utf-8"))
    return data
