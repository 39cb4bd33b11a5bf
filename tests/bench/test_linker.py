"""How the linker is measured, and on the published records, where they are there, what it must reach."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from bench.linker import SIZES, judge, measure
from bench.linker_cases import Question, grown, load_questions
from bench.linker_page import MISSING, Row, Scores, page
from bench.linker_said import said_in_part
from bench.portal import portal_procedures
from bot.catalogue.linker import Linker, Weights
from bot.catalogue.load import load_catalogue
from bot.language.reader import Candidate
from bot.language.text import fold
from evaluation.bm25 import Bm25
from tests.support.imported import EXPORT, RACE, as_procedures

RECORDS = os.environ.get("PORTAL_RECORDS", "")
NEEDED = pytest.mark.skipif(
    not RECORDS, reason="PORTAL_RECORDS names no export of the portal; the records are not part of this repository"
)


def test_every_question_names_codes_and_asks_something() -> None:
    sets = load_questions()
    assert set(sets) == {"questions", "later", "practice", "held"}
    everything = [question for questions in sets.values() for question in questions]
    assert all(code.count(".") == 1 and question.text for question in everything for code in question.codes)
    assert len({question.text for question in everything}) == len(everything) >= 620


def test_no_question_is_about_a_curated_record_only() -> None:
    curated = {record.code for record in load_catalogue().values()}
    assert [q for questions in load_questions().values() for q in questions if q.codes <= curated] == []


def test_a_catalogue_grows_to_any_size_the_same_each_time() -> None:
    known = as_procedures()
    assert len(grown(known, 50)) == len({record.id for record in grown(known, 50)}) == 50
    assert grown(known, 50) == grown(known, 50)
    assert grown(known, 3) == known[:3]


def test_places_are_counted() -> None:
    known = as_procedures()
    ids = {record.code: record.id for record in known}
    asked = [Question(frozenset({RACE}), "đua"), Question(frozenset({EXPORT}), "yến"), Question(frozenset({"9"}), "?")]
    scores = judge("x", lambda text: [Candidate(ids[RACE], 0.9), Candidate(ids[EXPORT], 0.1)], known, asked)
    assert scores == Scores("x", 2, 50.0, 100.0, 50.0, 100.0)


def test_the_page_says_what_was_not_measured() -> None:
    row = Row(78, 1.0, 2.0, 0.1, 3.0)
    assert MISSING in page(dt.date(2026, 11, 21), [row], [])
    assert "| BM25 | 2 | 50.0 |" in page(dt.date(2026, 11, 21), [row], [Scores("BM25", 2, 50.0, 0.0, 0.0, 0.0)])


def test_there_is_a_weight_for_each_figure() -> None:
    _, figures = Linker(as_procedures()).figures("đua chim")
    assert figures.shape[1] == len(Weights._fields)


@NEEDED
def test_it_is_well_above_plain_bm25() -> None:
    known = portal_procedures(Path(RECORDS))
    asked = [question for questions in load_questions().values() for question in questions]
    ours = judge("ours", Linker(known).rank, known, asked)
    plain = judge("BM25", Bm25(known).rank, known, asked)
    assert ours.first >= plain.first + 10 and ours.plain_first >= plain.plain_first + 10
    assert ours.five >= plain.five + 5


def test_titles_are_said_in_part_the_same_each_time() -> None:
    known = as_procedures()
    said = said_in_part(known, 1)
    assert [key for key, _ in said] == [record.id for record in known]
    assert said == said_in_part(known, 1) != said_in_part(known, 2)
    assert any(
        set(fold(text).split()) & set(fold(record.official_name).split())
        for (_, text), record in zip(said, known, strict=True)
    )


@NEEDED
def test_it_is_quick_over_twelve_thousand() -> None:
    asked = load_questions()["later"]
    row = measure(grown(portal_procedures(Path(RECORDS)), SIZES[-1]), asked)
    assert row.p50 < 5
