"""What an export tells of a dossier, beside what is known: news, something older, and whether the rules explain it.

Exports come late, twice and in any order. The order that counts is the source's own: when it changed the dossier, and
where that does not decide, when the export was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

from msgspec.structs import replace

from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status

# How far a dossier has come, for two statuses of one moment: the later one holds.
_RANK = {1: 0, 2: 1, 4: 2, 5: 2, 6: 2, 9: 3, 10: 4, 3: 5, 7: 5, 8: 5}

_STAYS = ("phone", "look_up_code", "accepted_at", "due_at")


class EventKind(str, Enum):
    """``JUMP``: a legal path leads there over statuses that no export showed. ``UNEXPLAINED``: none does, so an officer
    has to look; the source's status is kept all the same. ``LATE``: older than what was known; it is no news.
    ``AGAIN``: the status that was known already, changed in something else; no change of status, unless an older export
    shows another one before it."""

    FIRST = "first"
    STEP = "step"
    JUMP = "jump"
    UNEXPLAINED = "unexplained"
    LATE = "late"
    AGAIN = "again"


class Moment(NamedTuple):
    """A status that a source gave: ``at`` it says it changed the dossier, ``exported_at`` the export was made. Moments
    compare as they happened."""

    at: dt.datetime
    exported_at: dt.datetime
    rank: int
    status: Status


class Version(NamedTuple):
    """What a row told, and when. ``digest`` decides between two rows of one moment."""

    dossier: Dossier
    moment: Moment
    digest: str

    @property
    def key(self) -> str:
        """It sorts the rows of a dossier as they happened."""
        when = self.moment
        return f"{when.at.isoformat()} {when.exported_at.isoformat()} {when.rank} {when.status:02d} {self.digest}"


class Event(NamedTuple):
    """What a row of an export told of the status. ``before`` None: nothing earlier is known."""

    before: Status | None
    after: Status
    at: dt.datetime
    kind: EventKind


def moment(status: Status, at: dt.datetime, exported_at: dt.datetime) -> Moment:
    return Moment(at, exported_at, _RANK[status], status)


def judge(known: Sequence[Moment], seen: Moment) -> Event | None:
    """The event that ``seen`` is beside all that is ``known``; None where that status of that time is known."""
    earlier = max([past for past in known if past <= seen], default=None)
    later = min([past for past in known if past > seen], default=None)
    if earlier and earlier.status is seen.status:
        return None if earlier.at == seen.at else Event(seen.status, seen.status, seen.at, EventKind.AGAIN)
    before = earlier.status if earlier else None
    return Event(before, seen.status, seen.at, _kind(before, seen.status, later.status if later else None))


def changes(events: Iterable[Event]) -> Iterator[Event]:
    """The changes of status in ``events`` as they happened."""
    before: Status | None = None
    for event in events:
        if event.after is not before:
            again = event.kind is EventKind.AGAIN
            yield event._replace(before=before, kind=EventKind.LATE) if again else event
        before = event.after


def completed(newer: Version, older: Callable[[], Version | None]) -> Dossier:
    """With what an export without these columns leaves out and nobody takes back: how the person is known, and what
    was promised. Each is kept from the newest row that told it, in whichever order they come. ``older`` is asked only
    where something is left out."""
    dossier = newer.dossier
    kept_before = dict(dossier.kept_from)
    left_out = [name for name in _STAYS if name in kept_before or not getattr(dossier, name)]
    known = older() if left_out else None
    if known is None:
        return dossier
    kept = {name: max(_told(newer, name), _told(known, name), key=lambda it: it[0]) for name in left_out}
    changes = {name: value for name, (_, value) in kept.items() if value}
    if not changes:
        return dossier
    return replace(dossier, **changes, kept_from=tuple((name, kept[name][0]) for name in changes))


def _told(version: Version, name: str) -> tuple[str, Any]:
    """By which row, and what."""
    value = getattr(version.dossier, name)
    return dict(version.dossier.kept_from).get(name, version.key) if value else "", value


def _kind(before: Status | None, status: Status, after: Status | None) -> EventKind:
    explained = (before is None or before.leads_to(status)) and (after is None or status.leads_to(after))
    if not explained:
        return EventKind.UNEXPLAINED
    if after is not None:
        return EventKind.LATE
    if before is None:
        return EventKind.FIRST
    return EventKind.STEP if before.can_become(status) else EventKind.JUMP
