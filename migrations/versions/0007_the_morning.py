"""the morning: digests, progress reports owed, reminders, promises

Only columns and tables are added. A complaint that is pending gets its next word to the complainant 15 days after it
was received, or 15 days from now where that is over: nobody is told of all the weeks at once.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
PROGRESS = sa.text("progress_on IS NOT NULL")
PROMISED = sa.text("promised_on IS NOT NULL")
OWED = sa.text("state = 'owed'")
EVERY = timedelta(days=15)


def upgrade() -> None:
    op.add_column("complaint", sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("complaint", sa.Column("reminded_at", sa.DateTime(), nullable=True))
    op.add_column("complaint", sa.Column("promises_missed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("complaint", sa.Column("progress_on", sa.Date(), nullable=True))
    op.add_column("dialogue", sa.Column("is_promise_missed", sa.Boolean(), nullable=True))
    _progress()
    _promises()
    op.create_index(
        "ix_complaint_progress", "complaint", ["progress_on"], sqlite_where=PROGRESS, postgresql_where=PROGRESS
    )
    op.create_index(
        "ix_dialogue_promised", "dialogue", ["promised_on"], sqlite_where=PROMISED, postgresql_where=PROMISED
    )
    _digest()
    _reports()


def _progress() -> None:
    complaint = sa.table("complaint", sa.column("id", KEY), sa.column("holder"), sa.column("received_at", sa.DateTime()),
                         sa.column("progress_on", sa.Date()))  # fmt: skip
    bind = op.get_bind()
    soon = (datetime.now(UTC) + EVERY).date()
    rows = bind.execute(sa.select(complaint.c.id, complaint.c.received_at).where(complaint.c.holder == "post")).all()
    moves = [{"key": row.id, "on": max(row.received_at.date() + EVERY, datetime.now(UTC).date())} for row in rows]
    moves = [move if move["on"] > datetime.now(UTC).date() else move | {"on": soon} for move in moves]
    if moves:
        bind.execute(
            complaint.update().where(complaint.c.id == sa.bindparam("key")).values(progress_on=sa.bindparam("on")),
            moves,
        )


def _promises() -> None:
    """What was promised for a day before this counting began is nobody's missed promise."""
    dialogue = sa.table("dialogue", sa.column("promised_on", sa.Date()), sa.column("is_promise_missed", sa.Boolean()))
    past = dialogue.c.promised_on < datetime.now(UTC).date()
    op.get_bind().execute(dialogue.update().where(past).values(is_promise_missed=False))


def _digest() -> None:
    op.create_table(
        "digest",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("kind IN ('morning', 'catch_up')", name=op.f("ck_digest_kind")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_digest_district_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("person_id", "on", "kind", name=op.f("uq_digest_person_id_on_kind")),
    )  # fmt: skip
    op.create_index("ix_digest_on", "digest", ["district_id", "on"])


def _reports() -> None:
    op.create_table(
        "progress_report",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("state IN ('owed', 'given', 'missed', 'lapsed')", name=op.f("ck_progress_report_state")),
        sa.CheckConstraint("(state = 'owed') = (ended_at IS NULL)", name=op.f("ck_progress_report_ended")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_progress_report_complaint_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_progress_report_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_progress_report_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
        sa.UniqueConstraint(
            "complaint_id", "due_on", "since", name=op.f("uq_progress_report_complaint_id_due_on_since")
        ),
    )  # fmt: skip
    op.create_index("ix_progress_report_due", "progress_report", ["due_on"])
    op.create_index("ix_progress_report_post", "progress_report", ["post_id", "state", "due_on"])
    op.create_index(
        "uq_progress_report_owed", "progress_report", ["complaint_id"], unique=True, sqlite_where=OWED,
        postgresql_where=OWED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("progress_report")
    op.drop_table("digest")
    op.drop_index("ix_dialogue_promised", table_name="dialogue")
    op.drop_index("ix_complaint_progress", table_name="complaint")
    op.drop_column("dialogue", "is_promise_missed")
    for name in ("progress_on", "promises_missed", "reminded_at", "reminders"):
        op.drop_column("complaint", name)
