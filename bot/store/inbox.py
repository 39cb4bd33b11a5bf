"""The inbox: what was accepted. One message of a conversation at a time, in the order of acceptance."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from cryptography.fernet import InvalidToken
from sqlalchemy import and_, exists, func, insert, or_, select, text, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.store.engine import writing
from bot.store.secrets import Keys
from bot.store.tables import inbox

MOST_ATTEMPTS = 3


class Incoming(NamedTuple):
    """A verified message of a channel. ``message_id`` is the channel's own, the key against duplicates."""

    channel: str
    message_id: str
    conversation: str
    text: str
    shown: str | None = None


class Claimed(NamedTuple):
    """A message that this worker may process until its lease ends. ``attempts`` counts this one.

    ``text`` is None where none of our keys reads it: the message then has no better answer than an apology.
    """

    id: int
    channel: str
    conversation: str
    text: str | None
    claim: str
    attempts: int
    received_at: dt.datetime


def accept(engine: Engine, keys: Keys, message: Incoming, now: dt.datetime) -> int | None:
    """Store a message; its inbox id, or None when the channel sent it before."""
    row = {
        "channel": message.channel,
        "message_id": message.message_id,
        "conversation": message.conversation,
        "text_enc": keys.encrypt(message.text),
        "shown_enc": keys.encrypt(message.shown) if message.shown else None,
        "received_at": now,
    }
    try:
        with writing(engine) as connection:
            _queue_up(connection, message.conversation)
            return int(connection.execute(insert(inbox).values(row)).inserted_primary_key[0])
    except IntegrityError:
        return None


def _queue_up(connection: Connection, conversation: str) -> None:
    """Wait for whoever is storing a message of this conversation: numbers come in the order in which rows are seen."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": conversation})


def claim(engine: Engine, keys: Keys, worker: str, now: dt.datetime, lease: dt.timedelta) -> Claimed | None:
    """The oldest message whose conversation has none before it, now this worker's; None when there is none."""
    token = f"{worker}:{uuid.uuid4().hex[:12]}"
    with writing(engine) as connection:
        row = connection.execute(_claimable(now)).first()
        if row is None:
            return None
        values = {"claim": token, "lease_until": now + lease, "attempts": row.attempts + 1}
        connection.execute(update(inbox).where(inbox.c.id == row.id).values(values))
    said = _readable(keys, row.text_enc)
    return Claimed(row.id, row.channel, row.conversation, said, token, row.attempts + 1, row.received_at)


def _readable(keys: Keys, body: str) -> str | None:
    try:
        return keys.decrypt(body)
    except InvalidToken:
        return None


def _claimable(now: dt.datetime):  # type: ignore[no-untyped-def]
    earlier = inbox.alias("earlier")
    ahead = and_(
        earlier.c.conversation == inbox.c.conversation, earlier.c.id < inbox.c.id, earlier.c.status == "pending"
    )
    free = or_(inbox.c.claim.is_(None), inbox.c.lease_until < now)
    query = select(inbox).where(inbox.c.status == "pending", free, ~exists().where(ahead))
    return query.order_by(inbox.c.id).limit(1).with_for_update(skip_locked=True, of=inbox)


def finish(connection: Connection, message: Claimed, now: dt.datetime, status: str = "done") -> bool:
    """Within the transaction of the effects: mark it done; False when the claim is no longer ours."""
    ours = and_(inbox.c.id == message.id, inbox.c.claim == message.claim, inbox.c.status == "pending")
    values = {"status": status, "done_at": now, "claim": None, "lease_until": None}
    return connection.execute(update(inbox).where(ours).values(values)).rowcount == 1


def give_back(engine: Engine, message: Claimed) -> None:
    """Let go of a message whose processing failed, so that it is taken up again."""
    with writing(engine) as connection:
        ours = and_(inbox.c.id == message.id, inbox.c.claim == message.claim)
        connection.execute(update(inbox).where(ours).values(claim=None, lease_until=None))


def release(engine: Engine, worker: str) -> int:
    """Free everything that a worker which died had claimed; how many messages."""
    with writing(engine) as connection:
        held = and_(inbox.c.claim.like(f"{worker}:%"), inbox.c.status == "pending")
        return connection.execute(update(inbox).where(held).values(claim=None, lease_until=None)).rowcount


def pending(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).where(inbox.c.status == "pending")).scalar_one())
