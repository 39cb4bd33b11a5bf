"""When a dossier is due, beside its record: a look-up reads one row and not two"""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CLOCK_RUNS, _NOT_ENDED = sa.text("status IN (2, 4)"), sa.text("ended_at IS NULL")


def upgrade() -> None:
    comment = "as people are told; beside the record, since most look-ups want nothing else"
    _add("dossiers", comment)
    _move("dossier_facts", "dossiers")
    op.create_index(
        "ix_dossiers_due_at", "dossiers", ["due_at"], sqlite_where=_CLOCK_RUNS, postgresql_where=_CLOCK_RUNS
    )
    op.drop_index("ix_dossier_facts_due_at", "dossier_facts")
    op.drop_column("dossier_facts", "due_at")


def downgrade() -> None:
    _add("dossier_facts", "as people are told")
    _move("dossiers", "dossier_facts")
    op.create_index(
        "ix_dossier_facts_due_at", "dossier_facts", ["due_at"], sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED
    )
    op.drop_index("ix_dossiers_due_at", "dossiers")
    op.drop_column("dossiers", "due_at")


def _add(table: str, comment: str) -> None:
    op.add_column(table, sa.Column("due_at", bot.store.tables.UtcTime(timezone=True), nullable=True, comment=comment))


def _move(source: str, target: str) -> None:
    op.execute(f"UPDATE {target} SET due_at = (SELECT due_at FROM {source} WHERE {source}.code = {target}.code)")
