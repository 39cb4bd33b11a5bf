"""Imported procedures."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.tables.base import Serial, UtcTime, metadata

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
