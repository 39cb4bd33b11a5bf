"""Notices: who wants to hear of a dossier, ratings of the service, events that an officer has looked at"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _number() -> "sa.types.TypeEngine[Any]":
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _time(name: str, comment: str | None = None, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, bot.store.tables.UtcTime(timezone=True), nullable=nullable, comment=comment)


def upgrade() -> None:
    # Added to the table as it is: on SQLite, a table made anew would be copied row by row.
    op.add_column("dossier_events", _time("done_at", "an officer has looked at what no rule explains", nullable=True))
    _create_subscriptions()
    _create_ratings()


def _create_subscriptions() -> None:
    told = "what the person knows, see bot/dossiers/notices.py, as JSON"
    op.create_table(
        "subscriptions",
        sa.Column("id", _number(), nullable=False),
        sa.Column("conversation", sa.String(length=60), nullable=False),
        sa.Column("dossier", sa.String(length=32), nullable=False, comment="pseudonym of the code"),
        sa.Column("code_enc", sa.Text(), nullable=False),
        sa.Column("told_enc", sa.Text(), nullable=False, comment=told),
        _time("since"),
        _time("until", "nothing is told from then on"),
        _time("look_at", "when the scheduler looks at the dossier next"),
        sa.Column(
            "changes", sa.Integer(), server_default="0", nullable=False, comment="of the dossier, that imports brought"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("conversation", "dossier", name=op.f("uq_subscriptions_conversation_dossier")),
    )
    op.create_index("ix_subscriptions_dossier", "subscriptions", ["dossier"])
    op.create_index("ix_subscriptions_look_at", "subscriptions", ["look_at"])


def _create_ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("dossier", sa.String(length=32), nullable=False, comment="pseudonym of the code"),
        sa.Column("conversation", sa.String(length=60), comment="who was asked; null when that is forgotten"),
        sa.Column("unit", sa.String(length=200), nullable=False, comment="the agency of the dossier"),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False, comment="of the question, in Vietnam: 2026-11"),
        _time("asked_at"),
        sa.Column("stars", sa.Integer(), comment="1 to 5; null: no answer"),
        sa.Column("reason_enc", sa.Text()),
        _time("at", "of the answer", nullable=True),
        sa.PrimaryKeyConstraint("dossier", name=op.f("pk_ratings")),
    )
    op.create_index("ix_ratings_conversation", "ratings", ["conversation"])
    op.create_index("ix_ratings_month", "ratings", ["month"])


def downgrade() -> None:
    for table in ("ratings", "subscriptions"):
        op.drop_table(table)
    op.drop_column("dossier_events", "done_at")
