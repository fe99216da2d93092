"""newest of a place

What the counter compares a new complaint with: those of a place that somebody holds, and those closed lately.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_complaint_place", "complaint", ["place_id", "holder", "closed_at"])
    op.drop_index("ix_complaint_place_id", table_name="complaint")


def downgrade() -> None:
    op.create_index("ix_complaint_place_id", "complaint", ["place_id"])
    op.drop_index("ix_complaint_place", table_name="complaint")
