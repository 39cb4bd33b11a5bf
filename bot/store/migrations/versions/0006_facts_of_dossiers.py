"""Facts of dossiers that name nobody, to be counted: filled by the next import or by `motcua dossiers recount`"""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = bot.store.tables.UtcTime
_RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "dossier_facts",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=True, comment="counter, online or post; null: not told"),
        sa.Column(
            "electronic", sa.Boolean(), nullable=True, comment="the result is issued electronically; null: not told"
        ),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False, comment="of receipt, in Vietnam: 202611"),
        sa.Column(
            "term",
            sa.String(length=30),
            nullable=True,
            comment="the time limit that was kept at the acceptance, such as 3 working_day",
        ),
        sa.Column("due_at", _TIME(timezone=True), nullable=True, comment="as people are told"),
        sa.Column(
            "late_after",
            _TIME(timezone=True),
            nullable=True,
            comment="due_at and the time of waiting for the applicant",
        ),
        sa.Column("ended_at", _TIME(timezone=True), nullable=True),
        sa.Column(
            "paused_at", _TIME(timezone=True), nullable=True, comment="since when papers or a payment are awaited"
        ),
        sa.Column(
            "outcome",
            sa.String(length=10),
            nullable=True,
            comment="early, on_time or late; null: not ended, or nothing was promised",
        ),
        sa.Column("supplements", sa.Integer(), nullable=False, comment="how often papers were asked for"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier_facts")),
    )
    op.create_index("ix_dossier_facts_month", "dossier_facts", ["month"])
    op.create_index(
        "ix_dossier_facts_due_at", "dossier_facts", ["due_at"], sqlite_where=_RUNNING, postgresql_where=_RUNNING
    )


def downgrade() -> None:
    op.drop_table("dossier_facts")
