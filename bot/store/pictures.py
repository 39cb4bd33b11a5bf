"""Pictures in the inbox that nobody has looked at yet. One is looked at by one reader; its row keeps what it shows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.engine import Connection, Engine, Row

from bot.conversations.event import Event, EventKind
from bot.store.engine import reading, writing
from bot.store.inbox import read_event, write_event
from bot.store.secrets import Keys
from bot.store.tables import inbox

_FREE = or_(inbox.c.claim.is_(None), inbox.c.lease_until < bindparam("now"))
_UNREAD = select(inbox).where(inbox.c.status == "unread", _FREE).order_by(inbox.c.id).limit(bindparam("most"))
_UNREAD_LOCKED = _UNREAD.with_for_update(skip_locked=True, of=inbox)
_CLAIM = (
    update(inbox)
    .where(inbox.c.id == bindparam("row_id"))
    .values(claim=bindparam("token"), lease_until=bindparam("until"), attempts=inbox.c.attempts + 1)
)
_OURS = (inbox.c.id == bindparam("row_id"), inbox.c.claim == bindparam("token"), inbox.c.status == "unread")
_READ = (
    update(inbox)
    .where(*_OURS)
    .values(status="pending", event_enc=bindparam("event"), claim=None, lease_until=None, attempts=0)
)
_PUT_OFF = update(inbox).where(*_OURS).values(lease_until=bindparam("until"))


class Unread(NamedTuple):
    """A picture that this reader may look at until its lease ends. ``attempts`` counts this one.

    ``url`` is None where there is none, or none of our keys reads it.
    """

    id: int
    channel: str
    url: str | None
    claim: str
    attempts: int


def claim(engine: Engine, keys: Keys, reader: str, now: dt.datetime, lease: dt.timedelta, most: int) -> list[Unread]:
    """The oldest pictures that nobody looks at."""
    values = {"now": now, "most": most}
    with reading(engine) as connection:
        # Who finds nothing has not made those wait who write.
        if most <= 0 or connection.execute(_UNREAD, values).first() is None:
            return []
    with writing(engine) as connection:
        rows = connection.execute(_UNREAD_LOCKED, values).all()
        return [_take(connection, keys, row, f"{reader}:{uuid.uuid4().hex[:12]}", now + lease) for row in rows]


def _take(connection: Connection, keys: Keys, row: Row, token: str, until: dt.datetime) -> Unread:
    connection.execute(_CLAIM, {"row_id": row.id, "token": token, "until": until})
    event = read_event(keys, row.event_enc)
    return Unread(row.id, row.channel, event.url if event else None, token, row.attempts + 1)


def read(engine: Engine, keys: Keys, picture: Unread, codes: Sequence[str]) -> bool:
    """It was looked at: a worker may answer. The address of the picture is dropped. False where it is another's now."""
    event = write_event(keys, Event(EventKind.IMAGE, codes=tuple(codes)))
    with writing(engine) as connection:
        values = {"row_id": picture.id, "token": picture.claim, "event": event}
        return connection.execute(_READ, values).rowcount == 1


def put_off(engine: Engine, picture: Unread, until: dt.datetime) -> None:
    """Nobody looks at it before that time (UTC)."""
    with writing(engine) as connection:
        connection.execute(_PUT_OFF, {"row_id": picture.id, "token": picture.claim, "until": until})
