"""Messages to phones on their way: a sender takes some in hand, and a row is gone as soon as it was handed over."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.engine import Engine

from bot.dossiers.one_time import LASTS
from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.tables import sms

MOST_ATTEMPTS = 3
MOST_AT_ONCE = 20
LEASE = dt.timedelta(seconds=20)

_DUE = (
    select(sms)
    .where(or_(sms.c.lease_until.is_(None), sms.c.lease_until < bindparam("now")))
    .order_by(sms.c.id)
    .limit(MOST_AT_ONCE)
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(sms)
    .where(sms.c.id.in_(bindparam("ids", expanding=True)))
    .values(lease_until=bindparam("until"), attempts=sms.c.attempts + 1)
)
_DONE = delete(sms).where(sms.c.id.in_(bindparam("ids", expanding=True)))
_ANY = select(sms.c.id).limit(1)


class Sms(NamedTuple):
    """``phone`` is as registered, and empty where a message is to nobody."""

    id: int
    phone: str
    text: str

    def __repr__(self) -> str:
        """Without number and text, so that a log line or a traceback shows none."""
        return f"Sms({self.id})"


def take(engine: Engine, keys: Keys, now: dt.datetime) -> list[Sms]:
    """Some that nobody has in hand; they are another's again when they are not done within twenty seconds."""
    with reading(engine) as connection:
        if connection.execute(_ANY).first() is None:
            return []
    with writing(engine) as connection:
        # Later than a code lasts, or tried too often while nobody has it in hand.
        rows = connection.execute(_DUE, {"now": now}).all()
        old = [row.id for row in rows if row.created_at < now - LASTS or row.attempts >= MOST_ATTEMPTS]
        ids = [row.id for row in rows if row.id not in old]
        connection.execute(_DONE, {"ids": old})
        connection.execute(_TAKE, {"ids": ids, "until": now + LEASE})
    return [Sms(row.id, keys.decrypt(row.phone_enc), keys.decrypt(row.body_enc)) for row in rows if row.id in ids]


def done(engine: Engine, messages: list[Sms]) -> None:
    """They were handed over: nothing of them is kept."""
    with writing(engine) as connection:
        connection.execute(_DONE, {"ids": [message.id for message in messages]})
