"""Who wants to hear of a dossier, and what was said of the service when it was over."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables.base import Serial, UtcTime, metadata

# What was told stands in the row and not only in the outbox, which forgets.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("conversation", String(60), nullable=False),
    Column("dossier", String(32), nullable=False, comment="pseudonym of the code"),
    Column("code_enc", Text, nullable=False),
    Column("told_enc", Text, nullable=False, comment="what the person knows, see bot/dossiers/notices.py, as JSON"),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False, comment="nothing is told from then on"),
    Column("look_at", UtcTime, nullable=False, comment="when the scheduler looks at the dossier next"),
    Column("changes", Integer, nullable=False, server_default="0", comment="of the dossier, that imports brought"),
    Column("gone_at", UtcTime, comment="not reached since then: they blocked or left the account"),
    UniqueConstraint("conversation", "dossier"),
    Index("ix_subscriptions_dossier", "dossier"),
    Index("ix_subscriptions_look_at", "look_at"),
)

# One row a dossier, made when its holder is asked.
ratings = Table(
    "ratings",
    metadata,
    Column("dossier", String(32), primary_key=True, comment="pseudonym of the code"),
    Column("conversation", String(60), comment="who was asked; null when that is forgotten"),
    Column("unit", String(200), nullable=False, comment="the agency of the dossier"),
    Column("procedure", String(80), nullable=False),
    Column("month", String(7), nullable=False, comment="of the question, in Vietnam: 2026-11"),
    Column("asked_at", UtcTime, nullable=False),
    Column("stars", Integer, comment="1 to 5; null: no answer"),
    Column("reason_enc", Text),
    Column("at", UtcTime, comment="of the answer"),
    Index("ix_ratings_conversation", "conversation"),
    Index("ix_ratings_month", "month"),
)
