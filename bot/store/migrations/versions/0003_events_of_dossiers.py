"""Events of dossiers"""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossier_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier", sa.String(length=32), nullable=False, comment="pseudonym of the code"),
        sa.Column("from_status", sa.Integer(), nullable=True, comment="null: nothing earlier is known"),
        sa.Column("to_status", sa.Integer(), nullable=False),
        sa.Column(
            "at",
            bot.store.tables.UtcTime(timezone=True),
            nullable=False,
            comment="when the source says that it changed the dossier",
        ),
        sa.Column(
            "seen_at", bot.store.tables.UtcTime(timezone=True), nullable=False, comment="when the export was made"
        ),
        sa.Column("source", sa.String(length=40), nullable=False, comment="name of the mapping"),
        sa.Column("kind", sa.String(length=12), nullable=False, comment="first, step, jump, unexplained or late"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_events")),
    )
    with op.batch_alter_table("dossier_events", schema=None) as batch_op:
        batch_op.create_index("ix_dossier_events_dossier_at", ["dossier", "at"], unique=False)
        batch_op.create_index(
            "ix_dossier_events_unexplained",
            ["id"],
            unique=False,
            sqlite_where=sa.text("kind = 'unexplained'"),
            postgresql_where=sa.text("kind = 'unexplained'"),
        )

    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "digest",
                sa.String(length=32),
                nullable=True,
                comment="keyed hash of the record; null: none of an import",
            )
        )
        batch_op.add_column(
            sa.Column(
                "seen_at",
                bot.store.tables.UtcTime(timezone=True),
                nullable=True,
                comment="when the last export that had it was made; null: no import brings it",
            )
        )
        batch_op.add_column(
            sa.Column("phone_key", sa.String(length=32), nullable=True, comment="keyed hash of the registered phone")
        )
        batch_op.create_index("ix_dossiers_phone_key", ["phone_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.drop_index("ix_dossiers_phone_key")
        batch_op.drop_column("phone_key")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("digest")

    with op.batch_alter_table("dossier_events", schema=None) as batch_op:
        batch_op.drop_index("ix_dossier_events_unexplained")
        batch_op.drop_index("ix_dossier_events_dossier_at")

    op.drop_table("dossier_events")
