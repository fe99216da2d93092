"""messages that were taken and of which nothing was heard since

Found by an index of their own: the round that gives them up after 72 hours must not read all that ever arrived.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNHEARD = sa.text("state = 'accepted' AND ended_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_notice_unheard", "notice", ["accepted_at"], sqlite_where=UNHEARD, postgresql_where=UNHEARD)


def downgrade() -> None:
    op.drop_index("ix_notice_unheard", table_name="notice")
