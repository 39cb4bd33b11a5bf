"""Dossiers, what happened to them, and who asked about them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, literal_column, text

from bot.dossiers.status import Status
from bot.store.tables.base import Serial, UtcTime, metadata

dossiers = Table(
    "dossiers",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("procedure", String(80), nullable=False),
    Column("status", Integer, nullable=False, comment="the national portal's status, 1 to 10"),
    Column("record_enc", Text, nullable=False, comment="the whole dossier as JSON: it names a person"),
    Column("updated_at", UtcTime, nullable=False),
    Column("digest", String(32), comment="keyed hash of the record; null: none of an import"),
    Column("seen_at", UtcTime, comment="when the last export that had it was made; null: no import brings it"),
    Column("phone_key", String(32), comment="keyed hash of the registered phone"),
    Column("due_at", UtcTime, comment="as people are told; beside the record, since most look-ups want nothing else"),
    Column("late_after", UtcTime, comment="due_at and the time of waiting for the applicant"),
    Column("clock_stopped_at", UtcTime, comment="since when it has ended or waits; null: its clock runs"),
    # All that a list of a person's dossiers says, in one place.
    Index("ix_dossiers_of_phone", "phone_key", "updated_at", "code", "procedure", "status", "seen_at"),
)
# Not as parameters: SQLite takes an index of a part of the rows only where it can read that it has them all.
CLOCK_RUNS = dossiers.c.status.in_([literal_column(str(int(status))) for status in Status if status.clock_runs])
Index("ix_dossiers_late_after", dossiers.c.late_after, sqlite_where=CLOCK_RUNS, postgresql_where=CLOCK_RUNS)

# What of a dossier names nobody (bot/dossiers/facts.py), apart from the record: narrow, so that a year is soon counted.
dossier_facts = Table(
    "dossier_facts",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("agency", Text, nullable=False),
    Column("procedure", String(80), nullable=False),
    Column("channel", String(10), comment="counter, online or post; null: not told"),
    Column("electronic", Boolean, comment="the result is issued electronically; null: not told"),
    Column("status", Integer, nullable=False),
    Column("month", Integer, nullable=False, comment="of receipt, in Vietnam: 202611"),
    Column("term", String(30), comment="the time limit that was kept at the acceptance, such as 3 working_day"),
    Column("late_after", UtcTime, comment="due_at and the time of waiting for the applicant"),
    Column("ended_at", UtcTime),
    Column("paused_at", UtcTime, comment="since when papers or a payment are awaited"),
    Column("outcome", String(10), comment="early, on_time or late; null: not ended, or nothing was promised"),
    Column("supplements", Integer, nullable=False, comment="how often papers were asked for"),
    Index("ix_dossier_facts_month", "month"),
)

# Rows are added: what exports told of a dossier, in the order in which it was read. Only ``done_at`` changes.
dossier_events = Table(
    "dossier_events",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("dossier", String(32), nullable=False, comment="pseudonym of the code"),
    Column("from_status", Integer, comment="null: nothing earlier is known"),
    Column("to_status", Integer, nullable=False),
    Column("at", UtcTime, nullable=False, comment="when the source says that it changed the dossier"),
    Column("seen_at", UtcTime, nullable=False, comment="when the export was made"),
    Column("source", String(40), nullable=False, comment="name of the mapping"),
    Column("kind", String(12), nullable=False, comment="first, step, jump, unexplained, late or again"),
    Column("done_at", UtcTime, comment="an officer has looked at what no rule explains"),
    Index("ix_dossier_events_dossier_at", "dossier", "at"),
    Index(
        "ix_dossier_events_unexplained",
        "id",
        sqlite_where=text("kind = 'unexplained'"),
        postgresql_where=text("kind = 'unexplained'"),
    ),
)

lookups = Table(
    "lookups",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("dossier", String(32), primary_key=True, comment="pseudonym of the code: existing or not"),
    Column("failures", Integer, nullable=False),
    Column("locked_until", UtcTime),
    Column("updated_at", UtcTime, nullable=False),
)

throttles = Table(
    "throttles",
    metadata,
    Column("name", String(20), primary_key=True, comment="of the limit, see bot/dossiers/limits.py"),
    Column("subject", String(32), primary_key=True, comment="pseudonym of a person, dossier code or address"),
    Column("spent", Integer, nullable=False),
    Column("since", UtcTime, nullable=False, comment="when counting began"),
)

one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("dossier", String(32), primary_key=True, comment="pseudonym of the code: existing or not"),
    Column("hashed", String(32), nullable=False, comment="keyed hash of the six digits"),
    Column("sent_at", UtcTime, nullable=False),
    Column("tries", Integer, nullable=False),
)

# Append-only: triggers refuse to change or delete a row.
journal = Table(
    "journal",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("person", String(32), nullable=False),
    Column("event", String(40), nullable=False),
    Column(
        "subject",
        String(40),
        nullable=False,
        comment="pseudonym of a dossier code, a ticket number or the name of a list",
    ),
    Index("ix_journal_at", "at"),
)
