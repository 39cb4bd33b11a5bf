"""When a dossier is ready, and whether that is late, in plain words. What is late, ``Dossier.is_overdue`` decides."""

from __future__ import annotations

import datetime as dt

from bot.dossiers.deadlines import default_calendar, working_days_between
from bot.dossiers.dossier import Dossier
from bot.dossiers.status import WITH_RESULT, Status
from bot.dossiers.texts import local_day, say_day, texts


def when_lines(dossier: Dossier, now: dt.datetime) -> list[str]:
    """When it is ready; nothing where it never will be."""
    words = texts().when
    if dossier.status is Status.SUBMITTED:
        return [words["submitted"]]
    if dossier.status is Status.SUPPLEMENT_REQUIRED:
        return [words["paused_supplement"], *_overdue(dossier, now)]
    if dossier.status is Status.PAYMENT_REQUIRED:
        return [words["paused_payment"], *_overdue(dossier, now)]
    if dossier.status.clock_runs:
        return _overdue(dossier, now) or _due(dossier, now)
    return _finished(dossier, now) if dossier.status in WITH_RESULT else []


def may_move(dossier: Dossier) -> bool:
    """Whether the due date is no promise: counted by us, in a year whose days off are not published, or it waited."""
    if dossier.due_at is None:
        return False
    return dossier.due_expected or not _is_final(dossier.due_at) or _waited(dossier)


def _waited(dossier: Dossier) -> bool:
    """Whether it is in time for longer than the receipt says."""
    due, until = dossier.due_at, dossier.promised_until
    return due is not None and until is not None and local_day(until) > local_day(due)


def _is_final(time: dt.datetime) -> bool:
    return default_calendar().is_final(local_day(time).year)


def _due(dossier: Dossier, now: dt.datetime) -> list[str]:
    words, due, until = texts().when, dossier.due_at, dossier.promised_until
    if due is None or until is None:
        return [words["due_unknown"], *_new_date(dossier, now)]
    key, day = ("paused_before", until) if now > due else ("expected" if dossier.due_expected else "due", due)
    line = words[key].format(date=say_day(due), until=say_day(until), place=dossier.result_place)
    moves = [] if _is_final(day) else [words["may_move"].format(year=local_day(day).year)]
    longer = [words["may_last"].format(until=say_day(until))] if _waited(dossier) and now <= due else []
    return [line, *longer, *moves, *_new_date(dossier, now)]


def _new_date(dossier: Dossier, now: dt.datetime) -> list[str]:
    """What the office promised instead, if it did."""
    if dossier.new_due_at is None:
        return []
    key = "new_date" if now <= dossier.new_due_at else "new_date_passed"
    return [texts().overdue[key].format(date=say_day(dossier.new_due_at))]


def _overdue(dossier: Dossier, now: dt.datetime) -> list[str]:
    until = dossier.promised_until
    if until is None or not dossier.is_overdue(now):
        return []
    words = texts().overdue
    reason = reason_lines(dossier) if dossier.status.clock_runs else []
    new_date = _new_date(dossier, now) or [words["unknown_new_date"]]
    if dossier.due_expected:
        return [words["expected"].format(date=say_day(until)), *reason, *new_date]
    days = working_days_between(local_day(until), local_day(now), default_calendar())
    key = "paused" if not dossier.status.clock_runs else "days" if days else "today"
    late = words[key].format(days=days, date=say_day(until))
    return [late, *_printed(dossier), *reason, *new_date, words["apology"]]


def _printed(dossier: Dossier) -> list[str]:
    """The day on the receipt, where another one is said because it waited."""
    if dossier.due_at is None or not _waited(dossier):
        return []
    return [texts().overdue["printed"].format(date=say_day(dossier.due_at))]


def _finished(dossier: Dossier, now: dt.datetime) -> list[str]:
    ready = [texts().when["finished"].format(date=say_day(dossier.finished_at))] if dossier.finished_at else []
    until = dossier.promised_until
    if until is None or dossier.due_expected or not dossier.is_overdue(now):
        return ready
    words = texts().overdue
    late = words["finished"].format(date=say_day(until))
    return [*ready, late, *_printed(dossier), *reason_lines(dossier), words["apology_finished"]]


def reason_lines(dossier: Dossier) -> list[str]:
    """Of a refusal, stop or delay, where the source tells it."""
    return [texts().reason.format(reason=dossier.reason.rstrip(". "))] if dossier.reason else []
