"""Forgetting: what a person asked to delete, and what is older than the retention."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.engine import Engine

from bot.store.engine import writing
from bot.store.tables import conversations, inbox, lookups, outbox, tickets, workers


def forget_conversation(engine: Engine, conversation: str) -> None:
    """Delete everything said in a conversation. Tickets stay until they expire: an officer may be working on them."""
    with writing(engine) as connection:
        for table in (outbox, inbox):
            connection.execute(delete(table).where(table.c.conversation == conversation))
        connection.execute(delete(conversations).where(conversations.c.id == conversation))


def forget_old(engine: Engine, before: dt.datetime) -> int:
    """Delete what citizens wrote, what was said to them and who worked, before a time (UTC); how many rows."""
    ends = [(outbox, outbox.c.created_at), (inbox, inbox.c.received_at), (conversations, conversations.c.updated_at)]
    ends += [(tickets, tickets.c.created_at), (lookups, lookups.c.updated_at), (workers, workers.c.seen_at)]
    with writing(engine) as connection:
        return sum(connection.execute(delete(table).where(column < before)).rowcount for table, column in ends)
