"""the complainant's say: links, codes, receipts, how gateways are doing, the wish to withdraw

Everything a person without an account needs, and everything a gateway tells us.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_WITHDRAW = sa.text("withdrawal_asked_at IS NOT NULL")


def upgrade() -> None:
    make_link()
    make_code()
    make_receipt()
    make_state()
    # Said in SQL: a batch would write whole tables anew on SQLite, and lose their CHECKs doing so.
    key = KEY.compile(op.get_bind().dialect)
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITHOUT TIME ZONE"
    op.execute(f"ALTER TABLE complaint ADD COLUMN withdrawal_asked_at {moment}")
    op.create_index(
        "ix_complaint_withdrawal", "complaint", ["district_id", "withdrawal_asked_at"],
        sqlite_where=TO_WITHDRAW, postgresql_where=TO_WITHDRAW,
    )  # fmt: skip
    op.execute(f"ALTER TABLE notice_template ADD COLUMN made_at {moment}")
    for table, column in (("notice_template", "made_by_id"), ("notice_inbound", "handled_by_id")):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {key} "
            f"CONSTRAINT fk_{table}_{column} REFERENCES person (id) ON DELETE RESTRICT"
        )
    op.execute(
        "ALTER TABLE notice_inbound ADD COLUMN kind VARCHAR NOT NULL DEFAULT 'sms' "
        "CONSTRAINT ck_notice_inbound_kind CHECK (kind IN ('sms', 'missed_call'))"
    )
    op.create_index("ix_notice_inbound_open", "notice_inbound", ["district_id", "handled_at", "id"])
    op.create_index(op.f("ix_notice_inbound_complaint_id"), "notice_inbound", ["complaint_id"])


def _key(table: str, column: str, target: str, null: bool = False) -> sa.Column[int]:
    name = op.f(f"fk_{table}_{column}")
    return sa.Column(column, KEY, sa.ForeignKey(f"{target}.id", name=name, ondelete="RESTRICT"), nullable=null)


def make_link() -> None:
    op.create_table(
        "public_link",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _key("public_link", "complaint_id", "complaint"),
        _key("public_link", "complainant_id", "complainant"),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        _key("public_link", "district_id", "district"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_link")),
        sa.UniqueConstraint("token", name=op.f("uq_public_link_token")),
        sa.UniqueConstraint(
            "complaint_id", "complainant_id", "cycle", "kind",
            name=op.f("uq_public_link_complaint_id_complainant_id_cycle_kind"),
        ),
        sa.CheckConstraint("kind IN ('track', 'feedback')", name=op.f("ck_public_link_kind")),
        sa.CheckConstraint("length(token) >= 10", name=op.f("ck_public_link_token_length")),
    )  # fmt: skip
    op.create_index(op.f("ix_public_link_complainant_id"), "public_link", ["complainant_id"])


def make_code() -> None:
    op.create_table(
        "access_code",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        _key("access_code", "complaint_id", "complaint", null=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        _key("access_code", "district_id", "district"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_code")),
        sa.CheckConstraint("purpose IN ('look', 'withdraw', 'register')", name=op.f("ck_access_code_purpose")),
        sa.CheckConstraint("(purpose = 'register') = (complaint_id IS NULL)", name=op.f("ck_access_code_complaint")),
    )
    op.create_index(op.f("ix_access_code_complaint_id"), "access_code", ["complaint_id"])
    op.create_index("ix_access_code_number", "access_code", ["district_id", "number", "made_at"])


def make_receipt() -> None:
    op.create_table(
        "notice_receipt",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("notice_uuid", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("handled_at", sa.DateTime(), nullable=True),
        sa.Column("handled_as", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_receipt")),
        sa.UniqueConstraint("gateway", "digest", name=op.f("uq_notice_receipt_gateway_digest")),
    )
    op.create_index(op.f("ix_notice_receipt_notice_uuid"), "notice_receipt", ["notice_uuid"])
    op.create_index("ix_notice_receipt_handled_at", "notice_receipt", ["handled_at", "id"])


def make_state() -> None:
    op.create_table(
        "gateway_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("filled_at", sa.DateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(), nullable=True),
        sa.Column("open_until", sa.DateTime(), nullable=True),
        sa.Column("probing_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_gateway_state")),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_inbound_complaint_id"), table_name="notice_inbound")
    op.drop_index("ix_notice_inbound_open", table_name="notice_inbound")
    op.execute("ALTER TABLE notice_inbound DROP COLUMN kind")
    op.execute("ALTER TABLE notice_inbound DROP COLUMN handled_by_id")
    op.execute("ALTER TABLE notice_template DROP COLUMN made_by_id")
    op.execute("ALTER TABLE notice_template DROP COLUMN made_at")
    op.drop_index("ix_complaint_withdrawal", table_name="complaint")
    op.execute("ALTER TABLE complaint DROP COLUMN withdrawal_asked_at")
    for table in ("gateway_state", "notice_receipt", "access_code", "public_link"):
        op.drop_table(table)
