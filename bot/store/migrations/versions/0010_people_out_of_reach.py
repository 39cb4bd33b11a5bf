"""Since when a channel does not reach who wants to hear of a dossier"""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "not reached since then: they blocked or left the account"
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("gone_at", bot.store.tables.UtcTime(timezone=True), nullable=True, comment=comment)
        )


def downgrade() -> None:
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_column("gone_at")
