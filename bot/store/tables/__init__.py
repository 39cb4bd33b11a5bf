"""The tables. Times are UTC; columns named ``*_enc`` hold Fernet tokens; ``person`` is a keyed pseudonym."""

from bot.store.tables.base import Serial, UtcTime, metadata
from bot.store.tables.catalogue import imports, procedures
from bot.store.tables.delivery import outbox, paces, payloads, sms, tokens
from bot.store.tables.dossiers import (
    dossier_events,
    dossier_facts,
    dossiers,
    journal,
    lookups,
    one_time_codes,
    throttles,
)
from bot.store.tables.notices import ratings, subscriptions
from bot.store.tables.talk import conversations, inbox, phones, tickets, workers

__all__ = [
    "Serial",
    "UtcTime",
    "conversations",
    "dossier_events",
    "dossier_facts",
    "dossiers",
    "imports",
    "inbox",
    "journal",
    "lookups",
    "metadata",
    "one_time_codes",
    "outbox",
    "paces",
    "payloads",
    "phones",
    "procedures",
    "ratings",
    "sms",
    "subscriptions",
    "throttles",
    "tickets",
    "tokens",
    "workers",
]
