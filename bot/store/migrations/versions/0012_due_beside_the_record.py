"""When a dossier is due, beside its record: a look-up reads one row and not two"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CLOCK_RUNS, _NOT_ENDED = sa.text("status IN (2, 4)"), sa.text("ended_at IS NULL")


def upgrade() -> None:
    _add("dossiers", "due_at", "as people are told; beside the record, since most look-ups want nothing else")
    _add("dossiers", "late_after", "due_at and the time of waiting for the applicant")
    _add("dossiers", "clock_stopped_at", "since when it has ended or waits; null: its clock runs")
    _fill("dossiers", "dossier_facts", "due_at")
    _fill("dossiers", "dossier_facts", "late_after")
    _fill(
        "dossiers",
        "dossier_facts",
        "clock_stopped_at",
        "CASE WHEN status IN (2, 4) THEN NULL ELSE coalesce(ended_at, paused_at) END",
    )
    op.create_index(
        "ix_dossiers_late_after", "dossiers", ["late_after"], sqlite_where=_CLOCK_RUNS, postgresql_where=_CLOCK_RUNS
    )
    op.drop_index("ix_dossier_facts_due_at", "dossier_facts")
    op.drop_column("dossier_facts", "due_at")


def downgrade() -> None:
    _add("dossier_facts", "due_at", "as people are told")
    _fill("dossier_facts", "dossiers", "due_at")
    op.create_index(
        "ix_dossier_facts_due_at", "dossier_facts", ["due_at"], sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED
    )
    op.drop_index("ix_dossiers_late_after", "dossiers")
    for column in ("clock_stopped_at", "late_after", "due_at"):
        op.drop_column("dossiers", column)


def _add(table: str, column: str, comment: str) -> None:
    time = bot.store.tables.UtcTime(timezone=True)
    op.add_column(table, sa.Column(column, time, nullable=True, comment=comment))


def _fill(table: str, source: str, column: str, value: str | None = None) -> None:
    found = f"SELECT {value or column} FROM {source} WHERE {source}.code = {table}.code"
    op.execute(f"UPDATE {table} SET {column} = ({found})")
