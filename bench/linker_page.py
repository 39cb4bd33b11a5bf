"""The linker's figures as a Markdown page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from bot.settings import ROOT

PAGE = ROOT / "docs" / "linker.md"
MISSING = "Not measured in this run: the published records that the questions are about were not given."
TEXT = """\
# Finding imported procedures

{date}. What is measured is `bot/catalogue/linker.py`; [decision 9](decisions/0009-a-linker-for-imported-procedures.md)
says why it is so, [catalogue.md](catalogue.md) what a citizen sees of it.

## Time and memory

Processor time of one message on one core, the quickest of three; time to build, and memory of the index beside the
records. Other work on the same machine makes all of it slower.

{times}

Catalogues above the size of the data are grown with invented records: a title that begins as one and ends as another,
the body of the first. They are harder to tell apart than real ones.

## First place and first five

{scores}

**questions**: by hand, about imported titles. The first list of citizens' words (`bot/catalogue/spoken.yml`) was
written by somebody who had seen them, so they flatter it, though phrases of single questions were taken out.
**later**: by another hand, from titles drawn by lot. **practice**, **held**: by a third hand, from titles drawn by
lot, in the words of several kinds of people; misses of *practice* were read while figures were chosen, those of
*held* never, but the same hand then added words to the list, about all fields. All are short and often fit two
titles; a twin in first place counts as wrong. **BM25** is plain: folded syllables of all names, in the same run. No
question of these sets is learned from: the weights come from messages about curated procedures and from titles said
in part (`python -m bench.linker_fit`).

Command: `make bench-linker RECORDS=procedures.jsonl`; without RECORDS time alone is measured.
"""


class Row(NamedTuple):
    """Milliseconds a message, seconds to build, megabytes held."""

    size: int
    p50: float
    p99: float
    built: float
    held: float


class Scores(NamedTuple):
    """In percent; ``plain``: without diacritics."""

    name: str
    asked: int
    first: float
    five: float
    plain_first: float
    plain_five: float


def page(date: dt.date, rows: Sequence[Row], scores: Sequence[Scores]) -> str:
    times = [
        "| Procedures | p50, ms | p99, ms | Built, s | Memory, MB |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {r.size:,} | {r.p50:.1f} | {r.p99:.1f} | {r.built:.1f} | {r.held:.0f} |" for r in rows),
    ]
    return TEXT.format(date=date.isoformat(), times="\n".join(times), scores=_scores(scores) if scores else MISSING)


def _scores(scores: Sequence[Scores]) -> str:
    head = ["| % | Asked | First | Among five | First, no diacritics | Among five, no diacritics |", "|" + " --- |" * 6]
    lines = [f"| {s.name} | {s.asked} | " + " | ".join(f"{share:.1f}" for share in s[2:]) + " |" for s in scores]
    return "\n".join([*head, *lines])
