"""The inbox: what was accepted. One message of a conversation at a time, in the order of acceptance."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from cryptography.fernet import InvalidToken
from sqlalchemy import and_, bindparam, exists, func, or_, select, text, update
from sqlalchemy.engine import Connection, Engine

from bot.conversations.event import Event, EventKind, without_strangers
from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.tables import conversations, inbox
from bot.store.upsert import Upsert

MOST_ATTEMPTS = 3

# Statements are made once: to make one costs more than to run it.
_EARLIER = inbox.alias("earlier")
_AHEAD = and_(
    _EARLIER.c.conversation == inbox.c.conversation,
    _EARLIER.c.id < inbox.c.id,
    _EARLIER.c.status.in_(("pending", "unread")),
)
_FREE = or_(inbox.c.claim.is_(None), inbox.c.lease_until < bindparam("now"))
_CLAIMABLE = (
    select(inbox, conversations.c.state_enc, conversations.c.updated_at.label("state_at"))
    .select_from(inbox.outerjoin(conversations, conversations.c.id == inbox.c.conversation))
    .where(inbox.c.status == "pending", _FREE, ~exists().where(_AHEAD))
    .order_by(inbox.c.id)
    .limit(1)
)
_CLAIMABLE_LOCKED = _CLAIMABLE.with_for_update(skip_locked=True, of=inbox)
_CLAIM = (
    update(inbox)
    .where(inbox.c.id == bindparam("inbox_id"))
    .values(claim=bindparam("token"), lease_until=bindparam("until"), attempts=inbox.c.attempts + 1)
)
_OURS = and_(inbox.c.id == bindparam("inbox_id"), inbox.c.claim == bindparam("token"))
_FINISH = (
    update(inbox)
    .where(_OURS, inbox.c.status == "pending")
    .values(status=bindparam("outcome"), done_at=bindparam("now"), claim=None, lease_until=None, event_enc=None)
)
_GIVE_BACK = update(inbox).where(_OURS).values(claim=None, lease_until=None)
_RELEASE = (
    update(inbox)
    .where(inbox.c.claim.like(bindparam("tokens")), inbox.c.status.in_(("pending", "unread")))
    .values(claim=None, lease_until=None)
)
_ACCEPT = Upsert(inbox, ["channel", "message_id"], returning=inbox.c.id)
_QUEUE_UP = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
_PENDING = select(func.count()).where(inbox.c.status == "pending")


class Incoming(NamedTuple):
    """A verified message of a channel. ``message_id`` is the channel's own, the key against duplicates.

    ``origin``: pseudonym of the network address, where the channel has one. ``event``: what came besides the text.
    ``flood``: kept, but never worked on.
    """

    channel: str
    message_id: str
    conversation: str
    text: str
    shown: str | None = None
    origin: str | None = None
    event: Event | None = None
    flood: bool = False


class State(NamedTuple):
    """The dialogue's state as it was left, encrypted JSON; ``at`` is UTC."""

    token: str
    at: dt.datetime


class Claimed(NamedTuple):
    """A message that this worker may process until its lease ends. ``attempts`` counts this one.

    ``text`` is None where none of our keys reads it: the message then has no better answer than an apology. ``state``:
    of its conversation, which nobody else changes meanwhile.
    """

    id: int
    channel: str
    conversation: str
    text: str | None
    claim: str
    attempts: int
    received_at: dt.datetime
    origin: str | None = None
    event: Event | None = None
    state: State | None = None


def accept(engine: Engine, keys: Keys, message: Incoming, now: dt.datetime) -> int | None:
    """Store a message; its inbox id, or None when the channel sent it before."""
    return accept_all(engine, keys, [message], now)[0]


def accept_all(engine: Engine, keys: Keys, messages: Sequence[Incoming], now: dt.datetime) -> list[int | None]:
    """Store messages in this order, in one transaction; for each what ``accept`` returns."""
    rows = [_row(keys, message, now) for message in messages]
    with writing(engine) as connection:
        _queue_up(connection, messages)
        return [_insert(connection, row) for row in rows]


