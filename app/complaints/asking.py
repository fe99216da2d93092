"""THE CASEBOOK: whom a request is put before – by its kind, one after the other, never the same person twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.complaints.clockwork import calendar_of
from app.complaints.placing import in_charge, post_at, post_of_role, running, shunned
from app.complaints.settings import setting
from app.complaints.sight import may_be_asked
from app.complaints.stints import open_stint
from app.domain.clock import working_days_due
from app.domain.ladder import HEAD_OF_DEPARTMENT, TOP
from app.domain.policy import OFFICE, Role
from app.domain.states import TRANSITIONS, Action, State
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.office import Charge, Post
from app.models.place import Place
from app.models.report import Request

WORKING_DAYS = 2  # D3, T22; the same for every kind
CONSENTS = 2  # the first two transfers go by the receiver's consent, the third by the nodal officer alone
SENIORS = ("nodal", "dc")
ALWAYS = ("contact",)  # a number belongs to the person: it is noted in every state and in every life of the complaint
# What became of the word of the head of department where it is wanted; the card of who decides tells it.
PROPOSES, EMPTY, BARRED, SILENT = "proposes", "empty", "barred", "silent"


@dataclass(frozen=True)
class Rule:
    """One kind of request. `action`: what a grant takes; `ways`: who is asked, one after the other.

    `recommended`: a head of department stands before them; `binding`: without that word nobody decides.
    """

    action: Action
    ways: tuple[str, ...]
    recommended: bool = False
    binding: bool = False
    proposing: Action = Action.PROPOSE


RULES: dict[str, Rule] = {
    "transfer": Rule(Action.TRANSFER, ("receiver", "cell", "nodal")),
    "hold": Rule(Action.HOLD, SENIORS, recommended=True),
    "extension": Rule(Action.EXTEND, ("above",)),
    "special_closure": Rule(Action.CLOSE_SPECIAL, ("dc",), recommended=True, binding=True),
    "rejection": Rule(Action.REJECT, SENIORS, recommended=True, binding=True),
    "refusal": Rule(Action.REFUSE, SENIORS, proposing=Action.PROPOSE_REFUSAL),
    "merge": Rule(Action.MERGE, ("cell", "nodal")),
    "contact": Rule(Action.CHANGE_CONTACT, ("cell", "nodal"), proposing=Action.PROPOSE_CONTACT),
    "on_spot": Rule(Action.DISPOSE_ON_SPOT, ("above", "nodal")),
}


def ways_of(session: Session, complaint: Complaint, row: Request, at: datetime) -> tuple[str, ...]:
    """Who is asked for this very request: the rule of its kind, as the facts of the case bend it."""
    ways = RULES[row.kind].ways
    if row.kind == "transfer" and int(row.data["no"]) > CONSENTS:
        return SENIORS
    if row.kind == "extension" and row.data.get("after_transfer"):
        return ("cell",)
    if row.kind == "special_closure" and setting(session, complaint.district_id, "nodal_closes_special", at):
        return ("nodal", "dc")
    return ways


def deciders(session: Session, complaint: Complaint, row: Request, at: datetime) -> list[Post]:
    """The posts that may decide, in the order in which they are asked; the seniors where nobody else is left.

    An empty chair is covered by whoever it reports to. Passed over: the proposer and who recommended, as post and as
    person, the post complained against, and of a confidential complaint whoever may not see it (decision 0022).
    """
    asked = [post for post in _in_turn(session, complaint, row, at) if may_be_asked(session, complaint, post)]
    if asked:
        return asked
    spare = (_free(session, post_of_role(session, complaint.district_id, way, at), complaint, row, at)
             for way in SENIORS)  # fmt: skip
    return [post for post in spare if post is not None][:1]


def _in_turn(session: Session, complaint: Complaint, row: Request, at: datetime) -> list[Post]:
    """The posts that the rule of the kind names, whether or not they may see the complaint."""
    found: dict[int, Post] = {}
    for way in ways_of(session, complaint, row, at):
        post = _free(session, POST_OF[way](session, complaint, row, at), complaint, row, at)
        climbed = post is not None and complaint.is_confidential and way not in SENIORS and post.kind.role == Role.DC
        if post is not None and not climbed:  # before the DC the nodal officer is asked
            found.setdefault(post.id, post)
    return list(found.values())


def next_in_turn(session: Session, complaint: Complaint, row: Request, at: datetime) -> Post | None:
    """Who is asked after the one that let it lie, or may no longer see it; None: it lapses."""
    if row.stage == "recommend" and RULES[row.kind].binding:
        return None if sees(session, complaint, row) else recommender(session, complaint, row, at)
    posts = deciders(session, complaint, row, at)
    if row.stage == "recommend":
        return posts[0] if posts else None
    named = [post.id for post in _in_turn(session, complaint, row, at)]
    here = named.index(row.decider_post_id) if row.decider_post_id in named else row.turn
    gone = {row.decider_post_id, *named[: here + 1]}
    return next((post for post in posts if post.id not in gone), None)


def sees(session: Session, complaint: Complaint, row: Request) -> bool:
    """Whether whoever is asked now may see the complaint: it may have become confidential since."""
    post = session.get(Post, row.decider_post_id) if row.decider_post_id else None
    return post is None or may_be_asked(session, complaint, post)


def recommender(session: Session, complaint: Complaint, row: Request, at: datetime) -> Post | None:
    """Who must stand behind it before it is decided: the head of department. The row says why it is not the head.

    For what binds somebody stands in: nobody closes or rejects alone (T19, T20). None where the head proposes it, or
    nobody is left.
    """
    rule = RULES[row.kind]
    if not rule.recommended or complaint.department_id is None:
        return None
    if complaint.level >= HEAD_OF_DEPARTMENT:
        row.data = {**row.data, "head": PROPOSES}
        return None
    head = post_at(session, department_id=complaint.department_id, level=HEAD_OF_DEPARTMENT, place=None, at=at)
    if head is None or in_charge(session, head.id, at) is None:
        row.data = {**row.data, "head": EMPTY}
    elif may_be_asked(session, complaint, head) and _is_free(session, head, complaint, row, at):
        return head
    else:
        row.data = {**row.data, "head": BARRED}
    return _stand_in(session, complaint, row, at) if rule.binding else None


def _stand_in(session: Session, complaint: Complaint, row: Request, at: datetime) -> Post | None:
    """The first of the seniors, where the other one is another person who can decide then."""
    found: dict[int, Post] = {}
    for way in SENIORS:
        post = _free(session, post_of_role(session, complaint.district_id, way, at), complaint, row, at)
        sitting = in_charge(session, post.id, at) if post is not None else None
        if post is not None and sitting is not None:
            found.setdefault(sitting.id, post)
    return next(iter(found.values())) if len(found) > 1 else None


def is_over(session: Session, complaint: Complaint, row: Request) -> bool:
    """Whether what was asked for can no longer be granted: the complaint has ended, begun anew, or gone on to a state
    or to a post for which it was not asked."""
    if row.kind in ALWAYS:
        return False
    if complaint.cycle != row.cycle or State(complaint.state) not in TRANSITIONS[RULES[row.kind].action].sources:
        return True
    running = open_stint(session, complaint) if row.kind == "extension" else None
    return running is not None and running.arrival != row.data["stint"]


def left_behind() -> ColumnElement[bool]:
    """The same as a condition, but for the days that another post was to have: an action forgot to end it."""
    left = [
        and_(Request.kind == kind, Complaint.state.not_in([state.value for state in TRANSITIONS[rule.action].sources]))
        for kind, rule in RULES.items() if kind not in ALWAYS
    ]  # fmt: skip
    return or_(and_(Complaint.cycle != Request.cycle, Request.kind.not_in(ALWAYS)), *left)


def decide_by(session: Session, complaint: Complaint, at: datetime) -> datetime:
    """When whoever is asked now must have decided."""
    return working_days_due(
        at, WORKING_DAYS, calendar_of(session, complaint.district_id, _place(session, complaint), at)
    )


def _place(session: Session, complaint: Complaint) -> Place | None:
    return session.get(Place, complaint.place_id) if complaint.place_id else None


def _is_free(session: Session, post: Post, complaint: Complaint, row: Request, at: datetime) -> bool:
    if post.id in {row.proposer_post_id, row.recommender_post_id, *shunned(session, complaint, at)}:
        return False
    sitting = in_charge(session, post.id, at)
    if sitting is None or sitting.id in (row.proposer_id, row.recommender_id):
        return False
    return post.kind.role not in OFFICE or post.id == complaint.post_id or not _holds(session, complaint, sitting, at)


def _holds(session: Session, complaint: Complaint, person: Person, at: datetime) -> bool:
    """Whether a person has the complaint in hand, in whatever charge: then somebody else decides in the DC's office."""
    held = select(Charge.id).where(Charge.post_id == complaint.post_id, Charge.person_id == person.id, running(at))
    return complaint.post_id is not None and session.scalar(held.limit(1)) is not None


