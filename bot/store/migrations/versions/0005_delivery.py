"""Delivery: what senders know of a reply, paces, tokens, payloads of buttons; events besides text"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WAITING = sa.text("status IN ('pending', 'deferred')")


def _time(name: str, comment: str | None = None, nullable: bool = True) -> "sa.Column[Any]":
    return sa.Column(name, bot.store.tables.UtcTime(timezone=True), nullable=nullable, comment=comment)


def _text(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text(), nullable=False)


def _count(name: str, comment: str | None = None) -> "sa.Column[Any]":
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False, comment=comment)


def _delivery() -> "list[sa.Column[Any]]":
    return [
        sa.Column(
            "once", sa.String(length=64), nullable=True, comment="a notice of that name is put once; null for a reply"
        ),
        sa.Column(
            "status",
            sa.String(length=10),
            server_default="kept",
            nullable=False,
            comment="kept: pages and REST fetch theirs; pending, deferred, sent or dead",
        ),
        _time("due_at", "not before"),
        sa.Column("claim", sa.String(length=40), nullable=True, comment="who sends it"),
        _time("lease_until"),
        _count("attempts", "that failed"),
        _count("pieces_sent"),
        _time("in_flight_at", "a send began then and its end is not known"),
        _count("uncertain", "sends whose end nobody knows"),
        sa.Column("error", sa.String(length=80), nullable=True, comment="class and code of the last failure"),
        sa.Column(
            "channel_message_id", sa.String(length=80), nullable=True, comment="the channel's own, of the last piece"
        ),
    ]


def upgrade() -> None:
    about = "what came instead of plain text, as JSON, see bot/conversations/event.py"
    # Columns are added to the tables as they are: on SQLite, a table made anew would take its replies with it.
    op.add_column("inbox", sa.Column("event_enc", sa.Text(), nullable=True, comment=about))
    for column in _delivery():
        op.add_column("outbox", column)
    op.create_index("uq_outbox_once", "outbox", ["once"], unique=True)
    op.create_index("ix_outbox_waiting", "outbox", ["id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "paces",
        sa.Column("name", sa.String(length=60), nullable=False, comment="a channel or a conversation"),
        _time("free_at", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_paces")),
    )
    op.create_table(
        "tokens",
        sa.Column("name", sa.String(length=20), nullable=False, comment="of the channel"),
        _text("access_enc"),
        _text("refresh_enc"),
        _time("expires_at", nullable=False),
        _time("renewed_at", nullable=False),
        _time("lease_until", "somebody renews it until then"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tokens")),
    )
    op.create_table(
        "payloads",
        sa.Column("key", sa.String(length=32), nullable=False, comment="keyed hash of conversation and payload"),
        _text("payload_enc"),
        sa.Column("title_enc", sa.Text(), nullable=False, comment="what the person saw"),
        _time("created_at", nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_payloads")),
    )
    op.create_index("ix_payloads_created_at", "payloads", ["created_at"])


def downgrade() -> None:
    for table in ("payloads", "tokens", "paces"):
        op.drop_table(table)
    op.drop_index("ix_outbox_waiting", "outbox")
    op.drop_index("uq_outbox_once", "outbox")
    for column in _delivery():
        op.drop_column("outbox", column.name)
    op.drop_column("inbox", "event_enc")
