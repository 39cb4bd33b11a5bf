"""The outbox as its senders see it: one row of a conversation at a time, in order, never faster than a channel allows.

What is claimed is written down as perhaps begun, so that a send whose end nobody saw is known and counted.
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
from bot.store.tables.delivery import IS_WAITING

_EARLIER = outbox.alias("earlier")
# A row that was put off to a time of day holds up nothing but newer notices: the older one must not be the last word.
_AHEAD = and_(
    _EARLIER.c.conversation == outbox.c.conversation,
    _EARLIER.c.id < outbox.c.id,
    or_(
        _EARLIER.c.status == "pending",
        and_(_EARLIER.c.status == "deferred", _EARLIER.c.once.is_not(None), outbox.c.once.is_not(None)),
    ),
)
_RESTING = and_(paces_table.c.name == outbox.c.conversation, paces_table.c.free_at > bindparam("now"))
_FREE = or_(outbox.c.claim.is_(None), outbox.c.lease_until < bindparam("now"))
_DUE = (
    select(outbox)
    .where(
        IS_WAITING,
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
    .where(IS_WAITING, outbox.c.status == "pending", outbox.c.claim.like(bindparam("tokens")))
    .values(lease_until=bindparam("past"))
)
_GIVE_BACK = update(outbox).where(_OURS).values(in_flight_at=None, **_LET_GO)
_NOT_BEGUN = (
    update(outbox)
    .where(
        IS_WAITING,
        outbox.c.status == "pending",
        outbox.c.claim.like(bindparam("tokens")),
        outbox.c.id.not_in(bindparam("begun", expanding=True)),
    )
    .values(in_flight_at=None)
)
# What waits for a person is taken back.
DROP = (
    update(outbox)
    .where(
        outbox.c.conversation == bindparam("of_conversation"),
        IS_WAITING,
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


class Gone(NamedTuple):
    """A parcel that arrived whole: under which claim, in how many pieces, the channel's id of the last one. ``rest``:
    seconds until the next one may leave for the conversation."""

    id: int
    claim: str
    pieces: int
    message_id: str | None
    conversation: str
    rest: float


class Wish(NamedTuple):
    """How many rows of a channel a sender would take."""

    channel: str
    pace: Pace
    most: int


class Left(NamedTuple):
    """What a sender that died had begun to send without knowing the end, and what it had not written down yet."""

    begun: tuple[int, ...]
    gone: tuple[Gone, ...]


def exchange(
    engine: Engine,
    keys: Keys,
    sender: str,
    gone: Sequence[Gone],
    wishes: Sequence[Wish],
    now: dt.datetime,
    lease: dt.timedelta,
) -> list[list[Parcel]]:
    """Write down what left, and ``claim`` for each wish what may leave next; in one transaction where there is both."""
    if not gone:
        return [claim(engine, keys, sender, wish, now, lease) for wish in wishes]
    with writing(engine) as connection:
        _note_gone(connection, gone, now)
        return [_claim_within(connection, keys, sender, wish, now, lease) for wish in wishes]


def claim(engine: Engine, keys: Keys, sender: str, wish: Wish, now: dt.datetime, lease: dt.timedelta) -> list[Parcel]:
    """The oldest rows of a channel that may leave now, at most one a conversation; each may be sent at once."""
    with reading(engine) as connection:
        # Who finds nothing has not made those wait who write.
        if connection.execute(_DUE, {"now": now, "of_channel": wish.channel, "most": 1}).first() is None:
            return []
    with writing(engine) as connection:
        return _claim_within(connection, keys, sender, wish, now, lease)


def _claim_within(
    connection: Connection, keys: Keys, sender: str, wish: Wish, now: dt.datetime, lease: dt.timedelta
) -> list[Parcel]:
    allowed = paces.allowed(connection, wish.channel, wish.pace, now, wish.most)
    values = {"now": now, "of_channel": wish.channel, "most": allowed}
    rows = connection.execute(_DUE_LOCKED, values).all() if allowed else []
    if not rows:
        return []
    token = f"{sender}:{uuid.uuid4().hex[:12]}"
    parcels = [_parcel(keys, row, token) for row in rows]
    common = {"token": token, "until": now + lease, "now": now}
    connection.execute(_CLAIM, [{"row_id": one.id, "doubts": one.uncertain, **common} for one in parcels])
    paces.spend(connection, wish.channel, wish.pace, now, [parcel.conversation for parcel in parcels])
    return parcels


def _parcel(keys: Keys, row: Row, token: str) -> Parcel:
    # Who held it before never told how its send ended.
    doubts = row.uncertain + (row.in_flight_at is not None)
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


def _note_gone(connection: Connection, gone: Sequence[Gone], now: dt.datetime) -> None:
    """One that was another's meanwhile stays as it is."""
    rows = []
    for one in gone:
        # PostgreSQL would refuse a NUL in what a channel made up, and all the others with it.
        name = one.message_id and "".join(filter(str.isprintable, one.message_id))[:80]
        rows.append({"row_id": one.id, "token": one.claim, "now": now, "pieces": one.pieces, "message_id": name})
    connection.execute(_SENT, rows)
    paces.rest(connection, {one.conversation: now + dt.timedelta(seconds=one.rest) for one in gone if one.rest})


def failed(engine: Engine, parcel: Parcel, outcome: str, reason: str, again_at: dt.datetime, doubts: int = 0) -> bool:
    """A send failed. ``outcome``: ``pending`` tries again then, ``deferred`` too but lets others overtake, ``dead``
    never. ``doubts``: 1 where it may have arrived all the same. False for a parcel that was another's meanwhile."""
    values = {"row_id": parcel.id, "token": parcel.claim, "outcome": outcome, "again_at": again_at}
    with writing(engine) as connection:
        return connection.execute(_FAILED, {**values, "reason": reason[:80], "doubts": doubts}).rowcount == 1


def give_back(engine: Engine, parcels: Sequence[Parcel]) -> None:
    """What was claimed and not begun is anybody's again."""
    with writing(engine) as connection:
        connection.execute(_GIVE_BACK, [{"row_id": one.id, "token": one.claim} for one in parcels])


def release(engine: Engine, sender: str, left: Left | None, now: dt.datetime) -> int:
    """What a sender that died had in hand is anybody's now; how many rows. All of them are in doubt where nobody
    knows what it left."""
    values = {"tokens": f"{sender}:%", "past": now - dt.timedelta(seconds=1)}
    with writing(engine) as connection:
        if left:
            if left.gone:
                _note_gone(connection, left.gone, now)
            connection.execute(_NOT_BEGUN, {"tokens": values["tokens"], "begun": left.begun})
        return connection.execute(_RELEASE, values).rowcount


def drop(engine: Engine, conversation: str, reason: str) -> int:
    """Nothing of what waits leaves for this person any more; how many rows."""
    with writing(engine) as connection:
        return connection.execute(DROP, {"of_conversation": conversation, "reason": reason}).rowcount


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """Rows by channel and status."""
    return {(row.channel, row.status): row.rows for row in connection.execute(_COUNTS)}
