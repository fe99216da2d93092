"""THE CASEBOOK: reading the parts of a petition; the complainant sees one list (D12-7)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.complaints.actor import Actor
from app.complaints.queries import visible_to
from app.models.complaint import Complaint


def parts_of(session: Session, complaint: Complaint, *, by: Actor) -> Sequence[Complaint]:
    """The petition and all its parts, the first matter first; only what this person may see."""
    whole = complaint.parent_id if complaint.parent_kind == "part" else complaint.id
    mine = or_(Complaint.id == whole, (Complaint.parent_id == whole) & (Complaint.parent_kind == "part"))
    query = select(Complaint).where(mine, visible_to(by)).order_by(Complaint.id)
    return session.scalars(query.options(joinedload(Complaint.department), joinedload(Complaint.post))).all()
