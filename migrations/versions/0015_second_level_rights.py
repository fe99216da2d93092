"""second level rights

Kinds of post that stand at the second level and were entered with the rights of the first get those of the second:
sight of the posts below, guidance, sending down (domain.md D7, column L2).
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE post_kind SET role = 'sdm' WHERE role = 'officer'"
        " AND EXISTS (SELECT 1 FROM post WHERE post.kind_id = post_kind.id AND post.level = 2)"
        " AND NOT EXISTS (SELECT 1 FROM post WHERE post.kind_id = post_kind.id AND post.level <> 2)"
    )


def downgrade() -> None:
    """Nobody can tell which of them were entered so."""
