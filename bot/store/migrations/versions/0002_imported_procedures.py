"""Imported procedures"""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False, comment="name without folder"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("shape", sa.String(length=10), nullable=False, comment="detail or list"),
        sa.Column(
            "scope", sa.String(length=2), nullable=False, comment="code of the province, or empty for the whole country"
        ),
        sa.Column("at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_table(
        "procedures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False, comment="national code, or the province's own"),
        sa.Column("scope", sa.String(length=2), nullable=False),
        sa.Column("shape", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the record"),
        sa.Column("record", sa.Text(), nullable=False, comment="as JSON, see bot/catalogue/portal/imported.py"),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.Column("valid_to", bot.store.tables.UtcTime(timezone=True), nullable=True, comment="null: holds now"),
        sa.Column(
            "seen_at", bot.store.tables.UtcTime(timezone=True), nullable=False, comment="the last import that had it"
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_procedures_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedures")),
    )
    with op.batch_alter_table("procedures", schema=None) as batch_op:
        batch_op.create_index("ix_procedures_code", ["code"], unique=False)
        batch_op.create_index(
            "uq_procedures_current",
            ["code", "scope", "shape"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("procedures", schema=None) as batch_op:
        batch_op.drop_index("uq_procedures_current")
        batch_op.drop_index("ix_procedures_code")

    op.drop_table("procedures")
    op.drop_table("imports")
