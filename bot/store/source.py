"""Our own database as a source of dossiers."""

from __future__ import annotations

import datetime as dt
import logging
from functools import cache

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Engine

from bot.dossiers.facts import Clock, with_clock
from bot.dossiers.source import Found, Listed
from bot.dossiers.status import Status
from bot.dossiers.verification import NOBODYS
from bot.store.engine import reading
from bot.store.facts import CLOCK, clock_of, read_record
from bot.store.secrets import Keys
from bot.store.tables import dossiers

log = logging.getLogger(__name__)

STALE_AFTER = dt.timedelta(hours=36)
_DOSSIER = select(dossiers.c.record_enc, dossiers.c.seen_at, *CLOCK).where(dossiers.c.code == bindparam("dossier_code"))
# All of it stands in one index, where a phone's dossiers lie together: their rows lie anywhere.
_LISTED = (
    select(dossiers.c.code, dossiers.c.procedure, dossiers.c.status, dossiers.c.updated_at, dossiers.c.seen_at)
    .where(dossiers.c.phone_key == bindparam("phone_key"))
    .order_by(dossiers.c.updated_at.desc(), dossiers.c.code)
)


class SqlDossiers:
    """``stale_after``: how old the last export with a dossier may be. Without imports (the demo) nothing is stale."""

    def __init__(self, engine: Engine, keys: Keys, stale_after: dt.timedelta = STALE_AFTER) -> None:
        self._engine = engine
        self._keys = keys
        self._stale_after = stale_after

    def find(self, code: str, now: dt.datetime) -> Found | None:
        with reading(self._engine) as connection:
            row = connection.execute(_DOSSIER, {"dossier_code": code}).first()
        dossier = read_record(self._keys, row.record_enc if row else _decoy(self._keys))
        if dossier is None:
            # Told like an unknown code: that something is there is nobody's to know.
            log.error("dossier %s**** is under none of MOTCUA_ENCRYPTION_KEYS: put the missing key back", code[:-4])
            row, dossier = None, read_record(self._keys, _decoy(self._keys))
        dossier = with_clock(dossier or NOBODYS, clock_of(row) if row else Clock())
        return Found(dossier, self._stale_since(dossier.status, row.seen_at, now), row.seen_at) if row else None

    def of_phone(self, phone_key: str, now: dt.datetime) -> list[Listed] | None:
        with reading(self._engine) as connection:
            rows = connection.execute(_LISTED, {"phone_key": phone_key}).all()
        return [
            Listed(code, procedure, Status(status), updated_at, self._stale_since(status, seen_at, now))
            for code, procedure, status, updated_at, seen_at in rows
        ]

    def _stale_since(self, status: int, seen_at: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
        """What is closed stays as it is, however long ago somebody looked."""
        old = seen_at is not None and now - seen_at > self._stale_after
        return seen_at if old and not Status(status).is_closed else None

    def close(self) -> None:
        """The engine is another's."""


@cache
def _decoy(keys: Keys) -> str:
    """Something to decrypt where there is no dossier: the time must not tell."""
    return keys.encrypt(msgspec.json.encode(NOBODYS).decode())
