"""All that a list of a person's dossiers says stands in the index by phone"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    listed = ["phone_key", "updated_at", "code", "procedure", "status", "seen_at"]
    op.create_index("ix_dossiers_of_phone", "dossiers", listed)
    op.drop_index("ix_dossiers_phone_key", "dossiers")


def downgrade() -> None:
    op.create_index("ix_dossiers_phone_key", "dossiers", ["phone_key"])
    op.drop_index("ix_dossiers_of_phone", "dossiers")
