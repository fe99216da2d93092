"""hearings; where a visit was, and its photo"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("result IS NULL")


def _key(name: str, target: str, *, nullable: bool) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, KEY, nullable=nullable),
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_hearing_{name}"), ondelete="RESTRICT"),
    ]


def upgrade() -> None:
    op.create_table(
        "hearing",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        *_key("district_id", "district.id", nullable=False),
        *_key("complaint_id", "complaint.id", nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        *_key("post_id", "post.id", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=False),
        *_key("called_by_id", "person.id", nullable=True),
        *_key("called_post_id", "post.id", nullable=True),
        *_key("previous_id", "hearing.id", nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        *_key("recorded_by_id", "person.id", nullable=True),
        *_key("recorded_post_id", "post.id", nullable=True),
        sa.Column("complainant_came", sa.Boolean(), nullable=True),
        sa.Column("office_came", sa.Boolean(), nullable=True),
        sa.Column("who_came", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        *_key("attachment_id", "attachment.id", nullable=True),
        sa.CheckConstraint("result IS NULL OR result IN ('decided', 'adjourned', 'called_off')",
                           name=op.f("ck_hearing_result")),
        sa.CheckConstraint("(result IS NULL) = (recorded_at IS NULL)", name=op.f("ck_hearing_recorded")),
        sa.CheckConstraint("result IS NULL OR words <> ''", name=op.f("ck_hearing_in_words")),
        sa.CheckConstraint(
            "result IS NULL OR result <> 'decided' OR (complainant_came IS NOT NULL AND office_came IS NOT NULL)",
            name=op.f("ck_hearing_attendance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_hearing_complaint_id_no")),
        sa.UniqueConstraint("previous_id", name=op.f("uq_hearing_previous_id")),
    )  # fmt: skip
    op.create_index("uq_hearing_one_waiting", "hearing", ["complaint_id"], unique=True,
                    sqlite_where=WAITING, postgresql_where=WAITING)  # fmt: skip
    op.create_index("ix_hearing_day", "hearing", ["district_id", "at"])
    with op.batch_alter_table("dialogue") as batch:
        batch.add_column(sa.Column("place_text", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        batch.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        batch.add_column(sa.Column("attachment_id", KEY, nullable=True))
        batch.create_foreign_key(op.f("fk_dialogue_attachment_id"), "attachment", ["attachment_id"], ["id"],
                                 ondelete="RESTRICT")  # fmt: skip
    with op.batch_alter_table("dialogue") as batch:
        batch.alter_column("place_text", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("dialogue") as batch:
        batch.drop_constraint(op.f("fk_dialogue_attachment_id"), type_="foreignkey")
        for column in ("attachment_id", "longitude", "latitude", "place_text"):
            batch.drop_column(column)
    op.drop_table("hearing")
