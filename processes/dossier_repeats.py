"""One code in several rows of an export: the same once more, one after the other, or one against the other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status
from processes.dossier_table import Note


class Told(NamedTuple):
    """What decides between rows of one code. ``person`` and ``content`` are hashes: a file may hold a million rows."""

    place: str
    at: dt.datetime
    status: Status
    person: int
    content: int


def told(place: str, dossier: Dossier) -> Told:
    return Told(place, dossier.updated_at, dossier.status, hash(dossier.applicant_name), hash(dossier))


def contradictory(rows: Collection[Told]) -> bool:
    """Of one code and one moment, and nothing says which is right: the status further on does, for one person."""
    contents = {row.content for row in rows}
    return len(contents) > 1 and (
        len({row.status for row in rows}) < len(contents) or len({r.person for r in rows}) > 1
    )


def contradictions(rows: Sequence[Told]) -> list[Told]:
    """Those of one code that cannot be taken."""
    moments = defaultdict(list)
    for row in rows:
        moments[row.at].append(row)
    return [row for same in moments.values() if contradictory(same) for row in same]


def rejected(wrong: Sequence[Told]) -> Iterator[Note]:
    for row in wrong:
        beside = ", ".join(other.place for other in wrong if other.at == row.at and other is not row)
        yield Note(row.place, "one code and one time of change, but not the same: none of these rows was taken", beside)


def repeated(good: Sequence[Told]) -> Iterator[Note]:
    first: dict[int, str] = {}
    for number, row in enumerate(good):
        same = first.setdefault(row.content, row.place)
        if same is not row.place:
            yield Note(row.place, "the same once more", same)
        elif number:
            yield Note(row.place, "the code is there several times: the newest row holds", good[0].place)
