"""THE TESTS: ways that complaints take. Each function leads one complaint there through the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.complaints.actions import approve, feedback, report, undo, work
from app.complaints.actions.mark import mark
from app.complaints.actor import Actor
from app.complaints.step import Step, lock, take
from app.complaints.stints import Arrival
from app.domain.calendar import ist_date
from app.domain.policy import Role
from app.domain.states import Action, State
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Department
from app.models.place import Place
from tests.office import Office, make_office, register_and_mark, register_one

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # 14:00 in India, a Sunday
TEXT = "सड़क के गड्ढे भर दिए गए हैं और पानी की निकासी के लिए नाली साफ़ करवा दी गई है।"


@dataclass
class World:
    """The office, a second department with its own category, a second block, and a counter of complainants."""

    session: Session
    office: Office
    water: Department
    pipes: Category
    other_village: Place
    no: int = 0

    def next(self) -> int:
        self.no += 1
        return self.no


def make_world(session: Session, at: datetime) -> World:
    """Flushes; the caller commits."""
    office = make_office(session, at)
    scope = {"district_id": office.district.id, "valid_from": at - timedelta(days=400)}
    water = Department(code="PHE", name_hi="जल आपूर्ति", name_en="Water supply", **scope)
    session.add(water)
    session.flush()
    pipes = Category(
        code="PIPE", department_id=water.id, name_hi="नल", name_en="Tap", profile="standard", proof="photo", words=[],
        **scope,
    )  # fmt: skip
    above = office.places["S"]
    block = Place(code="B2", kind="block", parent_id=above.id, sub_division_id=above.id, name_hi="ब्लॉक 2",
                  name_en="Block 2", **scope)  # fmt: skip
    session.add_all([pipes, block])
    session.flush()
    block.block_id = block.id
    village = Place(code="V2", kind="village", parent_id=block.id, sub_division_id=above.id, block_id=block.id,
                    name_hi="गाँव 2", name_en="Village 2", **scope)  # fmt: skip
    session.add(village)
    session.flush()
    return World(session, office, water, pipes, village)


def registered(world: World, at: datetime, **told: Any) -> Complaint:
    return register_one(world.session, world.office, at=at, no=world.next(), **told)


def marked(world: World, at: datetime, **told: Any) -> Complaint:
    return register_and_mark(world.session, world.office, at=at, no=world.next(), **told)


def reported(world: World, at: datetime, **told: Any) -> Complaint:
    """Marked, accepted, spoken to and reported, all at one instant."""
    complaint = marked(world, at, **told)
    return report_again(world, complaint, at, "officer")


def report_again(world: World, complaint: Complaint, at: datetime, post: str) -> Complaint:
    session, by = world.session, world.office.actors[post]
    step_on = ist_date(at) + timedelta(days=1)
    work.acknowledge(session, complaint.id, next_step="visit", next_step_on=step_on, by=by, at=at)
    work.log_dialogue(session, complaint.id, kind="call", result="talked", by=by, at=at)
    draft = report.Draft(outcome="explained", text=TEXT, action_on=ist_date(at))
    report.report(session, complaint.id, draft, by=by, at=at)
    return complaint


def disposed(world: World, at: datetime, **told: Any) -> Complaint:
    complaint = reported(world, at, **told)
    remark = "फ़ोटो नहीं है, पर पंचायत ने लिखकर दिया है"
    return approve.approve(world.session, complaint.id, remark=remark, by=world.office.actors["hod"], at=at)


def undone(world: World, at: datetime, **told: Any) -> Complaint:
    """Approved and taken back within the window."""
    complaint = disposed(world, at, **told)
    return approve.undo_approval(
        world.session, complaint.id, by=world.office.actors["hod"], at=at + timedelta(seconds=20)
    )


def unmarked(world: World, at: datetime, **told: Any) -> Complaint:
    """Marked with others at once and taken back."""
    office, complaint = world.office, registered(world, at, **told)
    cell = office.actors["cell"]
    mark(world.session, complaint.id, category=office.category, post=office.posts["officer"], by=cell, at=at,
         undoable=True)  # fmt: skip
    return undo.undo_mark(world.session, complaint.id, by=cell, at=at + timedelta(minutes=1))


def answered(world: World, complaint: Complaint, at: datetime, *, satisfied: bool) -> Complaint:
    said = "yes" if satisfied else "no"
    return feedback.record_answer(
        world.session, complaint.id, answers={"contacted": "yes", "done": said, "satisfied": said},
        channel="call_desk", reason_code="" if satisfied else "not_done", by=world.office.actors["caller"], at=at,
    )  # fmt: skip


def ended(world: World, complaint: Complaint, action: Action, at: datetime) -> Complaint:
    """Refused, withdrawn, merged, sent to another authority … by the table's one door, every guard held."""
    row = lock(world.session, complaint.id)
    by = world.office.actors["nodal"]
    if action is Action.WITHDRAW:  # the complainant's own word, as the public page will bring it
        by = Actor(district_id=row.district_id, role=Role.PUBLIC, post_id=row.post_id)
    names = ("reason_code", "reason_text", "where_to_go", "parent", "channel", "authority", "reference_no", "paper",
             "complainant_said")  # fmt: skip
    guards = ("second_person", "parent_open", "same_place", "no_cycle", "never_by_officer", "recommended")
    step = Step(fields=dict.fromkeys(names, "x"), guards=dict.fromkeys(guards, True), notices=())
    take(world.session, row, action, step, by=by, at=at)
    return row


def given_to_water(world: World, complaint: Complaint, at: datetime) -> Complaint:
    """From the roads' department to the water's: one event, out there and in here."""
    row = lock(world.session, complaint.id)
    row.department_id, row.category_id = world.water.id, world.pipes.id
    guards = dict.fromkeys(("consent_of_receiver", "at_most_three", "contact_logged"), True)
    step = Step(
        fields={"reason_code": "x", "why_there": "x"}, guards=guards, notices=(), end_reason="transferred",
        arrival=Arrival(level=1, post_id=world.office.posts["officer"].id, due_at=at + timedelta(days=7)),
    )  # fmt: skip
    assert State(row.state) in (State.MARKED, State.IN_ACTION)
    take(world.session, row, Action.TRANSFER, step, by=world.office.actors["nodal"], at=at)
    return row


__all__ = ["NOW", "World", "answered", "disposed", "ended", "given_to_water", "make_world", "marked",
           "registered", "report_again", "reported", "undone", "unmarked"]  # fmt: skip
