"""What of a dossier names nobody, worked out once when it is stored: statistics only count it.

On time is meant as in the index of QĐ 766/QĐ-TTg: it ends at the latest when it was promised, where waiting for the
applicant does not count; whoever had to ask for papers more than once is late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

import msgspec

from bot.dossiers.calendar import default_calendar
from bot.dossiers.deadlines import Spell, due_after, due_at
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Status
from bot.dossiers.terms import Term
from bot.dossiers.texts import local_day
from bot.dossiers.waits import waits

MOST_SUPPLEMENTS = 1
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

    ``paused_at``: since when it waits. ``outcome`` None: not ended, or nothing was promised.
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

    @property
    def clock(self) -> Clock:
        return Clock(self.due_at, self.late_after, self.ended_at or self.paused_at)


def facts(dossier: Dossier, changes: Changes, rules: Rules, frozen: Term | None = None) -> Facts:
    """``changes``: of status, as they happened; ``frozen``: the time limit that was kept at the acceptance."""
    known = [*changes, (dossier.updated_at, dossier.status)]
    waited = waits(known)
    term = (frozen or rules.terms.get(dossier.procedure_id)) if dossier.accepted_at else None
    due, late_after = _due(dossier, (*waited.over, *rules.outages), term)
    stopped = dossier.clock_stopped(waited.since or _since(dossier.status, known))
    ended = stopped if dossier.status.has_ended else None
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
        ended_at=ended,
        paused_at=None if ended else stopped,
        outcome=_outcome(dossier, Clock(due, late_after, ended), waited.supplements) if ended and late_after else None,
        supplements=waited.supplements,
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
        late = due_after(dossier.accepted_at, dossier.due_at, spells, calendar) if spells else dossier.due_at
        return dossier.due_at, late
    if term and dossier.accepted_at:
        counted = due_at(dossier.accepted_at, term.amount, term.unit, calendar, spells)
        return counted, counted
    return None, None


def _since(present: Status, known: Changes) -> dt.datetime:
    """When the present status began."""
    since = known[-1][0]
    for at, status in reversed(known):
        if status is not present:
            break
        since = at
    return since


def _outcome(dossier: Dossier, clock: Clock, supplements: int) -> str:
    """Of what has ended, so that ``now`` does not matter."""
    ended, late_after = clock.clock_stopped_at, clock.late_after
    assert ended and late_after
    if with_clock(dossier, clock).is_overdue(ended) or supplements > MOST_SUPPLEMENTS:
        outcome = Outcome.LATE
    else:
        outcome = Outcome.EARLY if local_day(ended) < local_day(late_after) else Outcome.ON_TIME
    return outcome.value
