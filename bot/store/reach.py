"""Who has blocked or left a channel's account: nothing new is told until they are back, and nobody has to ask again.

A notice that never arrived is taken back: how things stand then is told by the next look that reaches its person.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.engine import Connection, Engine

from bot.dossiers.notices import LASTS, Told
from bot.dossiers.texts import local_day
from bot.store.engine import writing
from bot.store.secrets import Keys
from bot.store.subscriptions import write_told
from bot.store.tables import outbox, ratings, subscriptions
from bot.store.tables.delivery import IS_WAITING

_THEIRS = subscriptions.c.conversation == bindparam("of_conversation")
_GONE = update(subscriptions).where(_THEIRS).values(gone_at=bindparam("at"))
_BACK = (
    update(subscriptions)
    .where(_THEIRS, subscriptions.c.gone_at.is_not(None))
    .values(gone_at=None, look_at=bindparam("at"))
)
_FOLLOWED = select(subscriptions).where(_THEIRS).order_by(subscriptions.c.id).with_for_update()
# What is in somebody else's hand fails by itself.
_UNSENT = (
    outbox.c.conversation == bindparam("of_conversation"),
    outbox.c.once.is_not(None),
    IS_WAITING,
    or_(outbox.c.claim.is_(None), outbox.c.claim == bindparam("in_hand")),
)
_TAKE_BACK = delete(outbox).where(*_UNSENT, outbox.c.once.like(bindparam("names")))
_GIVE_UP = update(outbox).where(*_UNSENT).values(status="dead", error=bindparam("reason"), claim=None, lease_until=None)
_UNTOLD = (
    update(subscriptions)
    .where(subscriptions.c.id == bindparam("row_id"))
    .values(told_enc=bindparam("told"), look_at=bindparam("at"), until=bindparam("end"))
)
_UNASKED = delete(ratings).where(
    ratings.c.dossier == bindparam("subject"),
    ratings.c.conversation == bindparam("of_conversation"),
    ratings.c.stars.is_(None),
)


def lose(engine: Engine, keys: Keys, conversation: str, at: dt.datetime, claim: str | None = None) -> None:
    """They went ``at`` that time: notices that have not left are taken back, also the one that the holder of ``claim``
    has in hand. Whoever writes later is reached again."""
    with writing(engine) as connection:
        connection.execute(_GONE, {"of_conversation": conversation, "at": at})
        _take_back(connection, keys, conversation, at, claim, "gone")


def miss(engine: Engine, keys: Keys, conversation: str, at: dt.datetime, claim: str) -> None:
    """The notice in hand has waited too long, and what waits behind it with it."""
    with writing(engine) as connection:
        _take_back(connection, keys, conversation, at, claim, "too old")


def regain(engine: Engine, conversation: str, at: dt.datetime) -> None:
    """They are back without a word: what they missed is looked at now."""
    with writing(engine) as connection:
        connection.execute(_BACK, {"of_conversation": conversation, "at": at})


def _take_back(
    connection: Connection, keys: Keys, conversation: str, at: dt.datetime, claim: str | None, reason: str
) -> None:
    unsent = {"of_conversation": conversation, "in_hand": claim}
    nothing = write_told(keys, Told("", local_day(at)))
    for row in connection.execute(_FOLLOWED, {"of_conversation": conversation}).all():
        if connection.execute(_TAKE_BACK, {**unsent, "names": f"{row.dossier}:%"}).rowcount:
            # Also what ended with the notice goes on, until it would have ended by itself.
            end = max(row.until, row.since + LASTS)
            connection.execute(_UNTOLD, {"row_id": row.id, "told": nothing, "at": at, "end": end})
            connection.execute(_UNASKED, {"of_conversation": conversation, "subject": row.dossier})
    connection.execute(_GIVE_UP, {**unsent, "reason": reason})
