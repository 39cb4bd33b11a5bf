"""Who follows a dossier, as an import sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from bot.store.tables import subscriptions

_AT_ONCE = dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)
# Locked in their order, as the scheduler does: two who change several wait for each other once, and not for ever.
_FOLLOWED = (
    select(subscriptions.c.id)
    .where(subscriptions.c.dossier.in_(bindparam("subjects", expanding=True)))
    .order_by(subscriptions.c.id)
    .with_for_update()
)
_WAKE = (
    update(subscriptions)
    .where(subscriptions.c.id.in_(bindparam("ids", expanding=True)))
    .values(look_at=_AT_ONCE, changes=subscriptions.c.changes + 1)
)


def wake(connection: Connection, subjects: Iterable[str]) -> None:
    """For an import, in its transaction: these dossiers have changed, the scheduler is to look at them."""
    ids = list(connection.execute(_FOLLOWED, {"subjects": list(subjects)}).scalars())
    if ids:
        connection.execute(_WAKE, {"ids": ids})
