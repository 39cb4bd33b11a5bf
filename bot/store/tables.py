"""The tables. Times are UTC; columns named ``*_enc`` hold Fernet tokens; ``person`` is a keyed pseudonym."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[dt.datetime]):
    """Aware UTC datetimes on both databases (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without zone cannot be stored")
        return value.astimezone(dt.timezone.utc)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return value.replace(tzinfo=dt.timezone.utc) if value is not None and value.tzinfo is None else value


# SQLite numbers rows by itself only where the key is a plain INTEGER.
Serial = BigInteger().with_variant(Integer, "sqlite")

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
    Column("status", String(10), nullable=False, server_default="pending", comment="pending, done or dead"),
    Column("claim", String(40), comment="who works on it; checked again at the commit"),
    Column("lease_until", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("done_at", UtcTime),
    Column("origin", String(32), comment="pseudonym of the network address, where the channel has one"),
    UniqueConstraint("channel", "message_id"),
    Index("ix_inbox_status_id", "status", "id"),
    Index("ix_inbox_conversation_id", "conversation", "id"),
)

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
    Index("ix_dossiers_phone_key", "phone_key"),
)

# Rows are added, never changed: what exports told of a dossier, in the order in which it was read.
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
    Column("kind", String(12), nullable=False, comment="first, step, jump, unexplained or late"),
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

phones = Table(
    "phones",
    metadata,
    Column("conversation", String(60), primary_key=True),
    Column("phone_key", String(32), nullable=False, comment="of the phone that the channel verified"),
    Column("verified_at", UtcTime, nullable=False),
)

# Append-only: triggers refuse to change or delete a row.
journal = Table(
    "journal",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("person", String(32), nullable=False),
    Column("event", String(40), nullable=False),
    Column("subject", String(40), nullable=False, comment="pseudonym of a dossier code, or a ticket number"),
    Index("ix_journal_at", "at"),
)

workers = Table(
    "workers",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("pid", Integer, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("file", String(200), nullable=False, comment="name without folder"),
    Column("sha256", String(64), nullable=False),
    Column("shape", String(10), nullable=False, comment="detail or list"),
    Column("scope", String(2), nullable=False, comment="code of the province, or empty for the whole country"),
    Column("at", UtcTime, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
)

# Imported procedures; a row is never changed but for its end and the day it was seen last, so the history stays.
procedures = Table(
    "procedures",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("code", String(60), nullable=False, comment="national code, or the province's own"),
    Column("scope", String(2), nullable=False),
    Column("shape", String(10), nullable=False),
    Column("sha256", String(64), nullable=False, comment="of the record"),
    Column("record", Text, nullable=False, comment="as JSON, see bot/catalogue/portal/imported.py"),
    Column("import_id", Serial, ForeignKey("imports.id"), nullable=False),
    Column("valid_from", UtcTime, nullable=False),
    Column("valid_to", UtcTime, comment="null: holds now"),
    Column("seen_at", UtcTime, nullable=False, comment="the last import that had it"),
    Index("ix_procedures_code", "code"),
    Index(
        "uq_procedures_current",
        "code",
        "scope",
        "shape",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
)
