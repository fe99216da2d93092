"""given away

The list of what left a post for another one and is still open is found from the few stints that ended so.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GIVEN_AWAY = sa.text("post_id IS NOT NULL AND end_reason IN ('transferred', 'marked', 'sent_down', 'conflict')")


def upgrade() -> None:
    op.create_index(
        "ix_stint_given_away", "stint", ["post_id", "complaint_id"],
        sqlite_where=GIVEN_AWAY, postgresql_where=GIVEN_AWAY,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_stint_given_away", table_name="stint")
