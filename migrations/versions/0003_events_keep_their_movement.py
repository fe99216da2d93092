"""events keep their movement

The trigger of 0001 let go what an event counts as in the tables – source, departments, places – and in whose role and
which life of the complaint it happened. All of it is under the event's hash.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = (
    "id, complaint_id, no, action, at, person_id, post_id, moved_on, class_from, class_to, chain_no, salt, digest, hash"
)
FIXED = f"{BEFORE}, district_id, cycle, role, source, department_from_id, department_to_id, sub_division_id, block_id"


def upgrade() -> None:
    _fix(FIXED)


def downgrade() -> None:
    _fix(BEFORE)


def _fix(columns: str) -> None:
    """Make the trigger anew: neither database can change the columns of one."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER event_fixed")
        op.execute(
            f"CREATE TRIGGER event_fixed BEFORE UPDATE OF {columns} ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )
        return
    op.execute("DROP TRIGGER event_fixed ON event")
    op.execute(
        f"CREATE TRIGGER event_fixed BEFORE UPDATE OF {columns} ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_append_only()"
    )
