"""The outbox as whoever runs it looks at it: what waits, what is dead and why, and sending it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.store.engine import reading, writing
from bot.store.tables import outbox
from bot.store.tables.delivery import IS_DEAD, IS_UNCERTAIN, IS_WAITING

_OLDEST = (
    select(outbox.c.channel, func.min(outbox.c.created_at).label("since")).where(IS_WAITING).group_by(outbox.c.channel)
)
_UNCERTAIN = (
    select(outbox.c.channel, func.sum(outbox.c.uncertain).label("sends")).where(IS_UNCERTAIN).group_by(outbox.c.channel)
)
_ERRORS = (
    select(outbox.c.channel, outbox.c.error, func.count().label("rows"))
    .where(IS_DEAD)
    .group_by(outbox.c.channel, outbox.c.error)
    .order_by(func.count().desc(), outbox.c.channel, outbox.c.error)
)


class Dead(NamedTuple):
    """A reply that was given up; what it says is nobody's business here."""

    id: int
    channel: str
    conversation: str
    error: str
    created_at: dt.datetime


def oldest_waits(connection: Connection, now: dt.datetime) -> dict[str, float]:
    """By channel for how many seconds its oldest reply has waited."""
    return {row.channel: (now - row.since).total_seconds() for row in connection.execute(_OLDEST)}


def uncertain_sends(connection: Connection) -> dict[str, int]:
    """By channel how many sends ended in a way that nobody knows: so many replies may have been read twice."""
    return {row.channel: int(row.sends) for row in connection.execute(_UNCERTAIN)}


def errors(connection: Connection) -> dict[tuple[str, str], int]:
    """How many dead replies by channel and error."""
    return {(row.channel, row.error or ""): row.rows for row in connection.execute(_ERRORS)}


def dead(engine: Engine, channel: str | None = None, error: str | None = None, most: int = 1000) -> list[Dead]:
    """The dead replies of a channel, with an error, or all; the oldest first."""
    query = select(outbox).where(*_dead(channel, error)).order_by(outbox.c.id).limit(most)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [Dead(row.id, row.channel, row.conversation, row.error or "", row.created_at) for row in rows]


def resend(
    engine: Engine,
    now: dt.datetime,
    ids: Collection[int] = (),
    channel: str | None = None,
    error: str | None = None,
) -> int:
    """Give dead replies to the senders once more, those of ``ids`` or those that fit; how many. Pieces that are gone
    do not leave again, and sends whose end nobody knows stay counted."""
    chosen = [*_dead(channel, error), *([outbox.c.id.in_(ids)] if ids else [])]
    values: dict[str, Any] = {"status": "pending", "due_at": now, "attempts": 0, "in_flight_at": None}
    with writing(engine) as connection:
        return connection.execute(update(outbox).where(*chosen).values(**values)).rowcount


def _dead(channel: str | None, error: str | None) -> list[Any]:
    fits = [(outbox.c.channel, channel), (outbox.c.error, error)]
    return [IS_DEAD, *(column == value for column, value in fits if value is not None)]
