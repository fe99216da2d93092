"""photos that were declared and are not here yet

Found by an index of their own: the round that gives them up after 48 hours must not read all that ever arrived.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TO_COME = sa.text("state = 'declared'")


def upgrade() -> None:
    op.create_index(
        "ix_attachment_to_come", "attachment", ["declared_at"], sqlite_where=TO_COME, postgresql_where=TO_COME
    )


def downgrade() -> None:
    op.drop_index("ix_attachment_to_come", table_name="attachment")
