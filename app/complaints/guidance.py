"""THE CASEBOOK: guidance notes (ruling 13) – a senior says how complaints of a category are handled in his area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload, load_only

from app.complaints import audit
from app.complaints.actor import Actor
from app.complaints.errors import NotFound, Refused
from app.domain.policy import Forbidden, Right, Scope, scope
from app.domain.text import letters, written
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.guidance import GuidanceNote
from app.models.office import Post
from app.models.place import Place

MIN_LETTERS, LONGEST = 30, 1500
_FOR_CASE = (  # made once: every case page asks it
    select(GuidanceNote)
    .join(GuidanceNote.place)
    .where(GuidanceNote.category_id == bindparam("category"), GuidanceNote.retired_at.is_(None))
    .where(or_(GuidanceNote.place_id.in_(bindparam("here", expanding=True)), Place.kind == "district"))
    .order_by(GuidanceNote.id.desc())  # one is in force for an area: there are no more than areas
    .options(
        joinedload(GuidanceNote.post).options(load_only(Post.name_hi, Post.name_en), lazyload(Post.kind)),
        contains_eager(GuidanceNote.place).load_only(Place.name_hi, Place.name_en),
    )
)
NAMED = (joinedload(GuidanceNote.category), joinedload(GuidanceNote.place), joinedload(GuidanceNote.post))


def may_write(category: Category, by: Actor) -> bool:
    """Whether the actor's right to guide reaches this category: an officer of a department guides its own."""
    granted = scope(by.role, Right.WRITE_GUIDANCE)
    if granted is Scope.NONE or by.person_id is None or by.post_id is None or by.place_id is None:
        return False
    return granted is Scope.ALL or by.department_id is None or by.department_id == category.department_id


def write(session: Session, category: Category, *, text: str, by: Actor, at: datetime) -> GuidanceNote:
    """Write a note for a category in the area of the acting post. A newer one retires the one before; both are kept."""
    if not may_write(category, by):
        raise Forbidden(Right.WRITE_GUIDANCE)
    words = written(text)
    if letters(words) < MIN_LETTERS:
        raise Refused("too_short", field="text", least=MIN_LETTERS)
    if len(words) > LONGEST:
        raise Refused("note_too_long", field="text", most=LONGEST)
    here = select(GuidanceNote).where(GuidanceNote.category_id == category.id, GuidanceNote.place_id == by.place_id)
    last = session.scalar(here.order_by(GuidanceNote.version.desc()).limit(1).with_for_update())
    if last is not None and last.retired_at is None:
        last.retired_at = at
        session.flush()  # only one is in force
    note = GuidanceNote(
        district_id=by.district_id, category_id=category.id, place_id=by.place_id,
        version=last.version + 1 if last else 1, text=words, written_at=at, person_id=by.person_id, post_id=by.post_id,
    )  # fmt: skip
    session.add(note)
    session.flush()
    _note(session, "guidance_written", note, by, at)
    return note


def retire(session: Session, note_id: int, *, by: Actor, at: datetime) -> GuidanceNote:
    """Take a note out of force; it stays readable. By the post that wrote it, or by the office. Raises NotFound."""
    note = session.get(GuidanceNote, note_id, with_for_update=True)
    if note is None or note.district_id != by.district_id or note.retired_at is not None:
        raise NotFound(str(note_id))
    if not may_retire(note, by):
        raise Forbidden(Right.GUIDANCE)
    note.retired_at = at
    _note(session, "guidance_retired", note, by, at)
    return note


def may_retire(note: GuidanceNote, by: Actor) -> bool:
    """Whether the actor may take this note out of force."""
    return scope(by.role, Right.GUIDANCE) is Scope.ALL or note.post_id == by.post_id


def for_case(session: Session, complaint: Complaint) -> Sequence[GuidanceNote]:
    """The notes in force for the category of a complaint, of every area that its place lies in, the newest first: a
    newer one of the sub-division hides none of the district. One statement."""
    if complaint.category_id is None:
        return ()
    here = [key for key in (complaint.place_id, complaint.block_id, complaint.sub_division_id) if key]
    return session.scalars(_FOR_CASE, {"category": complaint.category_id, "here": here}).all()


def listed(session: Session, by: Actor, *, limit: int, skip: int = 0) -> list[GuidanceNote]:
    """Notes of the district, or of the own department: those in force first, then the newest."""
    query = select(GuidanceNote).join(GuidanceNote.category).where(GuidanceNote.district_id == by.district_id)
    if by.department_id is not None:
        query = query.where(Category.department_id == by.department_id)
    ordered = query.order_by(
        GuidanceNote.retired_at.is_not(None), GuidanceNote.written_at.desc(), GuidanceNote.id.desc()
    )
    return list(session.scalars(ordered.limit(limit).offset(skip).options(*NAMED)))


def _note(session: Session, action: str, note: GuidanceNote, by: Actor, at: datetime) -> None:
    audit.note(
        session, action, district_id=by.district_id, person_id=by.person_id, post_id=by.post_id, role=by.role.value,
        at=at, data={"note": note.id, "version": note.version},
    )  # fmt: skip
