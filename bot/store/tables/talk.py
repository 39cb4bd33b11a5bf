"""What citizens said, what the talk remembers, and who works on it."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables.base import Serial, UtcTime, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("message_id", String(80), nullable=False, comment="the channel's or the browser's own id"),
    Column("conversation", String(60), nullable=False),
    Column("text_enc", Text, nullable=False),
    Column("shown_enc", Text, comment="what the person saw on the button that sent this"),
    Column("received_at", UtcTime, nullable=False),
    Column("event_enc", Text, comment="what came instead of plain text, as JSON, see bot/conversations/event.py"),
    Column("status", String(10), nullable=False, server_default="pending", comment="pending, done or dead"),
    Column("claim", String(40), comment="who works on it; checked again at the commit"),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("done_at", UtcTime),
    Column("origin", String(32), comment="pseudonym of the network address, where the channel has one"),
    UniqueConstraint("channel", "message_id"),
    Index("ix_inbox_status_id", "status", "id"),
    Index("ix_inbox_conversation_id", "conversation", "id"),
    Index("ix_inbox_received_at", "received_at"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("state_enc", Text, nullable=False, comment="slots and the last turns of the dialogue, as JSON"),
    Column("updated_at", UtcTime, nullable=False),
    Index("ix_conversations_updated_at", "updated_at"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("kind", String(20), nullable=False, comment="handoff or complaint"),
    Column("conversation", String(60), nullable=False),
    Column("text_enc", Text, nullable=False),
    Column("phone_enc", Text, comment="where the person wants to be called back, if told"),
    Column("created_at", UtcTime, nullable=False),
)

phones = Table(
    "phones",
    metadata,
    Column("conversation", String(60), primary_key=True),
    Column("phone_key", String(32), nullable=False, comment="of the phone that the channel verified"),
    Column("verified_at", UtcTime, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("pid", Integer, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)
