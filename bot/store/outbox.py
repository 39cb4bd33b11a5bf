"""The outbox: replies that were decided, until a sender or a page has handed them over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, insert, select
from sqlalchemy.engine import Connection, Engine, Row

from bot.conversations.channels import is_pushed
from bot.conversations.reply import Reply
from bot.store.engine import reading, writing
from bot.store.inbox import Claimed
from bot.store.secrets import Keys
from bot.store.tables import inbox, outbox
from bot.store.upsert import Upsert

_PUT = insert(outbox)
PUT_ONCE = Upsert(outbox, ["once"])
# One row a reply; one row without a reply where there is none (yet).
_ANSWER = (
    select(inbox.c.status, outbox.c.body_enc)
    .select_from(inbox.outerjoin(outbox, outbox.c.inbox_id == inbox.c.id))
    .where(inbox.c.id == bindparam("inbox_id"))
    .order_by(outbox.c.id)
)
_ASKED = (
    select(inbox)
    .where(inbox.c.conversation == bindparam("conversation"))
    .order_by(inbox.c.id.desc())
    .limit(bindparam("most"))
)
# Those of a messenger stand in its own chat.
_NOTICES = (
    select(outbox)
    .where(outbox.c.conversation == bindparam("conversation"), outbox.c.once.is_not(None), outbox.c.status == "kept")
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)
_REPLIES = select(outbox).where(outbox.c.inbox_id.in_(bindparam("inbox_ids", expanding=True))).order_by(outbox.c.id)


class Said(NamedTuple):
    """One line of a conversation as the page shows it: ``who`` is citizen or assistant. ``notice``: nobody asked."""

    id: str
    who: str
    text: str
    reply: Reply | None
    at: dt.datetime
    notice: bool = False


def put(connection: Connection, keys: Keys, message: Claimed, replies: Sequence[Reply], now: dt.datetime) -> None:
    """Add the replies to a message, in the transaction that finishes it."""
    rows = [_row(keys, message.conversation, reply, now, inbox_id=message.id) for reply in replies]
    if rows:
        connection.execute(_PUT, rows)


def notice(keys: Keys, conversation: str, once: str, reply: Reply, now: dt.datetime) -> dict[str, Any]:
    """A row for PUT_ONCE: a message that nobody asked for. Of two with the name ``once``, one leaves."""
    return _row(keys, conversation, reply, now, once=once)


def put_notice(engine: Engine, keys: Keys, conversation: str, once: str, reply: Reply, now: dt.datetime) -> None:
    """Put a notice that hangs on nothing else."""
    with writing(engine) as connection:
        PUT_ONCE.run(connection, notice(keys, conversation, once, reply, now))


def _row(
    keys: Keys, conversation: str, reply: Reply, now: dt.datetime, inbox_id: int | None = None, once: str | None = None
) -> dict[str, Any]:
    channel = channel_of(conversation)
    return {
        "inbox_id": inbox_id,
        "once": once,
        "channel": channel,
        "conversation": conversation,
        "created_at": now,
        "due_at": now,
        "body_enc": keys.encrypt(msgspec.json.encode(reply).decode()),
        "status": "pending" if is_pushed(channel) else "kept",
    }


def channel_of(conversation: str) -> str:
    """Every channel puts its name before the ids of its conversations."""
    return conversation.partition("-")[0]


def answer_to(engine: Engine, keys: Keys, inbox_id: int) -> list[Reply] | None:
    """The replies to one message, or None while it is not done."""
    with reading(engine) as connection:
        rows = connection.execute(_ANSWER, {"inbox_id": inbox_id}).all()
    if not rows or rows[0].status in ("pending", "unread"):
        return None
    return [read_reply(keys, row.body_enc) for row in rows if row.body_enc]


def transcript(engine: Engine, keys: Keys, conversation: str, most: int = 200) -> list[Said]:
    """The last lines of a conversation in the order in which they belong: each message, then its replies; notices
    between them, by their time."""
    with reading(engine) as connection:
        messages = connection.execute(_ASKED, {"conversation": conversation, "most": most}).all()[::-1]
        replies = connection.execute(_REPLIES, {"inbox_ids": [row.id for row in messages]}).all()
        notices = connection.execute(_NOTICES, {"conversation": conversation, "most": most}).all()
    said: list[Said] = []
    for row in messages:
        # What came before the first message that is shown is shown no more; with fewer than ``most``, nothing did.
        while notices and notices[-1].created_at <= row.received_at:
            early = notices.pop()
            said += [_said(keys, early, notice=True)] if said or len(messages) < most else []
        said.append(Said(f"m{row.id}", "citizen", keys.decrypt(row.shown_enc or row.text_enc), None, row.received_at))
        said += [_said(keys, line) for line in replies if line.inbox_id == row.id]
    return [*said, *(_said(keys, row, notice=True) for row in reversed(notices))]


def _said(keys: Keys, row: Row, notice: bool = False) -> Said:
    reply = read_reply(keys, row.body_enc)
    return Said(f"r{row.id}", "assistant", reply.text, reply, row.created_at, notice)


def read_reply(keys: Keys, body: str) -> Reply:
    """Raises cryptography.fernet.InvalidToken where none of our keys reads it."""
    return msgspec.json.decode(keys.decrypt(body), type=Reply)
