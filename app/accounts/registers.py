"""ACCOUNTS: writing the registers – add, change, replace, retire, take back into use; each leaves its trace.

Nothing is ever deleted. The trace names the register, the row and the changed fields, never what stands in them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.accounts.dependents import dependents
from app.complaints import audit
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.placing import live
from app.models.base import Master
from app.models.office import LadderRung, Post

Row = TypeVar("Row", bound=Any)


def trace(session: Session, what: str, row: Any, fields: list[str], *, by: Actor, at: datetime) -> None:
    """Write into the audit who did what to which row; `fields` are names only."""
    audit.note(
        session, what, district_id=by.district_id, person_id=by.person_id, post_id=by.post_id, role=by.role.value,
        at=at, data={"register": row.__tablename__, "id": row.id, "fields": fields},
    )  # fmt: skip


def add(session: Session, model: type[Row], values: dict[str, Any], *, by: Actor, at: datetime) -> Row:
    """A new row, valid from now. Raises Refused("taken", field="code") and Refused("rung_taken")."""
    row = model(district_id=by.district_id, valid_from=at, **values)
    _check(session, row, at)
    session.add(row)
    session.flush()
    trace(session, "register_added", row, sorted(values), by=by, at=at)
    return row


def change(session: Session, row: Any, values: dict[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Set columns; returns the names of those that changed, and leaves no trace when none did. Refuses as `add`."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    with session.no_autoflush:
        for name in changed:
            setattr(row, name, values[name])
        _check(session, row, at)
    if changed:
        session.flush()
        trace(session, "register_changed", row, sorted(changed), by=by, at=at)
    return changed


def replace(session: Session, row: Row, values: dict[str, Any], *, by: Actor, at: datetime) -> Row:
    """Close the row now and put a changed copy in its place: what was counted by it stays explained."""
    names = [c.key for c in inspect(type(row)).column_attrs if c.key not in ("id", "valid_from", "valid_to")]
    kept = {name: getattr(row, name) for name in names}
    changed = sorted(name for name, value in values.items() if kept[name] != value)
    if not changed:
        return row
    row.valid_to = at
    session.flush()
    copy: Row = type(row)(**(kept | values), valid_from=at)
    _check(session, copy, at)
    session.add(copy)
    session.flush()
    trace(session, "register_changed", copy, changed, by=by, at=at)
    return copy


def retire(session: Session, row: Master, *, by: Actor, at: datetime) -> None:
    """Take a row out of use from now on. Raises Refused("still_needed") while live things hang on it."""
    counts = dependents(session, row, at)
    if any(counts.values()):
        raise Refused(f"still_needed_{row.__tablename__}", **counts)  # type: ignore[attr-defined]
    if row.valid_to is None:
        row.valid_to = at
        session.flush()
        trace(session, "register_retired", row, ["valid_to"], by=by, at=at)


def reinstate(session: Session, row: Any, *, by: Actor, at: datetime) -> None:
    """Take a retired row back into use. Refuses as `add` where another one has its place by now."""
    if row.valid_to is None:
        return
    with session.no_autoflush:
        row.valid_to = None
        _check(session, row, at)
    session.flush()
    trace(session, "register_reinstated", row, ["valid_to"], by=by, at=at)


def _check(session: Session, row: Any, at: datetime) -> None:
    """What the database would refuse, said at the field."""
    if isinstance(row, LadderRung):
        _check_rung(session, row)
    elif isinstance(row, Post):
        _check_senior(session, row)
    if _taken(session, row, at):
        raise Refused("taken", field="code")


def _taken(session: Session, row: Any, at: datetime) -> bool:
    """Whether the code is used already: by any row at all, or by a live one where a register keeps its versions."""
    if not hasattr(row, "code"):
        return False
    model = type(row)
    query = select(model.id).where(model.district_id == row.district_id, model.code == row.code)
    if row.id is not None:
        query = query.where(model.id != row.id)
    if row.__tablename__ == "sla_profile":
        query = query.where(live(model, at))
    return session.scalar(query.limit(1)) is not None


def _check_rung(session: Session, row: LadderRung) -> None:
    query = select(LadderRung.id).where(
        LadderRung.department_id == row.department_id, LadderRung.level == row.level, LadderRung.area == row.area,
        LadderRung.valid_to.is_(None),
    )  # fmt: skip
    if row.id is not None:
        query = query.where(LadderRung.id != row.id)
    if session.scalar(query.limit(1)) is not None:
        raise Refused("rung_taken", field="area")


def _check_senior(session: Session, row: Post) -> None:
    """Nobody reports to oneself, nor in a circle: the way up must end."""
    above = row.reports_to_id
    seen: set[int] = set()
    while above is not None and above not in seen:
        if row.id is not None and above == row.id:
            raise Refused("own_senior", field="reports_to_id")
        seen.add(above)
        above = session.scalar(select(Post.reports_to_id).where(Post.id == above))
