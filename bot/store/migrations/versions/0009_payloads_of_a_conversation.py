"""Payloads of buttons name their conversation, so that they are deleted with it"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _payloads(*more: "sa.Column[Any]") -> None:
    """Made anew and empty: a button that is pressed later is answered as one that is forgotten."""
    op.drop_table("payloads")
    op.create_table(
        "payloads",
        sa.Column("key", sa.String(length=32), nullable=False, comment="keyed hash of conversation and payload"),
        *more,
        sa.Column("payload_enc", sa.Text(), nullable=False),
        sa.Column("title_enc", sa.Text(), nullable=False, comment="what the person saw"),
        sa.Column("created_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_payloads")),
    )
    op.create_index("ix_payloads_created_at", "payloads", ["created_at"])


def upgrade() -> None:
    _payloads(sa.Column("conversation", sa.String(length=60), nullable=False, comment="it goes when the person goes"))
    op.create_index("ix_payloads_conversation", "payloads", ["conversation"])


def downgrade() -> None:
    _payloads()
