"""guidance notes

And whose answers they are that may still be corrected: feedback by person and time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_FORCE = sa.text("retired_at IS NULL")
NAMED = ("district", "category", "place", "person", "post")


def upgrade() -> None:
    op.create_table(
        "guidance_note",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("category_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("district_id", KEY, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_guidance_note_version")),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_guidance_note_{name}_id"), ondelete="RESTRICT"
            )
            for name in NAMED
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_note")),
        sa.UniqueConstraint(
            "category_id", "place_id", "version", name=op.f("uq_guidance_note_category_id_place_id_version")
        ),
    )
    op.create_index("uq_guidance_note_in_force", "guidance_note", ["category_id", "place_id"], unique=True,
                    sqlite_where=IN_FORCE, postgresql_where=IN_FORCE)  # fmt: skip
    op.create_index("ix_feedback_person", "feedback", ["person_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_feedback_person", table_name="feedback")
    op.drop_index("uq_guidance_note_in_force", table_name="guidance_note")
    op.drop_table("guidance_note")
