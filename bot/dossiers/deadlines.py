"""When a dossier is due. Law: Bộ luật Dân sự 2015 Art 147 and 148; the 15:00 rule of one-stop shops.

The day of acceptance is not counted. What arrives after 15:00, or on a day off, counts as accepted on the next working
day. A period that ends on a day off ends on the next working day, at the close of office (17:00 in Vietnam).
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import math

from bot.catalogue.record import TimeUnit
from bot.dossiers.calendar import LOCAL, Calendar, default_calendar, load_calendar

__all__ = [
    "LOCAL",
    "Calendar",
    "add_working_days",
    "default_calendar",
    "due_after_pause",
    "due_at",
    "load_calendar",
    "working_days_between",
]

NEXT_DAY_AFTER = dt.time(15, 0)
OFFICE_CLOSES = dt.time(17, 0)


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


def due_at(accepted_at: dt.datetime, amount: float, unit: TimeUnit, calendar: Calendar) -> dt.datetime:
    """The due time in UTC of what was accepted at ``accepted_at`` (aware). Parts of a day or month are rounded up.

    Hours are real hours (police: 1 hour). ``SAME_DAY`` ignores ``amount``.
    """
    if amount < 0 or accepted_at.tzinfo is None:
        raise ValueError("a time limit needs an aware start and cannot be negative")
    if unit is TimeUnit.HOUR:
        return accepted_at.astimezone(dt.timezone.utc) + dt.timedelta(hours=amount)
    return _closing(_last_day(_counted_from(accepted_at, calendar), math.ceil(amount), unit, calendar))


def due_after_pause(
    due: dt.datetime, paused_at: dt.datetime, resumed_at: dt.datetime, calendar: Calendar
) -> dt.datetime:
    """``due`` moved on by the working days spent waiting for papers (status 5) or a payment (status 6)."""
    waited = working_days_between(_local_day(paused_at), _local_day(resumed_at), calendar)
    return _closing(add_working_days(_local_day(due), waited, calendar)) if waited else due


def _local_day(time: dt.datetime) -> dt.date:
    return time.astimezone(LOCAL).date()


def _counted_from(accepted_at: dt.datetime, calendar: Calendar) -> dt.date:
    local = accepted_at.astimezone(LOCAL)
    late = local.time() > NEXT_DAY_AFTER
    return calendar.next_working_day(local.date() + dt.timedelta(days=int(late)))


def _last_day(start: dt.date, amount: int, unit: TimeUnit, calendar: Calendar) -> dt.date:
    if unit is TimeUnit.SAME_DAY:
        return start
    if unit is TimeUnit.WORKING_DAY:
        return add_working_days(start, amount, calendar)
    end = start + dt.timedelta(days=amount) if unit is TimeUnit.DAY else _add_months(start, amount)
    return calendar.next_working_day(end)


def _add_months(start: dt.date, amount: int) -> dt.date:
    """The same day of the month; its last day where the month is shorter (Bộ luật Dân sự Art 148)."""
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, months.monthrange(year, month + 1)[1]))


def _closing(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OFFICE_CLOSES, LOCAL).astimezone(dt.timezone.utc)
