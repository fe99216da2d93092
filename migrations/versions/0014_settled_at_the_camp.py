"""settled at the camp

One more kind of request: the officer at a camp says that it is settled there, a second person decides (T27).
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OLD_KINDS = (
    "kind IN ('transfer', 'hold', 'extension', 'special_closure', 'rejection', 'refusal', 'merge', 'contact')"
)
KINDS = OLD_KINDS.removesuffix(")") + ", 'on_spot')"


def upgrade() -> None:
    _rule(KINDS)


def downgrade() -> None:
    op.execute("DELETE FROM request WHERE kind = 'on_spot'")  # what the old rule does not know
    _rule(OLD_KINDS)


def _rule(kinds: str) -> None:
    with op.batch_alter_table("request") as table:
        table.drop_constraint(op.f("ck_request_kind"), type_="check")
        table.create_check_constraint(op.f("ck_request_kind"), kinds)
