"""Changes of dossiers that no rule explains, for an officer to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection, Engine

from bot.dossiers.status import Status
from bot.store.engine import reading, writing
from bot.store.secrets import Keys
from bot.store.tables import dossier_events, dossiers

AT_ONCE = 10_000

_WAITING = (
    select(dossier_events)
    .where(dossier_events.c.kind == "unexplained", dossier_events.c.done_at.is_(None))
    .order_by(dossier_events.c.id)
)
_CODES = select(dossiers.c.code).where(dossiers.c.code > bindparam("last")).order_by(dossiers.c.code).limit(AT_ONCE)
_DONE = (
    update(dossier_events)
    .where(
        dossier_events.c.id.in_(bindparam("ids", expanding=True)),
        dossier_events.c.kind == "unexplained",
        dossier_events.c.done_at.is_(None),
    )
    .values(done_at=bindparam("now"))
)


class Unexplained(NamedTuple):
    """``code`` None: the dossier is no longer here."""

    id: int
    code: str | None
    before: Status | None
    after: Status
    at: dt.datetime
    source: str


def waiting(engine: Engine, keys: Keys, tell: Callable[[int], object] = lambda rows: None) -> list[Unexplained]:
    """Those that nobody has looked at yet. Events know dossiers by a pseudonym: to name them, all codes are read;
    ``tell`` hears how many at a time."""
    with reading(engine) as connection:
        rows = connection.execute(_WAITING).all()
        codes = _codes(connection, keys, {row.dossier for row in rows}, tell)
    return [
        Unexplained(
            row.id,
            codes.get(row.dossier),
            Status(row.from_status) if row.from_status else None,
            Status(row.to_status),
            row.at,
            row.source,
        )
        for row in rows
    ]


def done(engine: Engine, ids: list[int], now: dt.datetime) -> int:
    """An officer has looked at these; how many were still waiting."""
    with writing(engine) as connection:
        return connection.execute(_DONE, {"ids": ids, "now": now}).rowcount


def _codes(connection: Connection, keys: Keys, subjects: set[str], tell: Callable[[int], object]) -> dict[str, str]:
    found: dict[str, str] = {}
    last = ""
    while len(found) < len(subjects):
        batch = list(connection.execute(_CODES, {"last": last}).scalars())
        if not batch:
            break
        named = {keys.pseudonym("dossier", code): code for code in batch}
        found |= {subject: named[subject] for subject in subjects & named.keys()}
        tell(len(batch))
        last = batch[-1]
    return found
