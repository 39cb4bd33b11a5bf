"""The first tables"""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("state_enc", sa.Text(), nullable=False, comment="slots and the last turns of the dialogue, as JSON"),
        sa.Column("updated_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index("ix_conversations_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "dossiers",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False, comment="the national portal's status, 1 to 10"),
        sa.Column("record_enc", sa.Text(), nullable=False, comment="the whole dossier as JSON: it names a person"),
        sa.Column("updated_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossiers")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False, comment="the channel's or the browser's own id"),
        sa.Column("conversation", sa.String(length=60), nullable=False),
        sa.Column("text_enc", sa.Text(), nullable=False),
        sa.Column("shown_enc", sa.Text(), nullable=True, comment="what the person saw on the button that sent this"),
        sa.Column("received_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.Column(
            "status", sa.String(length=10), server_default="pending", nullable=False, comment="pending, done or dead"
        ),
        sa.Column("claim", sa.String(length=40), nullable=True, comment="who works on it; checked again at the commit"),
        sa.Column("lease_until", bot.store.tables.UtcTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", bot.store.tables.UtcTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "message_id", name=op.f("uq_inbox_channel_message_id")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_conversation_id", ["conversation", "id"], unique=False)
        batch_op.create_index("ix_inbox_status_id", ["status", "id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column(
            "subject", sa.String(length=40), nullable=False, comment="pseudonym of a dossier code, or a ticket number"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_at", ["at"], unique=False)

    op.create_table(
        "lookups",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("dossier", sa.String(length=32), nullable=False, comment="pseudonym of the code: existing or not"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", bot.store.tables.UtcTime(timezone=True), nullable=True),
        sa.Column("updated_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "dossier", name=op.f("pk_lookups")),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="handoff or complaint"),
        sa.Column("conversation", sa.String(length=60), nullable=False),
        sa.Column("text_enc", sa.Text(), nullable=False),
        sa.Column("created_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("number", name=op.f("uq_tickets_number")),
    )
    op.create_table(
        "workers",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("seen_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "inbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="null for a notice"
        ),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("conversation", sa.String(length=60), nullable=False),
        sa.Column("body_enc", sa.Text(), nullable=False, comment="a reply as JSON"),
        sa.Column("created_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.Column(
            "sent_at",
            bot.store.tables.UtcTime(timezone=True),
            nullable=True,
            comment="handed to the channel by a sender; pages and REST fetch theirs",
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_outbox_inbox_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_conversation_id", ["conversation", "id"], unique=False)
        batch_op.create_index("ix_outbox_inbox_id", ["inbox_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_inbox_id")
        batch_op.drop_index("ix_outbox_conversation_id")

    op.drop_table("outbox")
    op.drop_table("workers")
    op.drop_table("tickets")
    op.drop_table("lookups")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_at")

    op.drop_table("journal")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_status_id")
        batch_op.drop_index("ix_inbox_conversation_id")

    op.drop_table("inbox")
    op.drop_table("dossiers")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index("ix_conversations_updated_at")

    op.drop_table("conversations")
