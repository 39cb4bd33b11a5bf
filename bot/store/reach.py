"""Who has blocked or left a channel's account: nothing new is told until they are back, and nobody has to ask again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, update
from sqlalchemy.engine import Engine

from bot.store.delivery import DROP
from bot.store.engine import writing
from bot.store.tables import outbox, subscriptions

_THEIRS = subscriptions.c.conversation == bindparam("of_conversation")
_GONE = update(subscriptions).where(_THEIRS).values(gone_at=bindparam("at"))
_BACK = (
    update(subscriptions)
    .where(_THEIRS, subscriptions.c.gone_at.is_not(None))
    .values(gone_at=None, look_at=bindparam("at"))
)
_UNSENT = DROP.where(outbox.c.once.is_not(None))


def lose(engine: Engine, conversation: str, at: dt.datetime) -> None:
    """They went ``at`` that time: notices that have not left are taken back. Whoever writes later is reached again."""
    with writing(engine) as connection:
        connection.execute(_GONE, {"of_conversation": conversation, "at": at})
        connection.execute(_UNSENT, {"of_conversation": conversation, "reason": "gone"})


def regain(engine: Engine, conversation: str, at: dt.datetime) -> None:
    """They are back without a word: what they missed is looked at now."""
    with writing(engine) as connection:
        connection.execute(_BACK, {"of_conversation": conversation, "at": at})
