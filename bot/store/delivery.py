"""The outbox as its senders see it: one row of a conversation at a time, in order, never faster than a channel allows.

A send that begins is written down before, so that one whose end nobody saw is known and counted.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from cryptography.fernet import InvalidToken
from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.engine import Connection, Engine, Row

from bot.conversations.reply import Reply
from bot.store import paces
from bot.store.engine import reading, writing
from bot.store.outbox import read_reply
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import outbox
from bot.store.tables import paces as paces_table

_EARLIER = outbox.alias("earlier")
# A row that was put off to a time of day does not hold up those after it.
_AHEAD = and_(
    _EARLIER.c.conversation == outbox.c.conversation, _EARLIER.c.id < outbox.c.id, _EARLIER.c.status == "pending"
)
_RESTING = and_(paces_table.c.name == outbox.c.conversation, paces_table.c.free_at > bindparam("now"))
_FREE = or_(outbox.c.claim.is_(None), outbox.c.lease_until < bindparam("now"))
_DUE = (
    select(outbox)
    .where(
        outbox.c.status.in_(("pending", "deferred")),
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.due_at <= bindparam("now"),
        _FREE,
        ~exists().where(_AHEAD),
        ~exists().where(_RESTING),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_DUE_LOCKED = _DUE.with_for_update(skip_locked=True, of=outbox)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"))
    .values(
        status="pending",
        claim=bindparam("token"),
        lease_until=bindparam("until"),
        in_flight_at=bindparam("now"),
        uncertain=bindparam("doubts"),
    )
)
_OURS = and_(outbox.c.id == bindparam("row_id"), outbox.c.claim == bindparam("token"))
_LET_GO = {"claim": None, "lease_until": None}
# What stands in a row whose last piece arrived, as the send itself or an echo of it tells.
ARRIVED: dict[str, Any] = {
    "status": "sent",
    "sent_at": bindparam("now"),
    "pieces_sent": bindparam("pieces"),
    "in_flight_at": None,
    "channel_message_id": bindparam("message_id"),
    "error": None,
    **_LET_GO,
}
_SENT = update(outbox).where(_OURS).values(ARRIVED)
_PIECE_SENT = (
    update(outbox)
    .where(_OURS)
    .values(pieces_sent=bindparam("pieces"), in_flight_at=bindparam("now"), lease_until=bindparam("until"))
)
_FAILED = (
    update(outbox)
    .where(_OURS)
    .values(
        status=bindparam("outcome"),
        due_at=bindparam("again_at"),
        in_flight_at=None,
        error=bindparam("reason"),
        attempts=outbox.c.attempts + 1,
        uncertain=outbox.c.uncertain + bindparam("doubts"),
        **_LET_GO,
    )
)
_RELEASE = (
    update(outbox)
    .where(outbox.c.claim.like(bindparam("tokens")), outbox.c.status == "pending")
    .values(lease_until=bindparam("past"))
)
_DROP = (
    update(outbox)
    .where(
        outbox.c.conversation == bindparam("of_conversation"),
        outbox.c.status.in_(("pending", "deferred")),
        # What is in somebody's hand fails by itself.
        outbox.c.claim.is_(None),
    )
    .values(status="dead", error=bindparam("reason"))
)
_COUNTS = select(outbox.c.channel, outbox.c.status, func.count().label("rows")).group_by(
    outbox.c.channel, outbox.c.status
)


class Parcel(NamedTuple):
    """A reply that this sender may send until its lease ends. Pieces before ``pieces_sent`` are gone already.

    ``uncertain``: sends of it whose end nobody knows. ``reply`` is None where none of our keys reads it. ``notice``:
    nobody asked for it.
    """

    id: int
    channel: str
    conversation: str
    reply: Reply | None
    claim: str
    attempts: int
    pieces_sent: int
    uncertain: int
    created_at: dt.datetime
    notice: bool = False


def claim(
    engine: Engine,
    keys: Keys,
    sender: str,
    channel: str,
    now: dt.datetime,
    lease: dt.timedelta,
    pace: Pace,
    most: int,
) -> list[Parcel]:
    """The oldest rows of a channel that may leave now, at most one a conversation; each is about to be sent."""
    values = {"now": now, "of_channel": channel, "most": most}
    with reading(engine) as connection:
        if connection.execute(_DUE, {**values, "most": 1}).first() is None:
            return []
    with writing(engine) as connection:
        allowed = paces.allowed(connection, channel, pace, now, most)
        rows = connection.execute(_DUE_LOCKED, {**values, "most": allowed}).all() if allowed else []
        parcels = [_take(connection, keys, row, f"{sender}:{uuid.uuid4().hex[:12]}", now, lease) for row in rows]
        paces.spend(connection, channel, pace, now, [parcel.conversation for parcel in parcels])
    return parcels


def _take(connection: Connection, keys: Keys, row: Row, token: str, now: dt.datetime, lease: dt.timedelta) -> Parcel:
    # Who held it before never told how its send ended.
    doubts = row.uncertain + (row.in_flight_at is not None)
    connection.execute(_CLAIM, {"row_id": row.id, "token": token, "until": now + lease, "now": now, "doubts": doubts})
    try:
        reply = read_reply(keys, row.body_enc)
    except InvalidToken:
        reply = None
    common = (row.id, row.channel, row.conversation, reply, token, row.attempts)
    return Parcel(*common, row.pieces_sent, doubts, row.created_at, row.once is not None)


def piece_sent(engine: Engine, parcel: Parcel, pieces: int, now: dt.datetime, lease: dt.timedelta, pace: Pace) -> bool:
    """Another piece of it is gone and the next one is about to leave; False where the parcel is another's now."""
    values = {"row_id": parcel.id, "token": parcel.claim, "pieces": pieces, "now": now, "until": now + lease}
    with writing(engine) as connection:
        paces.spend(connection, parcel.channel, pace, now, [parcel.conversation])
        return connection.execute(_PIECE_SENT, values).rowcount == 1