def _row(keys: Keys, message: Incoming, now: dt.datetime) -> dict[str, Any]:
    return {
        "channel": message.channel,
        "message_id": message.message_id,
        "conversation": message.conversation,
        "text_enc": keys.encrypt(message.text),
        "shown_enc": keys.encrypt(message.shown) if message.shown else None,
        "received_at": now,
        "origin": message.origin,
        "event_enc": write_event(keys, without_strangers(message.event)) if message.event else None,
        "status": _first_status(message),
    }


def _first_status(message: Incoming) -> str:
    if message.flood:
        return "flood"
    # A picture is looked at before it is answered; what comes after it waits.
    to_read = message.event and message.event.kind is EventKind.IMAGE and message.event.codes is None
    return "unread" if to_read else "pending"


def _insert(connection: Connection, row: dict[str, Any]) -> int | None:
    result = _ACCEPT.run(connection, row)
    if connection.dialect.name == "postgresql":
        return result.scalar()
    return int(result.lastrowid) if result.rowcount else None


def _queue_up(connection: Connection, messages: Sequence[Incoming]) -> None:
    """Wait for whoever stores a message of these conversations: numbers come in the order in which rows are seen.

    Always in the same order, so that two who store several do not wait for each other.
    """
    if connection.dialect.name == "postgresql":
        for conversation in sorted({message.conversation for message in messages}):
            connection.execute(_QUEUE_UP, {"name": conversation})


def claim(engine: Engine, keys: Keys, worker: str, now: dt.datetime, lease: dt.timedelta) -> Claimed | None:
    """The oldest message whose conversation has none before it, now this worker's; None when there is none."""
    with reading(engine) as connection:
        # Who finds nothing has not made those wait who write.
        if connection.execute(_CLAIMABLE, {"now": now}).first() is None:
            return None
    with writing(engine) as connection:
        return claim_within(connection, keys, worker, now, lease)


def claim_within(
    connection: Connection, keys: Keys, worker: str, now: dt.datetime, lease: dt.timedelta
) -> Claimed | None:
    """The same as a part of a transaction, such as the one that finishes the message before."""
    row = connection.execute(_CLAIMABLE_LOCKED, {"now": now}).first()
    if row is None:
        return None
    token = f"{worker}:{uuid.uuid4().hex[:12]}"
    connection.execute(_CLAIM, {"inbox_id": row.id, "token": token, "until": now + lease})
    common = (row.id, row.channel, row.conversation, _readable(keys, row.text_enc), token, row.attempts + 1)
    state = State(row.state_enc, row.state_at) if row.state_enc else None
    return Claimed(*common, row.received_at, row.origin, read_event(keys, row.event_enc), state)


def write_event(keys: Keys, event: Event) -> str:
    return keys.encrypt(msgspec.json.encode(event).decode())


def read_event(keys: Keys, body: str | None) -> Event | None:
    """None where there is none, or none of our keys reads it."""
    said = _readable(keys, body) if body else None
    return msgspec.json.decode(said, type=Event) if said else None


def _readable(keys: Keys, body: str) -> str | None:
    try:
        return keys.decrypt(body)
    except InvalidToken:
        return None


def finish(connection: Connection, message: Claimed, now: dt.datetime, status: str = "done") -> bool:
    """Within the transaction of the effects: mark it done; False when the claim is no longer ours. Where somebody was
    and which phone they have is not kept any longer."""
    values = {"inbox_id": message.id, "token": message.claim, "now": now, "outcome": status}
    return connection.execute(_FINISH, values).rowcount == 1


def give_back(engine: Engine, message: Claimed) -> None:
    """Let go of a message whose processing failed, so that it is taken up again."""
    with writing(engine) as connection:
        connection.execute(_GIVE_BACK, {"inbox_id": message.id, "token": message.claim})


def release(engine: Engine, worker: str) -> int:
    """Free everything that a worker, or a reader of pictures, which died had claimed; how many messages."""
    with writing(engine) as connection:
        return connection.execute(_RELEASE, {"tokens": f"{worker}:%"}).rowcount


def pending(connection: Connection) -> int:
    return int(connection.execute(_PENDING).scalar_one())
