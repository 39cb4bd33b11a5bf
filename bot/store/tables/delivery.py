"""What goes out: replies and notices, short messages, and what sending needs to know."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from bot.store.tables.base import Serial, UtcTime, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("inbox_id", Serial, ForeignKey("inbox.id", ondelete="CASCADE"), comment="null for a notice"),
    Column("channel", String(20), nullable=False),
    Column("conversation", String(60), nullable=False),
    Column("body_enc", Text, nullable=False, comment="a reply as JSON"),
    Column("created_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime, comment="handed to the channel by a sender; pages and REST fetch theirs"),
    Index("ix_outbox_conversation_id", "conversation", "id"),
    Index("ix_outbox_inbox_id", "inbox_id"),
)

# Messages to phones; a row is deleted as soon as it was handed over or is too old to be of use.
sms = Table(
    "sms",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("phone_enc", Text, nullable=False, comment="empty where there is no such dossier"),
    Column("body_enc", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime, comment="a sender has it in hand"),
    Column("attempts", Integer, nullable=False, server_default="0"),
)
