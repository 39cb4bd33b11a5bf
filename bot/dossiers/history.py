"""What an export tells of a dossier, beside what is known: news, something older, and whether the rules explain it.

Exports come late, twice and in any order. The order that counts is the source's own: when it changed the dossier, and
where that does not decide, when the export was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from bot.dossiers.status import Status

# How far a dossier has come, for two statuses of one moment: the later one holds.
_RANK = {1: 0, 2: 1, 4: 2, 5: 2, 6: 2, 9: 3, 10: 4, 3: 5, 7: 5, 8: 5}


class EventKind(str, Enum):
    """``JUMP``: a legal path leads there over statuses that no export showed. ``UNEXPLAINED``: none does, so an officer
    has to look; the source's status is kept all the same. ``LATE``: older than what was known; it is no news."""

    FIRST = "first"
    STEP = "step"
    JUMP = "jump"
    UNEXPLAINED = "unexplained"
    LATE = "late"


class Moment(NamedTuple):
    """A status that a source gave: ``at`` it says it changed the dossier, ``exported_at`` the export was made. Moments
    compare as they happened."""

    at: dt.datetime
    exported_at: dt.datetime
    rank: int
    status: Status


class Event(NamedTuple):
    """A change of status. ``before`` None: nothing earlier is known."""

    before: Status | None
    after: Status
    at: dt.datetime
    kind: EventKind


def moment(status: Status, at: dt.datetime, exported_at: dt.datetime) -> Moment:
    return Moment(at, exported_at, _RANK[status], status)


def judge(known: Sequence[Moment], seen: Moment) -> Event | None:
    """The event that ``seen`` is beside all that is ``known``; None where it tells of no other status."""
    earlier = max([past for past in known if past <= seen], default=None)
    later = min([past for past in known if past > seen], default=None)
    if earlier and earlier.status is seen.status:
        return None
    before = earlier.status if earlier else None
    return Event(before, seen.status, seen.at, _kind(before, seen.status, later.status if later else None))


def _kind(before: Status | None, status: Status, after: Status | None) -> EventKind:
    explained = (before is None or before.leads_to(status)) and (after is None or status.leads_to(after))
    if not explained:
        return EventKind.UNEXPLAINED
    if after is not None:
        return EventKind.LATE
    if before is None:
        return EventKind.FIRST
    return EventKind.STEP if before.can_become(status) else EventKind.JUMP
