"""THE CASEBOOK: split a petition of several matters; each part has its own number, post and clock (D12-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints.actions.mark import mark, suggest_seat
from app.complaints.actions.register import MIN_LETTERS, Petition, register
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.placing import shunned
from app.complaints.step import Step, lock, take
from app.domain.policy import Right, Scope, scope
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.place import Place

MOST = 4


@dataclass(frozen=True)
class Matter:
    """One further matter of the petition, in its own words; with a category it goes to its post at once."""

    text: str
    category: Category | None = None


def split(
    session: Session, complaint_id: int, matters: Sequence[Matter], *, by: Actor, at: datetime
) -> list[Complaint]:
    """The first matter stays where it is, each further one becomes a part with the same people and place."""
    whole = lock(session, complaint_id)
    for no, matter in enumerate(matters, start=1):
        if letters(written(matter.text)) < MIN_LETTERS:
            raise Refused("too_short", field=f"text{no}", least=MIN_LETTERS)
    if not matters:
        raise Refused("required", field="text1")
    place = session.get(Place, whole.place_id) if whole.place_id else None
    is_whole = whole.parent_id is None
    parts = [_part(session, whole, matter, place, by=by, at=at) for matter in matters[:MOST]] if is_whole else []
    step = Step(
        fields={"parts": matters}, guards={"not_a_part": is_whole},
        data={"parts": [part.number for part in parts if not part.is_confidential]},
    )  # fmt: skip
    take(session, whole, Action.SPLIT, step, by=by, at=at)
    return parts


def _part(
    session: Session, whole: Complaint, matter: Matter, place: Place | None, *, by: Actor, at: datetime
) -> Complaint:
    secret = matter.category is not None and matter.category.is_confidential
    people = whole.petitioner.name if whole.petitioner else ""
    petition = Petition(
        source=whole.source, text=matter.text, name=f"{people} {whole.number}".strip(),
        other_way=whole.number, language=whole.language,
        place=place, received_on=whole.received_on, category_id=matter.category.id if matter.category else None,
        confidential=secret or whole.is_confidential, against_post_id=whole.against_post_id, part_of=whole,
    )  # fmt: skip
    part = register(session, petition, by=by, at=at)
    part.is_anonymous = whole.is_anonymous
    part.against_person_id = whole.against_person_id  # who sat there then, not who sits there now
    category = matter.category
    if category is None or (part.is_confidential and scope(by.role, Right.SEE_CONFIDENTIAL) is not Scope.ALL):
        return part
    seat = suggest_seat(session, category, place, at=at, never=shunned(session, part, at))
    return part if seat is None else mark(session, part.id, category=category, post=seat[0], seat=seat, by=by, at=at)