def _free(session: Session, post: Post | None, complaint: Complaint, row: Request, at: datetime) -> Post | None:
    seen: set[int] = set()
    while post is not None and post.id not in seen:
        seen.add(post.id)
        if _is_free(session, post, complaint, row, at):
            return post
        post = session.get(Post, post.reports_to_id) if post.reports_to_id else None
    return None


def _receiver(session: Session, complaint: Complaint, row: Request, at: datetime) -> Post | None:
    """The head of the department that is to get it."""
    return post_at(session, department_id=row.data["department_id"], level=HEAD_OF_DEPARTMENT, place=None, at=at)


def _above(session: Session, complaint: Complaint, row: Request, at: datetime) -> Post | None:
    """The post one level up; the ladder of the department names it."""
    level = complaint.level + 1
    if complaint.department_id is None or level > TOP:
        return None
    place = _place(session, complaint)
    return post_at(session, department_id=complaint.department_id, level=level, place=place, at=at)


def _role(name: str) -> Callable[[Session, Complaint, Request, datetime], Post | None]:
    return lambda session, complaint, row, at: post_of_role(session, complaint.district_id, name, at)


POST_OF: dict[str, Callable[[Session, Complaint, Request, datetime], Post | None]] = {
    "receiver": _receiver, "above": _above, **{role: _role(role) for role in ("cell", "nodal", "dc")},
}  # fmt: skip
