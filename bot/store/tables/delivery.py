"""What goes out: replies and notices, short messages, and what sending needs to know."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, literal_column

from bot.store.tables.base import Serial, UtcTime, metadata

# A row leaves in pieces, as many as the channel needs; how many of them are gone stands in it, so none leaves twice.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("inbox_id", Serial, ForeignKey("inbox.id", ondelete="CASCADE"), comment="null for a notice"),
    Column("channel", String(20), nullable=False),
    Column("conversation", String(60), nullable=False),
    Column("body_enc", Text, nullable=False, comment="a reply as JSON"),
    Column("created_at", UtcTime, nullable=False),
    Column("once", String(64), comment="a notice of that name is put once; null for a reply"),
    Column(
        "status",
        String(10),
        nullable=False,
        server_default="kept",
        comment="kept: pages and REST fetch theirs; pending, deferred, sent or dead",
    ),
    Column("due_at", UtcTime, comment="not before"),
    Column("claim", String(40), comment="who sends it"),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0", comment="that failed"),
    Column("pieces_sent", Integer, nullable=False, server_default="0"),
    Column("in_flight_at", UtcTime, comment="a send began then and its end is not known"),
    Column("uncertain", Integer, nullable=False, server_default="0", comment="sends whose end nobody knows"),
    Column("error", String(80), comment="class and code of the last failure"),
    Column("sent_at", UtcTime, comment="handed to the channel by a sender; pages and REST fetch theirs"),
    Column("channel_message_id", String(80), comment="the channel's own, of the last piece"),
    Index("ix_outbox_conversation_id", "conversation", "id"),
    Index("ix_outbox_inbox_id", "inbox_id"),
    Index("uq_outbox_once", "once", unique=True),
    # Also holds what is counted. An index that begins with the status would be taken for what waits, and sort it.
    Index("ix_outbox_created_at", "created_at", "channel", "status"),
)

# Written out in each statement: SQLite takes the index of a part only where it reads the part's own words.
IS_WAITING = outbox.c.status.in_([literal_column("'pending'"), literal_column("'deferred'")])
IS_DEAD = outbox.c.status == literal_column("'dead'")
IS_UNCERTAIN = outbox.c.uncertain > literal_column("0")
Index("ix_outbox_waiting", outbox.c.id, sqlite_where=IS_WAITING, postgresql_where=IS_WAITING)
Index("ix_outbox_dead", outbox.c.id, sqlite_where=IS_DEAD, postgresql_where=IS_DEAD)
Index("ix_outbox_uncertain", outbox.c.id, sqlite_where=IS_UNCERTAIN, postgresql_where=IS_UNCERTAIN)

# When the next message may leave for a channel, or for one chat of it: shared by all senders.
paces = Table(
    "paces",
    metadata,
    Column("name", String(60), primary_key=True, comment="a channel or a conversation"),
    Column("free_at", UtcTime, nullable=False),
)

# Access to a channel that changes by itself; who renews it holds the lease.
tokens = Table(
    "tokens",
    metadata,
    Column("name", String(20), primary_key=True, comment="of the channel"),
    Column("access_enc", Text, nullable=False),
    Column("refresh_enc", Text, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("renewed_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime, comment="somebody renews it until then"),
)

# What a button sends, where the channel carries only a short key.
payloads = Table(
    "payloads",
    metadata,
    Column("key", String(32), primary_key=True, comment="keyed hash of conversation and payload"),
    Column("conversation", String(60), nullable=False, comment="it goes when the person goes"),
    Column("payload_enc", Text, nullable=False),
    Column("title_enc", Text, nullable=False, comment="what the person saw"),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_payloads_conversation", "conversation"),
    Index("ix_payloads_created_at", "created_at"),
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
