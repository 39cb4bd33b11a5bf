"""Counting dossiers by their facts, in the database, without reading a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, and_, case, func, not_, or_, select
from sqlalchemy.engine import Engine

from bot.catalogue.record import Channel
from bot.dossiers.facts import MOST_SUPPLEMENTS, Outcome
from bot.dossiers.statistics import By, Counts, Row
from bot.dossiers.status import Status
from bot.store.engine import reading
from bot.store.tables import dossier_facts, dossiers

F = dossier_facts.c
COLUMNS: dict[By, Column[Any]] = {
    By.UNIT: F.agency,
    By.PROCEDURE: F.procedure,
    By.MONTH: F.month,
    By.CHANNEL: F.channel,
}


class Period(NamedTuple):
    """Months of receipt such as 202611, both included, and the time (UTC) at which what is unfinished is judged."""

    first: int
    last: int
    end: dt.datetime


def count_by(engine: Engine, by: Sequence[By], period: Period) -> list[Row]:
    """One row a group, in the order of the names; without a dimension one row."""
    columns = [COLUMNS[dimension] for dimension in by]
    names = [column.label(f"by_{number}") for number, column in enumerate(columns)]
    query = select(*names, *_counts(period.end)).where(F.month.between(period.first, period.last))
    with reading(engine) as connection:
        rows = connection.execute(query.group_by(*columns).order_by(*columns)).all()
    size = len(columns)
    return [Row(tuple(_name(value) for value in row[:size]), Counts(*row[size:])) for row in rows]


def without_facts(engine: Engine) -> int:
    """Dossiers that no statistics count yet: stored before there were facts."""
    with reading(engine) as connection:
        whole, counted = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (dossiers, dossier_facts)
        )
    return max(0, int(whole) - int(counted))


def _name(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _counts(end: dt.datetime) -> list[Any]:
    """In the order of ``Counts``."""
    conditions = {**_ended(end), **_running(end), **_parts(end)}
    counts: dict[str, Any] = {name: func.count().filter(condition) for name, condition in conditions.items()}
    counts["received"] = func.count()
    return [counts[name].label(name) for name in Counts._fields]


def _has_ended(end: dt.datetime) -> Any:
    return and_(F.ended_at.is_not(None), F.ended_at <= end)


def _ended(end: dt.datetime) -> dict[str, Any]:
    ended = _has_ended(end)
    outcomes = {outcome.value: and_(ended, F.outcome == outcome.value) for outcome in Outcome}
    return {"ended": ended, "ended_unjudged": and_(ended, F.outcome.is_(None)), **outcomes}


def _running(end: dt.datetime) -> dict[str, Any]:
    """What waits for the applicant is judged by when the waiting began, where that was before the end.

    Where nobody knows since when it has ended or waits (``facts``), nobody knows either whether it ran past what was
    promised: up to then it was in time."""
    running = or_(F.ended_at.is_(None), F.ended_at > end)
    judged_at: Any = case((F.paused_at < end, F.paused_at), else_=end)
    is_asked_again = F.supplements > MOST_SUPPLEMENTS
    late = or_(judged_at > F.late_after, is_asked_again)
    is_guessed = and_(F.paused_at.is_not(None), F.paused_at == F.late_after)
    is_known = not_(or_(is_guessed, and_(F.ended_at.is_not(None), F.outcome.is_(None))))
    judged = and_(F.late_after.is_not(None), or_(is_known, is_asked_again, F.late_after >= end))
    return {
        "running": running,
        "running_on_time": and_(running, judged, not_(late)),
        "running_late": and_(running, judged, late),
        "running_unjudged": and_(running, not_(judged)),
    }


def _parts(end: dt.datetime) -> dict[str, Any]:
    ended = _has_ended(end)
    result = and_(ended, F.status.in_([Status.COMPLETED, Status.RETURNED]))
    told = and_(result, F.electronic.is_not(None), F.channel.is_not(None))
    online = F.channel == Channel.ONLINE.value
    return {
        "refused": and_(ended, F.status == Status.NOT_ACCEPTED),
        "withdrawn": and_(ended, F.status == Status.WITHDRAWN),
        "stopped": and_(ended, F.status == Status.STOPPED),
        "asked_again": F.supplements > MOST_SUPPLEMENTS,
        "channel_told": F.channel.is_not(None),
        "online": online,
        "results": result,
        "results_told": told,
        "electronic": and_(result, F.electronic.is_(True)),
        "online_electronic": and_(told, online, F.electronic.is_(True)),
    }
