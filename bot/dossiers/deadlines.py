"""When a dossier is due. Law: Bộ luật Dân sự 2015 Art 147 and 148; the 15:00 rule of one-stop shops.

The day of acceptance is not counted. What arrives after 15:00, or on a day off, counts as accepted on the next working
day. A period that ends on a day off ends on the next working day, at the close of office (17:00 in Vietnam). Time spent
waiting for papers or a payment, and declared outages (NĐ 301/2026), is left out.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bot.catalogue.record import TimeUnit
from bot.dossiers.calendar import LOCAL, Calendar, default_calendar, load_calendar

__all__ = [
    "LOCAL",
    "Calendar",
    "Spell",
    "add_working_days",
    "default_calendar",
    "due_after",
    "due_at",
    "load_calendar",
    "working_days_between",
]

NEXT_DAY_AFTER = dt.time(15, 0)
OFFICE_CLOSES = dt.time(17, 0)


class Spell(NamedTuple):
    """Time that does not count: papers or a payment are awaited, or a system is declared down. Aware, ``end`` later."""

    start: dt.datetime
    end: dt.datetime


def add_working_days(start: dt.date, days: int, calendar: Calendar) -> dt.date:
    """The ``days``-th working day after ``start``. 0 days: ``start``, or the next working day."""
    if days < 0:
        raise ValueError("a time limit cannot be negative")
    day = start if days else calendar.next_working_day(start)
    for _ in range(days):
        day = calendar.next_working_day(day + dt.timedelta(days=1))
    return day


def working_days_between(start: dt.date, end: dt.date, calendar: Calendar) -> int:
    """Working days after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
    span = range(1, (end - start).days + 1)
    return sum(calendar.is_working(start + dt.timedelta(days=days)) for days in span)


def due_at(
    accepted_at: dt.datetime, amount: float, unit: TimeUnit, calendar: Calendar, spells: Iterable[Spell] = ()
) -> dt.datetime:
    """The due time in UTC of what was accepted at ``accepted_at`` (aware). Parts of a day or month are rounded up.

    Hours are real hours (police: 1 hour). ``SAME_DAY`` ignores ``amount``. ``spells`` in any order, overlapping or
    not; what of them lies before the acceptance or begins after the due time moves nothing.
    """
    if amount < 0 or accepted_at.tzinfo is None:
        raise ValueError("a time limit needs an aware start and cannot be negative")
    since = _since(accepted_at, spells)
    if unit is TimeUnit.HOUR:
        return _later(accepted_at.astimezone(dt.timezone.utc) + dt.timedelta(hours=amount), since)
    last = _last_day(_counted_from(accepted_at, calendar), math.ceil(amount), unit, calendar)
    counts = (lambda day: True) if unit in (TimeUnit.DAY, TimeUnit.MONTH) else calendar.is_working
    return _moved(last, _closing(calendar.next_working_day(last)), since, calendar, counts)


def due_after(
    started_at: dt.datetime,
    due: dt.datetime,
    spells: Iterable[Spell],
    calendar: Calendar,
    unit: TimeUnit | None = None,
) -> dt.datetime:
    """A due time that somebody else set, moved on by the working days that were lost in ``spells``.

    A day off that was promised counts as one of them: there, or for this source, offices work on it. What is due on
    the day of its start may be promised by the hour (``unit`` is that of the time limit, where it is known): then a
    short wait counts too.
    """
    since, day = _since(started_at, spells), _local_day(due)
    by_hours = _later(due, since)
    if unit is TimeUnit.HOUR:
        return by_hours
    by_days = _moved(day, due, since, calendar, lambda it: it == day or calendar.is_working(it))
    return max(by_days, by_hours) if day == _local_day(started_at) else by_days


def _since(accepted_at: dt.datetime, spells: Iterable[Spell]) -> list[Spell]:
    return [Spell(max(start, accepted_at), end) for start, end in spells if end > accepted_at]


def _moved(
    day: dt.date, until: dt.datetime, spells: Iterable[Spell], calendar: Calendar, counts: Callable[[dt.date], bool]
) -> dt.datetime:
    """When a period up to ``day`` ends, where each day that counts and is lost is made up for; ``until`` if none is.

    A day is lost when 15:00 falls into a spell: what comes later counts for the next day, as with an acceptance. A day
    that two spells share is lost once.
    """
    lost: set[dt.date] = set()
    for start, end in sorted(spells):
        if start >= until:
            break
        day = calendar.next_working_day(day) if start >= _closing(day) else day
        days = {lost_day for lost_day in _days_lost(start, end) if counts(lost_day)} - lost
        lost |= days
        for _ in days:
            day = _next(day, counts)
        until = _closing(calendar.next_working_day(day)) if days else until
    return until


def _days_lost(start: dt.datetime, end: dt.datetime) -> Iterator[dt.date]:
    day = _local_day(start)
    while (boundary := dt.datetime.combine(day, NEXT_DAY_AFTER, LOCAL)) < end:
        if boundary >= start:
            yield day
        day += dt.timedelta(days=1)


def _next(day: dt.date, counts: Callable[[dt.date], bool]) -> dt.date:
    day += dt.timedelta(days=1)
    while not counts(day):
        day += dt.timedelta(days=1)
    return day


def _later(due: dt.datetime, spells: Iterable[Spell]) -> dt.datetime:
    """``due`` moved on by the real time of the spells that begin before it."""
    reached = None
    for start, end in sorted(spells):
        if start >= due:
            break
        begin = max(start, reached) if reached else start
        due += max(end - begin, dt.timedelta())
        reached = max(end, begin)
    return due


def _local_day(time: dt.datetime) -> dt.date:
    return time.astimezone(LOCAL).date()


def _counted_from(accepted_at: dt.datetime, calendar: Calendar) -> dt.date:
    local = accepted_at.astimezone(LOCAL)
    late = local.time() > NEXT_DAY_AFTER
    return calendar.next_working_day(local.date() + dt.timedelta(days=int(late)))


def _last_day(start: dt.date, amount: int, unit: TimeUnit, calendar: Calendar) -> dt.date:
    """Of days and months not yet moved to a working day: spells are counted first."""
    if unit is TimeUnit.SAME_DAY:
        return start
    if unit is TimeUnit.WORKING_DAY:
        return add_working_days(start, amount, calendar)
    return start + dt.timedelta(days=amount) if unit is TimeUnit.DAY else _add_months(start, amount)


def _add_months(start: dt.date, amount: int) -> dt.date:
    """The same day of the month; its last day where the month is shorter (Bộ luật Dân sự Art 148)."""
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, months.monthrange(year, month + 1)[1]))


def _closing(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OFFICE_CLOSES, LOCAL).astimezone(dt.timezone.utc)
