"""What somebody who wants to hear of a dossier has to be told, and when. Each change once, in daylight.

What counts is what the person knows already: replayed and reordered imports end in one state, and so in one notice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from enum import Enum
from typing import NamedTuple

import msgspec

from bot.dossiers.calendar import LOCAL, default_calendar
from bot.dossiers.deadlines import working_days_between
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import Payment, Status
from bot.dossiers.texts import local_day

LASTS = dt.timedelta(days=180)
MORNING, EVENING = dt.time(7, 30), dt.time(20, 30)
SOON, UNCOLLECTED_AFTER = 2, 5  # working days


class NoticeKind(str, Enum):
    """The first eight tell of a change, the others of a day that has come."""

    STATUS = "status"
    PAPERS = "papers"
    PAYMENT = "payment"
    PAYING = "paying"
    PAID = "paid"
    READY = "ready"
    RETURNED = "returned"
    ENDED = "ended"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    UNCOLLECTED = "uncollected"


_KINDS = {
    Status.SUPPLEMENT_REQUIRED: NoticeKind.PAPERS,
    Status.PAYMENT_REQUIRED: NoticeKind.PAYMENT,
    Status.COMPLETED: NoticeKind.READY,
    Status.RETURNED: NoticeKind.RETURNED,
    Status.NOT_ACCEPTED: NoticeKind.ENDED,
    Status.WITHDRAWN: NoticeKind.ENDED,
    Status.STOPPED: NoticeKind.ENDED,
}

_PAID = {Payment.CONFIRMING: NoticeKind.PAYING, Payment.PAID: NoticeKind.PAID}


class Told(msgspec.Struct, frozen=True):
    """``state``: the last change that was told; ``day``: when, in Vietnam; ``days``: what was told of days."""

    state: str
    day: dt.date
    days: tuple[str, ...] = ()


class Notice(NamedTuple):
    """``name`` is the same for the same change."""

    kind: NoticeKind
    name: str


def known(dossier: Dossier, now: dt.datetime) -> Told:
    """What somebody knows who has just read the whole answer."""
    told = Told(_state(dossier), local_day(now))
    day = _day(dossier, told, now)
    return msgspec.structs.replace(told, days=(day.name,) if day else ())


def news(dossier: Dossier, told: Told, now: dt.datetime) -> tuple[Notice | None, Told]:
    """The notice that is due now, if any, and what the person knows after it."""
    if _state(dossier) != told.state:
        # A change is told with the date or the delay in it: no second message about that.
        after = known(dossier, now)
        days = tuple(dict.fromkeys((*told.days, *after.days)))
        return Notice(_kind(dossier), _name(dossier)), msgspec.structs.replace(after, days=days)
    day = _day(dossier, told, now)
    if day is None or day.name in told.days:
        return None, told
    return day, msgspec.structs.replace(told, days=(*told.days, day.name))


def is_daylight(now: dt.datetime) -> bool:
    """Whether a telephone may ring in Vietnam."""
    return MORNING <= now.astimezone(LOCAL).time() < EVENING


def next_morning(now: dt.datetime) -> dt.datetime:
    """When the next light begins, in UTC."""
    local = now.astimezone(LOCAL)
    day = local.date() + dt.timedelta(days=int(local.time() >= MORNING))
    return dt.datetime.combine(day, MORNING, LOCAL).astimezone(dt.timezone.utc)


def _kind(dossier: Dossier) -> NoticeKind:
    if dossier.status is Status.PAYMENT_REQUIRED and dossier.payment in _PAID:
        return _PAID[dossier.payment]
    return _KINDS.get(dossier.status, NoticeKind.STATUS)


def _state(dossier: Dossier) -> str:
    """The status, and what the person has to do in it: a longer list of papers is news too, or a result by post."""
    kind, demands = _kind(dossier), (dossier.missing, dossier.supply_by, dossier.amount_due)
    if kind in (NoticeKind.PAPERS, NoticeKind.PAYMENT):
        return f"{int(dossier.status)}:{hashlib.sha256(msgspec.json.encode(demands)).hexdigest()[:16]}"
    where = "" if kind is not NoticeKind.READY or dossier.is_to_collect else dossier.delivery or "electronic"
    return f"{int(dossier.status)}:{kind.value if kind in _PAID.values() else where}"


def _name(dossier: Dossier) -> str:
    """With the time of the change: a status that comes again is news again."""
    return f"{_state(dossier)}@{dossier.updated_at.isoformat()}"


def _day(dossier: Dossier, told: Told, now: dt.datetime) -> Notice | None:
    """What today is to this dossier, whether told or not."""
    today = local_day(now)
    if dossier.is_to_collect:
        # Named by the day on which it was told: the source may touch a result that lies there.
        waited = working_days_between(told.day, today, default_calendar())
        return _on(NoticeKind.UNCOLLECTED, told.day) if waited >= UNCOLLECTED_AFTER else None
    until = dossier.promised_until
    if dossier.day_ahead is None or until is None or not dossier.status.clock_runs:
        return None
    ahead = local_day(dossier.day_ahead)
    if dossier.is_overdue(now):
        # Not on the evening itself: what was handed out that day may not be known here yet. A new date is news.
        return _on(NoticeKind.OVERDUE, ahead) if today > local_day(until) else None
    left = working_days_between(today, ahead, default_calendar())
    return _on(NoticeKind.DUE_SOON, ahead) if today <= ahead and left <= SOON else None


def _on(kind: NoticeKind, day: dt.date) -> Notice:
    return Notice(kind, f"{kind.value}:{day.isoformat()}")
