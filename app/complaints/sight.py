"""THE CASEBOOK: who sees which complaint: visible_to() alone. Every list, count, search and number asks it."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, case, exists, false, or_, select, true
from sqlalchemy.orm import Session

from app.complaints import parts
from app.complaints.actor import Actor
from app.domain.policy import Right, Role, Scope, scope
from app.domain.states import State
from app.models.complaint import Complaint, Stint
from app.models.office import Post
from app.models.report import Request

C = Complaint
ASKED_BY = 512  # actors whose conditions and statements are kept ready: building one costs more than asking it


@lru_cache(ASKED_BY)
def visible_to(by: Actor) -> ColumnElement[bool]:
    """The condition for rows that this person may see; confidential ones only where the complaint was theirs."""
    reach = scope(by.role, Right.SEE)
    inner = and_(C.district_id == by.district_id, _reach(by, reach), _not_against(by))
    secret = scope(by.role, Right.SEE_CONFIDENTIAL)
    if secret is Scope.ALL:
        return inner
    mine = held_by(by.chairs) if secret is Scope.OWN else false()
    return and_(inner, or_(C.is_confidential.is_(False), mine))


def hidden_from(by: Actor) -> ColumnElement[bool]:
    """The condition for rows of the district that this person may not see; where a column is empty too."""
    return and_(C.district_id == by.district_id, case((visible_to(by), 0), else_=1) == 1)


def may_be_asked(session: Session, complaint: Complaint, post: Post) -> bool:
    """Whether what a post is to decide on may be put before it: a confidential complaint only before the seniors, and
    before a post that once had it."""
    if not complaint.is_confidential:
        return True
    secret = scope(Role(post.kind.role), Right.SEE_CONFIDENTIAL)
    had = select(Stint.id).where(Stint.complaint_id == complaint.id, Stint.post_id == post.id)
    return secret is Scope.ALL or (secret is Scope.OWN and session.scalar(had.limit(1)) is not None)


def may_be_told(by: Actor) -> ColumnElement[bool]:
    """Whether a request is shown to who is asked: what became confidential since, or is against this person, is not."""
    secret = scope(by.role, Right.SEE_CONFIDENTIAL)
    named = true() if secret is Scope.ALL else held_by(by.chairs if secret is Scope.OWN else ())
    return and_(or_(C.is_confidential.is_(False), named), C.against_person_id.is_distinct_from(by.person_id))


def held_by(posts: Collection[int]) -> ColumnElement[bool]:
    """Complaints that one of the posts holds or once held: past holders keep sight (ruling 5)."""
    if not posts:
        return false()
    return exists().where(Stint.complaint_id == C.id, Stint.post_id.in_(posts))


def _reach(by: Actor, reach: Scope) -> ColumnElement[bool]:
    if reach is Scope.ALL:
        return true()
    if reach is Scope.SAMPLE:
        asked = or_(C.state == State.DISPOSED.value, C.closed_at.is_not(None), C.withdrawal_asked_at.is_not(None))
        return asked if by.role is Role.CALLER else false()
    near = by.posts if reach is not Scope.OWN else by.chairs
    own = or_(held_by(near), parts.asked_of(near))
    if reach is not Scope.DEPARTMENT or by.department_id is None:  # no department is not the unmarked ones' department
        return own
    return or_(C.department_id == by.department_id, own, _asked_to_decide(by.chairs))  # the cheaper question first


def _asked_to_decide(posts: frozenset[int]) -> ColumnElement[bool]:
    """What one of the posts is asked to take over lies with another department still: read, until it is decided."""
    if not posts:
        return false()
    return exists().where(
        Request.complaint_id == C.id, Request.decider_post_id.in_(posts), Request.decision.is_(None)
    ).correlate(C)  # fmt: skip


def _not_against(by: Actor) -> ColumnElement[bool]:
    """An officer complained against does not see the complaint, in this chair or another (D12-1)."""
    chair = or_(C.against_post_id.is_(None), C.against_post_id != by.post_id) if by.post_id else true()
    if by.person_id is None:
        return chair
    return and_(chair, or_(C.against_person_id.is_(None), C.against_person_id != by.person_id))
