"""Forgetting: what a person asked to delete, and what is older than the retention."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, update
from sqlalchemy.engine import Engine

from bot.dossiers.limits import LASTING
from bot.store.engine import writing
from bot.store.tables import (
    conversations,
    inbox,
    lookups,
    one_time_codes,
    outbox,
    paces,
    payloads,
    phones,
    ratings,
    sms,
    subscriptions,
    throttles,
    tickets,
    workers,
)

_NOBODYS = {"conversation": None, "reason_enc": None}


def forget_conversation(engine: Engine, conversation: str) -> None:
    """Delete everything said in a conversation, and the phone, the buttons and the pace of its person. Tickets stay
    until they expire: an officer may be working on them."""
    columns = (outbox.c.conversation, inbox.c.conversation, phones.c.conversation, payloads.c.conversation)
    with writing(engine) as connection:
        for column in (*columns, subscriptions.c.conversation, conversations.c.id, paces.c.name):
            connection.execute(delete(column.table).where(column == conversation))
        # Stars are counted, and are nobody's from now on.
        connection.execute(update(ratings).where(ratings.c.conversation == conversation).values(_NOBODYS))


def forget_old(engine: Engine, before: dt.datetime) -> int:
    """Delete what citizens wrote, what was said to them and who worked, before a time (UTC); how many rows.

    Of ratings the words and who gave them; the stars stay.
    """
    ends = [(outbox, outbox.c.created_at), (inbox, inbox.c.received_at), (conversations, conversations.c.updated_at)]
    ends += [(tickets, tickets.c.created_at), (lookups, lookups.c.updated_at), (workers, workers.c.seen_at)]
    ends += [(one_time_codes, one_time_codes.c.sent_at), (sms, sms.c.created_at), (phones, phones.c.verified_at)]
    ends += [(paces, paces.c.free_at), (payloads, payloads.c.created_at), (subscriptions, subscriptions.c.until)]
    # What is switched off for a dossier stays so.
    statements = [delete(table).where(column < before) for table, column in ends]
    statements.append(delete(throttles).where(throttles.c.since < before, throttles.c.name.not_in(LASTING)))
    with writing(engine) as connection:
        connection.execute(update(ratings).where(ratings.c.asked_at < before).values(_NOBODYS))
        return sum(connection.execute(statement).rowcount for statement in statements)
