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
# What was closed by mistake is opened again by then.
AFTER_END = dt.timedelta(days=14)
MORNING, EVENING = dt.time(7, 30), dt.time(20, 30)
SOON, UNCOLLECTED_AFTER = 2, 5  # working days
OWED = "+"  # in a state: money is awaited for a result that is there


class NoticeKind(str, Enum):
    """The first eight tell of a change, the others of a day that has come or was moved."""

    STATUS = "status"
    PAPERS = "papers"
    PAYMENT = "payment"
    PAYING = "paying"
    PAID = "paid"
    READY = "ready"
    RETURNED = "returned"
    ENDED = "ended"
    DUE_SOON = "due_soon"
    MOVED = "moved"
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


_CLOSED = {str(int(status)) for status in Status if status.is_closed}


class Told(msgspec.Struct, frozen=True):
    """``state``: the last change that was told; ``day``: when, in Vietnam; ``days``: what was told of days, with
    ``moved:`` before each date of the result that was."""

    state: str
    day: dt.date
    days: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether it was told that the dossier is closed."""
        return self.state.partition(":")[0] in _CLOSED


class Notice(NamedTuple):
    """``name`` is the same for the same change."""

    kind: NoticeKind
    name: str


def known(dossier: Dossier, now: dt.datetime, before: Told | None = None) -> Told:
    """What somebody knows who has just read the whole answer; ``before``: what they knew until then."""
    told = Told(_state(dossier), local_day(now), before.days if before else ())
    if before and before.state == told.state:
        told = before
    names = (*told.days, *(day.name for day in _days(dossier, told, now)))
    return msgspec.structs.replace(told, days=tuple(dict.fromkeys(names)))


def news(dossier: Dossier, told: Told, now: dt.datetime, seen: dt.datetime | None = None) -> tuple[Notice | None, Told]:
    """The notice that is due now, if any, and what the person knows after it. ``seen``: when it stood as it is told,
    if not just now."""
    if _broken(dossier, now) != _broken(dossier, min(seen or now, now)):
        # It may have been done in time: until that is known, nothing is said.
        return None, told
    # A change is told with the date or the delay in it: no second message about that.
    after = known(dossier, now, told)
    if after.state != told.state:
        return Notice(_kind(dossier, told), _name(dossier)), after
    notice = next((day for day in _days(dossier, told, now) if _is_news(day, told)), None)
    return notice, after if notice else told


def lasts_until(dossier: Dossier, told: Told, until: dt.datetime, now: dt.datetime) -> dt.datetime:
    """When the following ends that was to end ``until``, as the dossier stands; ``told``: what was known before."""
    if dossier.status.is_closed:
        return min(until, now + AFTER_END)
    return now + LASTS if told.is_over else until


def is_daylight(now: dt.datetime) -> bool:
    """Whether a telephone may ring in Vietnam."""
    return MORNING <= now.astimezone(LOCAL).time() < EVENING


def next_morning(now: dt.datetime) -> dt.datetime:
    """When the next light begins, in UTC."""
    local = now.astimezone(LOCAL)
    day = local.date() + dt.timedelta(days=int(local.time() >= MORNING))
    return dt.datetime.combine(day, MORNING, LOCAL).astimezone(dt.timezone.utc)


def _kind(dossier: Dossier, told: Told) -> NoticeKind:
    owed = dossier.status is Status.PAYMENT_REQUIRED or (dossier.status is Status.COMPLETED and OWED in told.state)
    if owed and dossier.payment in _PAID:
        return _PAID[dossier.payment]
    return _KINDS.get(dossier.status, NoticeKind.STATUS)


def _state(dossier: Dossier) -> str:
    """The status, and what the person has to do in it: a longer list of papers is news too, or a result by post."""
    number, status = int(dossier.status), dossier.status
    if status is Status.PAYMENT_REQUIRED and dossier.payment in _PAID:
        return f"{number}:{_PAID[dossier.payment].value}"
    if status in (Status.SUPPLEMENT_REQUIRED, Status.PAYMENT_REQUIRED):
        return f"{number}:{_demands(dossier)}"
    if status is not Status.COMPLETED:
        return f"{number}:"
    where = "" if dossier.is_to_collect else dossier.delivery or "electronic"
    return f"{number}:{where}{f'{OWED}{_demands(dossier)}' if dossier.owes_for_result else ''}"


def _demands(dossier: Dossier) -> str:
    demands = (sorted(set(dossier.missing)), dossier.supply_by, dossier.amount_due)
    return hashlib.sha256(msgspec.json.encode(demands)).hexdigest()[:16]


def _name(dossier: Dossier) -> str:
    """With the time of the change: a status that comes again is news again."""
    return f"{_state(dossier)}@{dossier.updated_at.isoformat()}"


def _days(dossier: Dossier, told: Told, now: dt.datetime) -> list[Notice]:
    """What today is to this dossier, whether told or not; the weightiest, which says the others too, first."""
    today = local_day(now)
    if dossier.is_to_collect:
        # Named by the day on which it was told: the source may touch a result that lies there.
        waited = working_days_between(told.day, today, default_calendar())
        return [_on(NoticeKind.UNCOLLECTED, told.day)] if waited >= UNCOLLECTED_AFTER else []
    ahead, broken = dossier.day_ahead, _broken(dossier, now)
    if ahead is None or dossier.promised_until is None or not dossier.status.clock_runs:
        return []
    found = [_on(NoticeKind.MOVED, local_day(ahead))]
    if now <= ahead and working_days_between(today, local_day(ahead), default_calendar()) <= SOON:
        found.append(_on(NoticeKind.DUE_SOON, local_day(ahead)))
    # Not on the evening itself: what was handed out that day may not be known here yet.
    if broken and local_day(broken) < today:
        # By the printed day, which the waiting does not move.
        printed = dossier.due_at if broken == dossier.promised_until else None
        found.insert(0, _on(NoticeKind.OVERDUE, local_day(printed or broken)))
    return found


def _broken(dossier: Dossier, at: dt.datetime) -> dt.datetime | None:
    """The last time that was promised and over by then, while it was worked on."""
    if not dossier.status.clock_runs or not dossier.is_overdue(at):
        return None
    promised = (dossier.promised_until, dossier.new_due_at)
    return max(time for time in promised if time is not None and time < at)


def _is_news(day: Notice, told: Told) -> bool:
    if day.kind is not NoticeKind.MOVED:
        return day.name not in told.days
    said = [name for name in told.days if name.startswith(f"{NoticeKind.MOVED.value}:")]
    # ISO dates stand in the order of time.
    return bool(said) and max(said) < day.name


def _on(kind: NoticeKind, day: dt.date) -> Notice:
    return Notice(kind, f"{kind.value}:{day.isoformat()}")
