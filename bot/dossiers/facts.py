"""What of a dossier names nobody, worked out once when it is stored: statistics only count it.

On time is meant as in the index of QĐ 766/QĐ-TTg: it ends at the latest when it was promised, where waiting for the
applicant does not count; whoever had to ask for papers more than once is late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

import msgspec

from bot.dossiers.calendar import default_calendar
from bot.dossiers.deadlines import Spell, due_after, due_at
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status
from bot.dossiers.terms import Term
from bot.dossiers.texts import local_day
from bot.dossiers.waits import WAITING, waits

MOST_SUPPLEMENTS = 1
_ENDED = frozenset(status for status in Status if status.has_ended)
Changes = Sequence[tuple[dt.datetime, Status]]


class Outcome(str, Enum):
    """Of what has ended. ``EARLY``: before the day that was promised."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


class Rules(NamedTuple):
    """What deadlines are counted with, besides the days off: time limits by procedure id, declared outages."""

    terms: Mapping[str, Term] = {}
    outages: tuple[Spell, ...] = ()


NO_RULES = Rules()


class Clock(NamedTuple):
    """What of the facts tells whether a dossier is late, see ``Dossier``."""

    due_at: dt.datetime | None = None
    late_after: dt.datetime | None = None
    clock_stopped_at: dt.datetime | None = None


class Facts(NamedTuple):
    """``month`` of receipt in Vietnam, as 202611. ``due_at`` is what is told; ``late_after`` adds the waiting to it.

    ``paused_at``: since when it waits. ``outcome`` None: not ended, nothing was promised, or nobody
    knows when it ended.
    """

    agency: str
    procedure: str
    channel: str | None
    electronic: bool | None
    status: int
    month: int
    term: str | None
    due_at: dt.datetime | None
    late_after: dt.datetime | None
    ended_at: dt.datetime | None
    paused_at: dt.datetime | None
    outcome: str | None
    supplements: int
    clock_stopped_at: dt.datetime | None

    @property
    def clock(self) -> Clock:
        return Clock(self.due_at, self.late_after, self.clock_stopped_at)


class _Stop(NamedTuple):
    """Of the clock. Not ``is_known``: at that time at the latest; whether that was late nobody knows."""

    at: dt.datetime | None
    is_known: bool


def facts(dossier: Dossier, changes: Changes, rules: Rules, frozen: Term | None = None) -> Facts:
    """``changes``: of status, as they happened; ``frozen``: the time limit that was kept at the acceptance."""
    known = [*changes, (dossier.updated_at, dossier.status)]
    waited = waits(known)
    term = (frozen or rules.terms.get(dossier.procedure_id)) if dossier.accepted_at else None
    due, late_after = _due(dossier, (*waited.over, *rules.outages), term)
    stop = _stop(dossier, known, late_after)
    received = local_day(dossier.submitted_at)
    return Facts(
        agency=dossier.agency,
        procedure=dossier.procedure_id,
        channel=dossier.channel.value if dossier.channel else None,
        electronic=dossier.electronic,
        status=int(dossier.status),
        month=received.year * 100 + received.month,
        term=str(term) if term else None,
        due_at=due,
        late_after=late_after,
        ended_at=stop.at if dossier.status.has_ended else None,
        paused_at=None if dossier.status.has_ended else stop.at,
        outcome=_outcome(stop, late_after, waited.supplements) if dossier.status.has_ended else None,
        supplements=waited.supplements,
        clock_stopped_at=stop.at if stop.is_known else None,
    )


def with_clock(dossier: Dossier, clock: Clock) -> Dossier:
    """With what was counted; also with the due time from its time limit, where the source gives none."""
    expected = dossier.due_expected or (dossier.due_at is None and clock.due_at is not None)
    clock = clock._replace(due_at=dossier.due_at or clock.due_at)
    return msgspec.structs.replace(dossier, due_expected=expected, **clock._asdict())


def _due(dossier: Dossier, spells: Sequence[Spell], term: Term | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    """What is told and what is judged by. What the source gives is told as it is."""
    calendar = default_calendar()
    if dossier.due_at:
        if dossier.status is Status.SUBMITTED:
            return dossier.due_at, None
        started, unit = dossier.accepted_at or dossier.submitted_at, term.unit if term else None
        late = due_after(started, dossier.due_at, spells, calendar, unit) if spells else dossier.due_at
        return dossier.due_at, late
    if term and dossier.accepted_at:
        counted = due_at(dossier.accepted_at, term.amount, term.unit, calendar, spells)
        return counted, counted
    return None, None


def _stop(dossier: Dossier, known: Changes, late_after: dt.datetime | None) -> _Stop:
    """What the source tells, else the change that exports showed, else a time at which it had stopped already: that is
    no lateness, only where it is within the promise it tells enough."""
    status = dossier.status
    if status.clock_runs or status is Status.SUBMITTED:
        return _Stop(None, True)
    if status.has_ended and dossier.finished_at:
        return _Stop(dossier.finished_at, True)
    since, is_seen = _since(known, _ENDED if status.has_ended else WAITING)
    at = min(filter(None, (since, dossier.returned_at if status.has_ended else None)))
    if is_seen or late_after is None or at <= late_after:
        return _Stop(at, True)
    return _Stop(at if status.has_ended else late_after, False)


def _since(known: Changes, alike: Collection[Status]) -> tuple[dt.datetime, bool]:
    """Since when it is in one of these, and whether another one was seen before."""
    since = known[-1][0]
    for at, status in reversed(known):
        if status not in alike:
            return since, True
        since = at
    return since, False


def _outcome(stop: _Stop, late_after: dt.datetime | None, supplements: int) -> str | None:
    if stop.at is None or late_after is None:
        return None
    if supplements > MOST_SUPPLEMENTS:
        return Outcome.LATE.value
    if not stop.is_known:
        return None
    if stop.at > late_after:
        return Outcome.LATE.value
    early = local_day(stop.at) < local_day(late_after)
    return Outcome.EARLY.value if early else Outcome.ON_TIME.value
