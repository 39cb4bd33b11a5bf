"""What exports told of a dossier, read back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.dossiers.history import Event, EventKind, changes
from bot.dossiers.status import Status
from bot.store.engine import reading
from bot.store.secrets import Keys
from bot.store.tables import dossier_events


def events_of(engine: Engine, keys: Keys, code: str) -> list[Event]:
    """The changes of status that exports showed, as they happened."""
    query = select(dossier_events).where(dossier_events.c.dossier == keys.pseudonym("dossier", code))
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(dossier_events.c.at, dossier_events.c.id)).all()
    told = (
        Event(Status(row.from_status) if row.from_status else None, Status(row.to_status), row.at, EventKind(row.kind))
        for row in rows
    )
    return list(changes(told))
