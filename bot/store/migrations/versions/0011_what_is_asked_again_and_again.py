"""Indexes for what is asked of the outbox and the inbox again and again, however large they are"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OF_A_PART = {"ix_outbox_dead": sa.text("status = 'dead'"), "ix_outbox_uncertain": sa.text("uncertain > 0")}


def upgrade() -> None:
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_index("ix_outbox_created_at", "outbox", ["created_at", "channel", "status"])
    for name, part in _OF_A_PART.items():
        op.create_index(name, "outbox", ["id"], sqlite_where=part, postgresql_where=part)


def downgrade() -> None:
    for name in (*_OF_A_PART, "ix_outbox_created_at"):
        op.drop_index(name, "outbox")
    op.drop_index("ix_inbox_received_at", "inbox")
