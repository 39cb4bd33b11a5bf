"""What ``motcua outbox`` says: how much waits, what is dead, sending it again. No text of a reply is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from sqlalchemy.engine import Engine

from bot.store import delivery, outbox_care
from bot.store.engine import reading

Say = Callable[[str], None]
SHOWN_DIGITS = 3


def tell_status(engine: Engine, now: dt.datetime, say: Say) -> None:
    """Rows by channel and status, the oldest wait, dead ones by error."""
    with reading(engine) as connection:
        rows, waits = delivery.counts(connection), outbox_care.oldest_waits(connection, now)
        unsure, errors = outbox_care.uncertain_sends(connection), outbox_care.errors(connection)
    if not rows:
        say("The outbox is empty.")
    for channel in sorted({channel for channel, _ in rows}):
        counts = ", ".join(f"{number} {status}" for (of, status), number in sorted(rows.items()) if of == channel)
        say(f"{channel}: {counts}")
        if channel in waits:
            say(f"  the oldest has waited {_age(waits[channel])}")
        if channel in unsure:
            say(f"  {unsure[channel]} sends may have arrived though nobody confirmed it")
        for (of, error), number in errors.items():
            if of == channel:
                say(f"  {number} dead: {error or 'unknown'}")


def tell_dead(engine: Engine, now: dt.datetime, channel: str | None, error: str | None, say: Say) -> None:
    """A line each: id, channel, masked person, error, age."""
    found = outbox_care.dead(engine, channel, error)
    for row in found:
        age = _age((now - row.created_at).total_seconds())
        say(f"{row.id}\t{masked(row.conversation)}\t{row.error or 'unknown'}\t{age}")
    say(f"{len(found)} dead." if found else "Nothing is dead.")


def resend(
    engine: Engine, now: dt.datetime, ids: Collection[int], channel: str | None, error: str | None, say: Say
) -> None:
    """Dead replies leave once more; who names one that is not dead is told."""
    sent = outbox_care.resend(engine, now, ids, channel, error)
    say(f"{sent} to be sent again.")
    if len(set(ids)) > sent:
        say(f"{len(set(ids)) - sent} of the named ones are not dead, or not of that channel and error.")


def masked(conversation: str) -> str:
    """The channel and the end of the person's id."""
    channel, _, person = conversation.partition("-")
    return f"{channel}-…{person[-SHOWN_DIGITS:]}"


def _age(seconds: float) -> str:
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"
