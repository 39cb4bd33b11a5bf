"""Papers of an imported record as documents of a procedure: cases, what is shown only, what is unsure about a count."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.catalogue.portal.abolished import names_household_book
from bot.catalogue.portal.imported import Imported, Paper
from bot.catalogue.portal.plain import cut, fold
from bot.catalogue.record import Case, CaseQuestion, Confidence, Document, Form
from bot.texts import say

MOST = 12
LONGEST = 200
MOST_CASES = 6
MOST_FORMS = 8
_LABEL = 80
_CASE = re.compile(r"\btruong hop\b|\bdoi voi\b|\bho so\b|\bkhi\b")
_SHOWN = re.compile(r"\bxuat trinh\b")


class Documents(NamedTuple):
    documents: tuple[Document, ...]
    cases: CaseQuestion | None
    forms: tuple[Form, ...]
    whole: bool


def documents(record: Imported) -> Documents:
    """``whole`` is False where papers were left out or their names cut."""
    labels = _labels(record)
    cases = CaseQuestion(question=say("imported", "cases"), options=tuple(labels.values())) if labels else None
    kept = _kept(record, labels)
    found = tuple(_document(paper, labels) for paper in kept)
    forms = [cut(paper.name, LONGEST) for paper in record.papers if paper.form]
    unique = list(dict.fromkeys(forms))
    whole = len(kept) == len(record.papers) and all(len(p.name) <= LONGEST for p in kept) and len(unique) <= MOST_FORMS
    listed = tuple(Form(id=f"mau-{number}", name=name) for number, name in enumerate(unique[:MOST_FORMS], 1))
    return Documents(found, cases, listed, whole)


def _labels(record: Imported) -> dict[str, Case]:
    """A case for each component group, where their headings name cases and can be told apart on a button."""
    groups = list(dict.fromkeys(paper.group for paper in record.papers if paper.group and not _shown(paper)))
    labels = [cut(group, _LABEL) for group in groups]
    fit = 2 <= len(groups) <= MOST_CASES and len(set(labels)) == len(labels)
    if not fit or not all(_CASE.search(fold(group)) for group in groups):
        return {}
    return {
        group: Case(id=f"th-{i}", label=label) for i, (group, label) in enumerate(zip(groups, labels, strict=True), 1)
    }


def _kept(record: Imported, labels: dict[str, Case]) -> list[Paper]:
    """The first papers of each case, or of all."""
    counts: dict[str, int] = {}
    kept = []
    for paper in record.papers:
        group = paper.group if paper.group in labels else ""
        counts[group] = counts.get(group, 0) + 1
        if counts[group] <= MOST:
            kept.append(paper)
    return kept


def _document(paper: Paper, labels: dict[str, Case]) -> Document:
    case = labels.get(paper.group)
    heading = paper.group if not case and _CASE.search(fold(paper.group)) and not _shown(paper) else ""
    note = say("imported", "count_unsure") if paper.originals is None else None
    if names_household_book(paper.name):
        note = say("imported", "household_book")
    return Document(
        name=cut(paper.name, LONGEST),
        originals=paper.originals or 0,
        copies=paper.copies or 0,
        show=_shown(paper),
        when=cut(heading, _LABEL) or None,
        cases=(case.id,) if case else (),
        confidence=Confidence.UNSURE if note else Confidence.CERTAIN,
        note=note,
    )


def _shown(paper: Paper) -> bool:
    folded = fold(paper.group) if paper.group else ""
    return bool(_SHOWN.search(folded)) and "nop" not in folded
