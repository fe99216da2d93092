"""cover for a leave

Whether a link officer was given an end: then the holder is on leave, and the days are the link officer's.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("charge", sa.Column("is_leave", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE charge SET is_leave = TRUE WHERE kind = 'link' AND to_at IS NOT NULL")  # as they were read so far


def downgrade() -> None:
    op.drop_column("charge", "is_leave")
