"""How fast messages may leave for a channel and for one chat of it, shared by all senders through the database.

The generic cell rate algorithm: one time a name, until which what already left has used up its share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection, Engine

from bot.store.engine import writing
from bot.store.tables import paces
from bot.store.upsert import Upsert


class Pace(NamedTuple):
    """``channel``: messages a second over all chats, of which a second's worth may leave at once; ``chat``: seconds
    between two messages to the same chat."""

    channel: float
    chat: float = 0.0


_GET = select(paces.c.free_at).where(paces.c.name == bindparam("of_name"))
_GET_LOCKED = _GET.with_for_update()
_SET = Upsert(paces, ["name"], renewed=["free_at"])


def allowed(connection: Connection, channel: str, pace: Pace, now: dt.datetime, most: int) -> int:
    """How many messages may leave for the channel now. Holds the channel's row until the transaction ends."""
    free_at = connection.execute(_GET_LOCKED, {"of_name": channel}).scalar()
    if free_at is None or free_at <= now:
        return min(most, max(1, int(pace.channel)))
    # Up to a second's worth may leave ahead of time.
    left = 1.0 - (free_at - now).total_seconds()
    return max(0, min(most, int(left * pace.channel)))


def spend(connection: Connection, channel: str, pace: Pace, now: dt.datetime, conversations: Collection[str]) -> None:
    """A message leaves for each of these conversations."""
    if not conversations:
        return
    free_at = connection.execute(_GET_LOCKED, {"of_name": channel}).scalar()
    begin = max(free_at or now, now)
    _set(connection, channel, begin + dt.timedelta(seconds=len(conversations) / pace.channel))
    if pace.chat:
        for conversation in conversations:
            _set(connection, conversation, now + dt.timedelta(seconds=pace.chat))


def rest(connection: Connection, until: Mapping[str, dt.datetime]) -> None:
    """Nothing leaves for these conversations before these times."""
    for conversation, free_at in sorted(until.items()):
        _set(connection, conversation, free_at)


def hold(engine: Engine, name: str, until: dt.datetime) -> None:
    """Nothing leaves for a channel or a conversation before a time."""
    with writing(engine) as connection:
        free_at = connection.execute(_GET_LOCKED, {"of_name": name}).scalar()
        # The second's worth that may leave ahead of time counts here too.
        _set(connection, name, max(free_at or until, until + dt.timedelta(seconds=1)))


def _set(connection: Connection, name: str, free_at: dt.datetime) -> None:
    _SET.run(connection, {"name": name, "free_at": free_at})
