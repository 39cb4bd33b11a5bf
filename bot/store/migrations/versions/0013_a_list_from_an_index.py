"""All that a list of a person's dossiers says stands in the index by phone; a status that is seen again is an event"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    listed = ["phone_key", "updated_at", "code", "procedure", "status", "seen_at"]
    op.create_index("ix_dossiers_of_phone", "dossiers", listed)
    op.drop_index("ix_dossiers_phone_key", "dossiers")
    _comment("dossier_events.kind", "first, step, jump, unexplained, late or again")
    _comment("journal.subject", "pseudonym of a dossier code, a ticket number or the name of a list")


def downgrade() -> None:
    op.create_index("ix_dossiers_phone_key", "dossiers", ["phone_key"])
    op.drop_index("ix_dossiers_of_phone", "dossiers")
    op.execute("DELETE FROM dossier_events WHERE kind = 'again'")
    _comment("dossier_events.kind", "first, step, jump, unexplained or late")
    _comment("journal.subject", "pseudonym of a dossier code, or a ticket number")


def _comment(column: str, comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"COMMENT ON COLUMN {column} IS '{comment}'")
