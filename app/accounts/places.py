"""ACCOUNTS: places as the office writes them down – on the page or as a line of a list, by the same rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.accounts import registers
from app.accounts.dependents import dependents
from app.complaints.actor import Actor
from app.complaints.areas import WITHIN, areas, code_of
from app.complaints.errors import Refused
from app.complaints.placing import live
from app.models.place import Place

SHOWN = 5


@dataclass(frozen=True)
class Written:
    """One place as it was written down. `parent` is a code or a name, empty for the district; `code` may be empty."""

    kind: str
    parent: str
    name_hi: str
    name_en: str
    lgd_code: int | None = None
    code: str = ""


def add(session: Session, written: Written, *, by: Actor, at: datetime) -> Place:
    """A new place. Raises Refused at the field: place_kind, place_parent…, code_needed, lgd_taken, taken."""
    values = _columns(session, written, by=by, at=at)
    if _by_lgd(session, written, by=by):
        raise Refused("lgd_taken", field="lgd_code")
    return registers.add(session, Place, values, by=by, at=at)


def take(session: Session, written: Written, *, by: Actor, at: datetime) -> bool:
    """A line of a list: True when it is new, False when it is here already, just so. Refuses as `add`.

    Raises Refused("place_differs") at the first field in which the place here is another one.
    """
    values = _columns(session, written, by=by, at=at)
    here = select(Place).where(Place.district_id == by.district_id, Place.code == values["code"])
    known = session.scalar(here) or _by_lgd(session, written, by=by)
    if known is None:
        registers.add(session, Place, values, by=by, at=at)
        return True
    if not written.code:
        values["code"] = known.code
    for column, field in _FIELDS.items():
        if getattr(known, column) != values[column]:
            raise Refused("place_differs", field=field, known=known.code)
    if known.valid_to is not None and known.valid_to <= at:
        raise Refused("place_retired", field="code", known=known.code)
    return False


_FIELDS = {
    "kind": "kind", "code": "code", "parent_id": "parent", "name_hi": "name_hi", "name_en": "name_en",
    "lgd_code": "lgd_code",
}  # fmt: skip


def change(session: Session, row: Place, written: Written, *, by: Actor, at: datetime) -> None:
    """Change names, LGD code, and – while nothing hangs on the place – what it lies in. Refuses as `add`."""
    values: dict[str, Any] = {
        "name_hi": written.name_hi, "name_en": written.name_en, "lgd_code": written.lgd_code,
    }  # fmt: skip
    if row.parent_id is not None:
        values = _columns(session, written, by=by, at=at)
        hanging = dependents(session, row, at)
        if values["parent_id"] != row.parent_id and any(hanging.values()):
            raise Refused("still_needed_place", field="parent", **hanging)
    other = _by_lgd(session, written, by=by)
    if other is not None and other.id != row.id:
        raise Refused("lgd_taken", field="lgd_code")
    registers.change(session, row, values, by=by, at=at)


def reinstate(session: Session, row: Place, *, by: Actor, at: datetime) -> None:
    """Take a retired place back into use. Raises Refused("place_around_retired"): what it lies in comes first."""
    around = session.get(Place, row.parent_id) if row.parent_id is not None else None
    if around is not None and around.valid_to is not None and around.valid_to <= at:
        raise Refused("place_around_retired", known=around.code)
    registers.reinstate(session, row, by=by, at=at)


def _columns(session: Session, written: Written, *, by: Actor, at: datetime) -> dict[str, Any]:
    if written.kind not in WITHIN:
        raise Refused("place_kind", field="kind", kinds=", ".join(WITHIN))
    parent = _parent(session, written, by=by, at=at)
    code = written.code or code_of(written.kind, written.name_en, written.lgd_code, parent)
    if not code:
        raise Refused("code_needed", field="code")
    return {
        "code": code, "kind": written.kind, "parent_id": parent.id, "name_hi": written.name_hi,
        "name_en": written.name_en, "lgd_code": written.lgd_code, **areas(parent),
    }  # fmt: skip


def _parent(session: Session, written: Written, *, by: Actor, at: datetime) -> Place:
    """The place that contains this one: by its code, else by its name in either language, else the district."""
    kinds, said = WITHIN[written.kind], written.parent.strip()
    fitting = select(Place).where(Place.district_id == by.district_id, Place.kind.in_(kinds), live(Place, at))
    if said:
        named = or_(Place.name_hi == said, func.lower(Place.name_en) == said.lower())
        found = session.scalars(fitting.where(Place.code == said)).all()
        found = found or session.scalars(fitting.where(named).order_by(Place.id).limit(SHOWN)).all()
    elif "district" not in kinds:
        raise Refused("required", field="parent")
    else:
        found = session.scalars(fitting.where(Place.kind == "district")).all()
    if not found:
        raise Refused("place_parent", field="parent", name=said)
    if len(found) > 1:
        raise Refused("place_parents", field="parent", codes=", ".join(place.code for place in found))
    return found[0]


def _by_lgd(session: Session, written: Written, *, by: Actor) -> Place | None:
    """The place of this kind that has this LGD code; every kind counts for itself."""
    if written.lgd_code is None:
        return None
    same = select(Place).where(Place.district_id == by.district_id, Place.lgd_code == written.lgd_code)
    return session.scalar(same.where(Place.kind == written.kind).limit(1))
