"""``python -m bench.linker [RECORDS]``: how well and how fast imported procedures are found, for docs/linker.md.

RECORDS is an export of the portal that holds what ``tests/data/linker`` asks about. Without one, only time is measured.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
import psutil

from bench.linker_cases import Question, grown, load_questions
from bench.linker_page import PAGE, Row, Scores, page
from bench.portal import portal_procedures
from bot.catalogue.linker import Linker
from bot.catalogue.load import load_catalogue
from bot.catalogue.record import Procedure
from bot.clock import utc_now
from bot.language.reader import Candidate
from bot.language.text import fold
from evaluation.bm25 import Bm25

SIZES = (78, 2_642, 12_000)
FIVE = 5
# Of each message the quickest counts: others use the same machine.
TRIES = 3
Rank = Callable[[str], Sequence[Candidate]]


def measure(procedures: Sequence[Procedure], questions: Sequence[Question]) -> Row:
    """One catalogue. Time is that of one core, whatever else the machine does."""
    gc.collect()
    before, start = psutil.Process().memory_info().rss, time.process_time()
    linker = Linker(procedures)
    built, held = time.process_time() - start, psutil.Process().memory_info().rss - before
    times = [min(_seconds(linker.rank, question.text) for _ in range(TRIES)) for question in questions]
    p50, p99 = (1000 * float(np.percentile(times, share)) for share in (50, 99))
    return Row(len(procedures), p50, p99, built, held / 2**20)


def judge(name: str, rank: Rank, procedures: Sequence[Procedure], questions: Sequence[Question]) -> Scores:
    """Shares of first place and five, of the questions about what is there, as typed and without diacritics."""
    codes = {record.id: record.code for record in procedures}
    asked = [question for question in questions if question.codes & set(codes.values())]
    places = [_place(rank(question.text), question, codes) for question in asked]
    plain = [_place(rank(fold(question.text)), question, codes) for question in asked]
    return Scores(name, len(asked), _among(places, 1), _among(places, FIVE), _among(plain, 1), _among(plain, FIVE))


def _place(ranked: Sequence[Candidate], question: Question, codes: dict[str, str | None]) -> int:
    """Of the right one, from 0; beyond all where it is missing."""
    hits = [place for place, candidate in enumerate(ranked) if codes[candidate.id] in question.codes]
    return hits[0] if hits else len(codes)


def _among(places: Sequence[int], first: int) -> float:
    return 100 * sum(place < first for place in places) / len(places)


def _seconds(rank: Rank, text: str) -> float:
    start = time.process_time()
    rank(text)
    return time.process_time() - start


@click.command()
@click.argument("records", required=False, type=click.Path(exists=True, path_type=Path))
def main(records: Path | None) -> None:
    """Measure, and write the page."""
    known = portal_procedures(records) if records else list(load_catalogue().values())
    sets = load_questions()
    everything = [question for questions in sets.values() for question in questions]
    rows = [measure(grown(known, size), everything) for size in SIZES]
    scores: list[Scores] = []
    for size in (len(known), SIZES[-1]) if records else ():
        catalogue = grown(known, size)
        for name, rank in (("BM25", Bm25(catalogue).rank), ("Linker", Linker(catalogue).rank)):
            for key, questions in sets.items():
                scores.append(judge(f"{name}, {key}, of {size:,}", rank, catalogue, questions))
    text = page(utc_now().date(), rows, scores)
    PAGE.write_text(text, encoding="utf-8")
    click.echo(text)


if __name__ == "__main__":
    main()
