"""Our own database as a source of dossiers."""

from __future__ import annotations

import datetime as dt
from functools import cache

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Engine

from bot.dossiers.dossier import Dossier
from bot.dossiers.facts import Clock, with_clock
from bot.dossiers.source import Found
from bot.dossiers.verification import NOBODYS
from bot.store.engine import reading
from bot.store.facts import CLOCK, clock_of
from bot.store.secrets import Keys
from bot.store.tables import dossiers

STALE_AFTER = dt.timedelta(hours=36)
_DOSSIER = select(dossiers.c.record_enc, dossiers.c.seen_at, *CLOCK).where(dossiers.c.code == bindparam("dossier_code"))


class SqlDossiers:
    """``stale_after``: how old the last export with a dossier may be. Without imports (the demo) nothing is stale."""

    def __init__(self, engine: Engine, keys: Keys, stale_after: dt.timedelta = STALE_AFTER) -> None:
        self._engine = engine
        self._keys = keys
        self._stale_after = stale_after

    def find(self, code: str, now: dt.datetime) -> Found | None:
        with reading(self._engine) as connection:
            row = connection.execute(_DOSSIER, {"dossier_code": code}).first()
        token = row.record_enc if row else _decoy(self._keys)
        dossier = msgspec.json.decode(self._keys.decrypt(token), type=Dossier)
        dossier = with_clock(dossier, clock_of(row) if row else Clock())
        if row is None:
            return None
        old = row.seen_at is not None and now - row.seen_at > self._stale_after
        # What is closed stays as it is, however long ago somebody looked.
        return Found(dossier, row.seen_at if old and not dossier.status.is_closed else None)

    def close(self) -> None:
        """The engine is another's."""


@cache
def _decoy(keys: Keys) -> str:
    """Something to decrypt where there is no dossier: the time must not tell."""
    return keys.encrypt(msgspec.json.encode(NOBODYS).decode())
