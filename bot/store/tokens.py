"""Access to a channel that changes by itself. Whoever renews it holds the row's lease, and the others wait for it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cryptography.fernet import InvalidToken
from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.engine import Engine

from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.tables import tokens

_NAMED = tokens.c.name == bindparam("of_name")
_GET = select(tokens).where(_NAMED)
_LEASE = (
    update(tokens)
    .where(_NAMED, or_(tokens.c.lease_until.is_(None), tokens.c.lease_until < bindparam("now")))
    .values(lease_until=bindparam("until"))
)
_LET_GO = update(tokens).where(_NAMED, tokens.c.lease_until == bindparam("until")).values(lease_until=None)
_DROP = delete(tokens).where(_NAMED)
_KEEP = insert(tokens)


class Pair(NamedTuple):
    """``refresh`` may be used once; times in UTC."""

    access: str
    refresh: str
    expires_at: dt.datetime

    def __repr__(self) -> str:
        """Without the tokens, so that a log line or a traceback shows none."""
        return f"Pair(expires_at={self.expires_at.isoformat()})"


def load(engine: Engine, keys: Keys, name: str) -> Pair | None:
    """The pair in use; None where there is none, or none of our keys reads it."""
    with reading(engine) as connection:
        row = connection.execute(_GET, {"of_name": name}).first()
    if row is None:
        return None
    try:
        return Pair(keys.decrypt(row.access_enc), keys.decrypt(row.refresh_enc), row.expires_at)
    except InvalidToken:
        return None


def keep(engine: Engine, keys: Keys, name: str, pair: Pair, now: dt.datetime) -> None:
    """In place of the one before, whose lease ends with it."""
    row = {"name": name, "access_enc": keys.encrypt(pair.access), "refresh_enc": keys.encrypt(pair.refresh)}
    with writing(engine) as connection:
        connection.execute(_DROP, {"of_name": name})
        connection.execute(_KEEP, {**row, "expires_at": pair.expires_at, "renewed_at": now})


def take_lease(engine: Engine, name: str, now: dt.datetime, until: dt.datetime) -> bool:
    """Whether it is ours to renew the pair until then; read it again afterwards."""
    with writing(engine) as connection:
        return connection.execute(_LEASE, {"of_name": name, "now": now, "until": until}).rowcount == 1


def let_go(engine: Engine, name: str, until: dt.datetime) -> None:
    """Nothing came of it: the next one may try."""
    with writing(engine) as connection:
        connection.execute(_LET_GO, {"of_name": name, "until": until})
