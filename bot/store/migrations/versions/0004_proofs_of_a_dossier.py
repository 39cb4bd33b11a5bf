"""Proofs of a dossier: limits, one-time codes, verified phones; a journal that nobody rewrites"""

import sqlalchemy as sa
from alembic import op

import bot.store.tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "origin",
                sa.String(length=32),
                nullable=True,
                comment="pseudonym of the network address, where the channel has one",
            )
        )
    _create_tables()
    for statement in _triggers():
        op.execute(statement)


def _create_tables() -> None:
    op.create_table(
        "throttles",
        sa.Column("name", sa.String(length=20), nullable=False, comment="of the limit, see bot/dossiers/limits.py"),
        sa.Column(
            "subject", sa.String(length=32), nullable=False, comment="pseudonym of a person, dossier code or address"
        ),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("since", bot.store.tables.UtcTime(timezone=True), nullable=False, comment="when counting began"),
        sa.PrimaryKeyConstraint("name", "subject", name=op.f("pk_throttles")),
    )
    op.create_table(
        "one_time_codes",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("dossier", sa.String(length=32), nullable=False, comment="pseudonym of the code: existing or not"),
        sa.Column("hashed", sa.String(length=32), nullable=False, comment="keyed hash of the six digits"),
        sa.Column("sent_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "dossier", name=op.f("pk_one_time_codes")),
    )
    op.create_table(
        "sms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phone_enc", sa.Text(), nullable=False, comment="empty where there is no such dossier"),
        sa.Column("body_enc", sa.Text(), nullable=False),
        sa.Column("created_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.Column(
            "lease_until", bot.store.tables.UtcTime(timezone=True), nullable=True, comment="a sender has it in hand"
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms")),
    )
    op.create_table(
        "phones",
        sa.Column("conversation", sa.String(length=60), nullable=False),
        sa.Column("phone_key", sa.String(length=32), nullable=False, comment="of the phone that the channel verified"),
        sa.Column("verified_at", bot.store.tables.UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_phones")),
    )


def _triggers() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [_SQLITE.format(verb=verb) for verb in ("UPDATE", "DELETE")]
    return [_REFUSE, _POSTGRESQL]


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_no_UPDATE")
        op.execute("DROP TRIGGER journal_no_DELETE")
    else:
        op.execute("DROP TRIGGER journal_append_only ON journal")
        op.execute("DROP FUNCTION refuse_change()")
    for table in ("phones", "sms", "one_time_codes", "throttles"):
        op.drop_table(table)
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_column("origin")