def sent(engine: Engine, gone: Sequence[tuple[Parcel, int, str | None]], now: dt.datetime) -> list[bool]:
    """They are gone: each with the number of its pieces and the channel's id of the last one. False for a parcel that
    was another's meanwhile."""
    with writing(engine) as connection:
        return [_is_sent(connection, *one, now) for one in gone]


def _is_sent(connection: Connection, parcel: Parcel, pieces: int, message_id: str | None, now: dt.datetime) -> bool:
    values = {"row_id": parcel.id, "token": parcel.claim, "now": now, "pieces": pieces}
    return connection.execute(_SENT, {**values, "message_id": message_id and message_id[:80]}).rowcount == 1


def failed(engine: Engine, parcel: Parcel, outcome: str, reason: str, again_at: dt.datetime, doubts: int = 0) -> None:
    """A send failed. ``outcome``: ``pending`` tries again then, ``deferred`` too but lets others overtake, ``dead``
    never. ``doubts``: 1 where it may have arrived all the same."""
    values = {"row_id": parcel.id, "token": parcel.claim, "outcome": outcome, "again_at": again_at}
    with writing(engine) as connection:
        connection.execute(_FAILED, {**values, "reason": reason[:80], "doubts": doubts})


def release(engine: Engine, sender: str, now: dt.datetime) -> int:
    """What a sender that died had in hand is anybody's now; how many rows."""
    with writing(engine) as connection:
        values = {"tokens": f"{sender}:%", "past": now - dt.timedelta(seconds=1)}
        return connection.execute(_RELEASE, values).rowcount


def drop(engine: Engine, conversation: str, reason: str) -> int:
    """Nothing of what waits leaves for this person any more; how many rows."""
    with writing(engine) as connection:
        return connection.execute(_DROP, {"of_conversation": conversation, "reason": reason}).rowcount


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """Rows by channel and status."""
    return {(row.channel, row.status): row.rows for row in connection.execute(_COUNTS)}
