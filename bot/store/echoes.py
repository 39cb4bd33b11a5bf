"""Channels tell back what they were sent: a message whose arrival was in doubt need not be sent again then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cryptography.fernet import InvalidToken
from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.engine import Engine

from bot.conversations.reply import Reply
from bot.store.delivery import ARRIVED
from bot.store.engine import reading, writing
from bot.store.outbox import read_reply
from bot.store.secrets import Keys
from bot.store.tables import outbox

# Claimed, so perhaps in flight, or not known to have arrived.
_DOUBTFUL = (
    select(outbox)
    .where(
        outbox.c.conversation == bindparam("of_conversation"),
        outbox.c.status == "pending",
        or_(outbox.c.in_flight_at.is_not(None), outbox.c.uncertain > 0),
    )
    .order_by(outbox.c.id)
    .limit(1)
)
_KNOWN = select(outbox.c.id).where(
    outbox.c.conversation == bindparam("of_conversation"), outbox.c.channel_message_id == bindparam("message_id")
)
_STILL = and_(
    outbox.c.id == bindparam("row_id"), outbox.c.status == "pending", outbox.c.pieces_sent == bindparam("before")
)
_PIECE_SETTLED = update(outbox).where(_STILL).values(pieces_sent=bindparam("pieces"))
_SETTLED = update(outbox).where(_STILL).values(ARRIVED)


def settle(
    engine: Engine,
    keys: Keys,
    conversation: str,
    message_id: str,
    at: dt.datetime,
    is_next: Callable[[Reply, int], tuple[bool, int]],
    now: dt.datetime,
) -> bool:
    """The channel tells of a message of ours that arrived at a time. Whether it was one whose arrival was in doubt: it
    is then not sent again. ``is_next``: whether it is this piece of a reply, and how many pieces that has."""
    named = {"of_conversation": conversation, "message_id": message_id[:80]}
    with reading(engine) as connection:
        row = connection.execute(_DOUBTFUL, named).first()
        # What is known to have arrived says nothing of another with the same words, and nothing arrives before it is.
        if row is None or at < row.created_at or connection.execute(_KNOWN, named).first():
            return False
    try:
        fits, pieces = is_next(read_reply(keys, row.body_enc), row.pieces_sent)
    except InvalidToken:
        return False
    if not fits:
        return False
    done = row.pieces_sent + 1
    values = {"row_id": row.id, "before": row.pieces_sent, "pieces": done}
    last = {"now": now, "message_id": named["message_id"]} if done == pieces else {}
    with writing(engine) as connection:
        return connection.execute(_SETTLED if last else _PIECE_SETTLED, {**values, **last}).rowcount == 1
