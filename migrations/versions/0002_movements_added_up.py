"""movements added up

No event is older than this table: the first district starts with it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING = sa.text("holder IN ('cell', 'post')")


def upgrade() -> None:
    op.create_table(
        "movement_sum",
        sa.Column("district_id", KEY, nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("place_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("span", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("span IN ('day', 'month')", name=op.f("ck_movement_sum_span")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_movement_sum_district_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "department_id", "place_id", "span", "starts_on", "source", "figure",
            name=op.f("pk_movement_sum"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.drop_index("ix_event_movement", table_name="event")
    op.create_index("ix_event_movement", "event", ["district_id", "class_from", "class_to", "moved_on"])
    op.create_index(
        "ix_complaint_pending", "complaint",
        ["district_id", "department_id", "source", "level", "state", "due_at", "received_on", "sub_division_id",
         "block_id", "holder"],
        sqlite_where=PENDING, postgresql_where=PENDING,
    )  # fmt: skip
    op.create_index(
        "ix_complaint_oldest", "complaint", ["district_id", "received_on"],
        sqlite_where=PENDING, postgresql_where=PENDING,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_complaint_oldest", table_name="complaint")
    op.drop_index("ix_complaint_pending", table_name="complaint")
    op.drop_index("ix_event_movement", table_name="event")
    op.create_index("ix_event_movement", "event", ["district_id", "moved_on", "class_from", "class_to"])
    op.drop_table("movement_sum")
