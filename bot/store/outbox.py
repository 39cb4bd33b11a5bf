"""The outbox: replies that were decided, until a sender or a page has handed them over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine

from bot.conversations.reply import Reply
from bot.store.engine import reading, writing
from bot.store.inbox import Claimed
from bot.store.secrets import Keys
from bot.store.tables import inbox, outbox


class Said(NamedTuple):
    """One line of a conversation as the page shows it: ``who`` is citizen or assistant."""

    id: str
    who: str
    text: str
    reply: Reply | None
    at: dt.datetime


def put(connection: Connection, keys: Keys, message: Claimed, replies: Sequence[Reply], now: dt.datetime) -> None:
    """Add the replies to a message, in the transaction that finishes it."""
    common = {"inbox_id": message.id, "channel": message.channel, "conversation": message.conversation}
    rows = [
        {**common, "created_at": now, "body_enc": keys.encrypt(msgspec.json.encode(reply).decode())}
        for reply in replies
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def answer_to(engine: Engine, keys: Keys, inbox_id: int) -> list[Reply] | None:
    """The replies to one message, or None while it is not done."""
    with reading(engine) as connection:
        status = connection.execute(select(inbox.c.status).where(inbox.c.id == inbox_id)).scalar_one_or_none()
        if status == "pending":
            return None
        rows = connection.execute(select(outbox.c.body_enc).where(outbox.c.inbox_id == inbox_id).order_by(outbox.c.id))
        return [_reply(keys, row.body_enc) for row in rows]


def hand_over(engine: Engine, inbox_id: int, now: dt.datetime) -> None:
    """Note that the replies to a message reached the person."""
    with writing(engine) as connection:
        waiting = (outbox.c.inbox_id == inbox_id) & outbox.c.sent_at.is_(None)
        connection.execute(update(outbox).where(waiting).values(sent_at=now))


def transcript(engine: Engine, keys: Keys, conversation: str, most: int = 200) -> list[Said]:
    """The last lines of a conversation in the order in which they belong: each message, then its replies."""
    with reading(engine) as connection:
        asked = select(inbox).where(inbox.c.conversation == conversation).order_by(inbox.c.id.desc()).limit(most)
        messages = connection.execute(asked).all()[::-1]
        ids = [row.id for row in messages]
        replies = connection.execute(select(outbox).where(outbox.c.inbox_id.in_(ids)).order_by(outbox.c.id)).all()
    said = []
    for row in messages:
        said.append(Said(f"m{row.id}", "citizen", keys.decrypt(row.shown_enc or row.text_enc), None, row.received_at))
        for line in (r for r in replies if r.inbox_id == row.id):
            reply = _reply(keys, line.body_enc)
            said.append(Said(f"r{line.id}", "assistant", reply.text, reply, line.created_at))
    return said


def _reply(keys: Keys, body: str) -> Reply:
    return msgspec.json.decode(keys.decrypt(body), type=Reply)
