"""lists from indexes

What lists and tables of pending complaints ask stands in their index; what climbed away from a post, and messages that
neither wait nor are being sent, have one of their own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PENDING = sa.text("holder IN ('cell', 'post')")
CLIMBED = sa.text("end_reason IN ('escalated', 'raised')")
AT_REST = sa.text("next_try_at IS NULL AND lease_until IS NULL")
COUNTED = ["district_id", "department_id", "source", "level", "state", "due_at", "received_on", "sub_division_id",
           "block_id", "holder"]  # fmt: skip
ASKED = ["is_confidential", "against_post_id", "is_dc_watch", "acknowledged_at", "ack_due_at"]


def upgrade() -> None:
    _pending([*COUNTED, *ASKED])
    op.create_index(
        "ix_stint_climbed", "stint", ["post_id", "complaint_id"], sqlite_where=CLIMBED, postgresql_where=CLIMBED
    )
    op.create_index(
        "ix_notice_at_rest", "notice", ["district_id", "state"], sqlite_where=AT_REST, postgresql_where=AT_REST
    )


def downgrade() -> None:
    op.drop_index("ix_notice_at_rest", table_name="notice")
    op.drop_index("ix_stint_climbed", table_name="stint")
    _pending(COUNTED)


def _pending(columns: list[str]) -> None:
    op.drop_index("ix_complaint_pending", table_name="complaint")
    op.create_index("ix_complaint_pending", "complaint", columns, sqlite_where=PENDING, postgresql_where=PENDING)
