"""requests that move

One open request of a kind for each complaint; who recommends stands beside who decides.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("decision IS NULL")
OLD_KINDS = "kind IN ('transfer', 'hold', 'extension', 'special_closure', 'rejection', 'merge')"
KINDS = (
    "kind IN ('transfer', 'hold', 'extension', 'special_closure', 'rejection', 'refusal', 'merge', 'contact')"
)
ADDED = {
    "stage": "stage IN ('recommend', 'decide')",
    "recommender_is_another": (
        "recommender_id IS NULL OR (recommender_id <> proposer_id AND recommender_post_id <> proposer_post_id)"
    ),
    "decider_is_a_third": (
        "recommender_id IS NULL OR decider_id IS NULL OR "
        "(decider_id <> recommender_id AND decider_post_id <> recommender_post_id)"
    ),
    "somebody_decided": "decision IS NULL OR decision NOT IN ('granted', 'refused') OR decider_id IS NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("request") as table:
        table.add_column(sa.Column("paper_id", KEY, nullable=True))
        table.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("stage", sa.String(), nullable=False, server_default="decide"))
        table.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("recommender_post_id", KEY, nullable=True))
        table.add_column(sa.Column("recommendation", sa.String(), nullable=False, server_default=""))
        table.create_foreign_key(
            op.f("fk_request_paper_id"), "attachment", ["paper_id"], ["id"], ondelete="RESTRICT"
        )
        table.create_foreign_key(
            op.f("fk_request_recommender_post_id"), "post", ["recommender_post_id"], ["id"], ondelete="RESTRICT"
        )
        table.drop_constraint(op.f("ck_request_kind"), type_="check")
        table.create_check_constraint(op.f("ck_request_kind"), KINDS)
        for name, rule in ADDED.items():
            table.create_check_constraint(op.f(f"ck_request_{name}"), rule)
    op.create_index("uq_request_one_open", "request", ["complaint_id", "kind"], unique=True,
                    sqlite_where=OPEN, postgresql_where=OPEN)  # fmt: skip
    op.create_index("ix_request_inbox", "request", ["decider_post_id", "decide_by"],
                    sqlite_where=OPEN, postgresql_where=OPEN)  # fmt: skip
    op.create_index("ix_request_decide_by", "request", ["decide_by"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_request_review_on", "request", ["review_on"],
                    sqlite_where=sa.text("review_on IS NOT NULL"),
                    postgresql_where=sa.text("review_on IS NOT NULL"))  # fmt: skip


def downgrade() -> None:
    for name in ("ix_request_review_on", "ix_request_decide_by", "ix_request_inbox", "uq_request_one_open"):
        op.drop_index(name, table_name="request")
    op.execute("DELETE FROM request WHERE kind IN ('refusal', 'contact')")  # what the old rule does not know
    with op.batch_alter_table("request") as table:
        for name in (*ADDED, "kind"):
            table.drop_constraint(op.f(f"ck_request_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_request_kind"), OLD_KINDS)
        table.drop_constraint(op.f("fk_request_recommender_post_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_request_paper_id"), type_="foreignkey")
        for column in ("recommendation", "recommender_post_id", "turn", "stage", "review_on", "paper_id"):
            table.drop_column(column)
