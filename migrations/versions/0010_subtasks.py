"""subtasks; whom a complaint is against, as a person

Whoever sat in the post when the complaint came in is the person it is against: in another chair too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNS = sa.text("state IN ('open', 'accepted')")
AGAINST = sa.text("against_person_id IS NOT NULL")


PENDING = sa.text("holder IN ('cell', 'post')")
COUNTED = ["district_id", "department_id", "source", "level", "state", "due_at", "received_on", "sub_division_id",
           "block_id", "holder", "is_confidential", "against_post_id"]  # fmt: skip
ASKED = ["is_dc_watch", "acknowledged_at", "ack_due_at"]


def upgrade() -> None:
    make_subtask()
    # Said in SQL: a batch would write the whole table of complaints anew on SQLite, and lose its CHECKs doing so.
    op.execute(
        f"ALTER TABLE complaint ADD COLUMN against_person_id {KEY.compile(op.get_bind().dialect)} "
        "CONSTRAINT fk_complaint_against_person_id REFERENCES person (id) ON DELETE RESTRICT"
    )
    op.execute(
        "UPDATE complaint SET against_person_id = (SELECT charge.person_id FROM charge "
        "WHERE charge.post_id = complaint.against_post_id AND charge.kind <> 'link' "
        "AND charge.from_at <= complaint.received_at "
        "AND (charge.to_at IS NULL OR charge.to_at > complaint.received_at) ORDER BY charge.id DESC LIMIT 1) "
        "WHERE against_post_id IS NOT NULL"
    )
    op.create_index(
        "ix_complaint_against", "complaint", ["against_person_id", "post_id"],
        sqlite_where=AGAINST, postgresql_where=AGAINST,
    )  # fmt: skip
    _pending([*COUNTED, "against_person_id", *ASKED])


def _pending(columns: list[str]) -> None:
    """Lists ask whom a complaint is against: without the column their index would no longer hold all they need."""
    op.drop_index("ix_complaint_pending", table_name="complaint")
    op.create_index("ix_complaint_pending", "complaint", columns, sqlite_where=PENDING, postgresql_where=PENDING)


def make_subtask() -> None:
    def key(column: str, target: str, null: bool = False) -> sa.Column[int]:
        name = op.f(f"fk_subtask_{column}")
        return sa.Column(column, KEY, sa.ForeignKey(f"{target}.id", name=name, ondelete="RESTRICT"), nullable=null)

    op.create_table(
        "subtask",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        key("complaint_id", "complaint"),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        key("post_id", "post"),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        key("giver_id", "person"),
        key("giver_post_id", "post"),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        key("person_id", "person", null=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        key("district_id", "district"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subtask")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_subtask_complaint_id_no")),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'finished', 'declined', 'closed')", name=op.f("ck_subtask_state")
        ),
        sa.CheckConstraint("no >= 1", name=op.f("ck_subtask_no")),
        sa.CheckConstraint("post_id <> giver_post_id", name=op.f("ck_subtask_other_post")),
        sa.CheckConstraint("state <> 'accepted' OR accepted_at IS NOT NULL", name=op.f("ck_subtask_accepted")),
        sa.CheckConstraint(
            "state NOT IN ('finished', 'declined') OR (ended_at IS NOT NULL AND result <> '')",
            name=op.f("ck_subtask_ended"),
        ),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_subtask_closed")),
    )
    op.create_index(
        "uq_subtask_one_running", "subtask", ["complaint_id", "post_id"],
        unique=True, sqlite_where=RUNS, postgresql_where=RUNS,
    )  # fmt: skip
    op.create_index("ix_subtask_post", "subtask", ["post_id", "complaint_id"])


def downgrade() -> None:
    _pending([*COUNTED, *ASKED])
    op.drop_index("ix_complaint_against", table_name="complaint")
    op.execute("ALTER TABLE complaint DROP COLUMN against_person_id")
    op.drop_table("subtask")
