"""The outbox: replies that were decided, until a sender or a page has handed them over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, insert, select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.reply import Reply
from bot.store.engine import reading
from bot.store.inbox import Claimed
from bot.store.secrets import Keys
from bot.store.tables import inbox, outbox

_PUT = insert(outbox)
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
_REPLIES = select(outbox).where(outbox.c.inbox_id.in_(bindparam("inbox_ids", expanding=True))).order_by(outbox.c.id)


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
        connection.execute(_PUT, rows)


def answer_to(engine: Engine, keys: Keys, inbox_id: int) -> list[Reply] | None:
    """The replies to one message, or None while it is not done."""
    with reading(engine) as connection:
        rows = connection.execute(_ANSWER, {"inbox_id": inbox_id}).all()
    if not rows or rows[0].status == "pending":
        return None
    return [_reply(keys, row.body_enc) for row in rows if row.body_enc]


def transcript(engine: Engine, keys: Keys, conversation: str, most: int = 200) -> list[Said]:
    """The last lines of a conversation in the order in which they belong: each message, then its replies."""
    with reading(engine) as connection:
        messages = connection.execute(_ASKED, {"conversation": conversation, "most": most}).all()[::-1]
        replies = connection.execute(_REPLIES, {"inbox_ids": [row.id for row in messages]}).all()
    said = []
    for row in messages:
        said.append(Said(f"m{row.id}", "citizen", keys.decrypt(row.shown_enc or row.text_enc), None, row.received_at))
        for line in (r for r in replies if r.inbox_id == row.id):
            reply = _reply(keys, line.body_enc)
            said.append(Said(f"r{line.id}", "assistant", reply.text, reply, line.created_at))
    return said


def _reply(keys: Keys, body: str) -> Reply:
    return msgspec.json.decode(keys.decrypt(body), type=Reply)
