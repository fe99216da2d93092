"""THE CASEBOOK: take() – the ONE door that writes state, level, holder and dates.

The order is always the same: table → set → clock → event → notices.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.sql.base import ExecutableOption

from app.complaints import chain, held, movements, stints, tell
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.stints import Arrival
from app.domain.calendar import ist_date
from app.domain.ladder import reopen_level
from app.domain.pendency import COUNTED_AS
from app.domain.policy import ALSO_ASKED, BY_ANOTHER, Forbidden, Right, Scope, reaches, scope
from app.domain.states import FINAL, Action, State, Transition, target_of, transition
from app.models.complaint import Complaint, Cycle, Stint
from app.models.event import Event
from app.models.office import Post
from app.models.place import Place

_CYCLE = insert(Cycle.__table__)
UNDO_WITHIN = timedelta(minutes=5)  # a note, and what was accepted or marked with others at once
AFTERWARDS = (Action.COMMENT, Action.ADD_EVIDENCE, Action.ASK_REOPENING, Action.PROPOSE_CONTACT)


@dataclass
class Step:
    """What an action brings along. `fields` fill the row's `requires`; `guards` says of each guard whether it holds."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    guards: Mapping[str, bool] = field(default_factory=dict)
    arrival: Arrival | None = None
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    said_at: datetime | None = None
    end_reason: str = ""
    notices: tuple[str, ...] | None = None  # None: as the table says
    running: Stint | None = None  # the open stint, where the action has read it already
    change: Callable[[], None] | None = None  # what else is set, once all is checked and before it is mirrored
    before: dict[str, Any] | None = None  # how it stood, where this can be taken back: its messages wait so long
    also_tell: tuple[tuple[str, int | None], ...] = ()  # (template key, post) besides the holder


def lock(session: Session, complaint_id: int) -> Complaint:
    """The complaint, read afresh and locked until the transaction ends; not again where this transaction has it."""
    complaint = held.locked(session, complaint_id) or lock_where(session, Complaint.id == complaint_id)
    if complaint is None:
        raise Conflict
    return complaint


def lock_where(
    session: Session, *conditions: ColumnElement[bool], with_it: Collection[ExecutableOption] = ()
) -> Complaint | None:
    """The one complaint that the conditions name, read afresh and locked; None where there is none."""
    query = select(Complaint).where(*conditions).options(*with_it).with_for_update(of=Complaint)
    complaint = session.scalar(query.execution_options(populate_existing=True))
    if complaint is not None:
        _read_whole(session, complaint)
        held.keep_locked(session, complaint)
    return complaint


def _read_whole(session: Session, complaint: Complaint) -> None:
    """A list reads places and posts by their names only, and its rows remember that: a step may ask for more."""
    instance_state(complaint).load_options = set()
    for row in session.identity_map.values():
        if isinstance(row, Place | Post):
            state = instance_state(row)
            if not state.unloaded.isdisjoint(state.mapper.columns.keys()):
                session.expire(row)


def lock_in_order(session: Session, numbers: Collection[str]) -> None:
    """Lock all that one entry will change before its first event: whoever appends holds the chain till the commit, and
    a colleague who holds the next complaint waits for the chain – PostgreSQL would end one of them."""
    query = select(Complaint.id).where(Complaint.number.in_(numbers)).order_by(Complaint.id)
    session.execute(query.with_for_update()).all()


def allowed(session: Session, complaint: Complaint, action: Action | Right, by: Actor) -> bool:
    """Whether the actor's role reaches this complaint with this action or right (domain/policy.py)."""
    granted = scope(by.role, action)
    if granted is Scope.NONE or by.district_id != complaint.district_id:
        return False
    is_draft = complaint.id is None  # what is being written down is its author's: an officer registers in the field
    held = is_draft or by.holds(complaint.post_id) or complaint.id in by.proven
    if action in AFTERWARDS and complaint.post_id is None and not is_draft:
        held = complaint.id in by.proven or _held_before(session, complaint, by)
    under = complaint.post_id is not None and complaint.post_id in by.tree
    department = by.department_id is not None and complaint.department_id == by.department_id
    if _against(complaint, by) or (action in BY_ANOTHER and _own_elsewhere(session, complaint, by)):
        return False
    if reaches(granted, own=held, under=under, department=department, sample=_sampled(complaint)):
        return True
    for_parts = granted is Scope.ASKED or (granted is Scope.OWN and action in ALSO_ASKED)
    return (
        for_parts and not held and not complaint.is_confidential and any(by.holds(p.post_id) for p in complaint.parts)
    )


def _against(complaint: Complaint, by: Actor) -> bool:
    """Whether it is about the actor's chair, or about the actor in whatever chair (D12-1)."""
    chair = complaint.against_post_id is not None and complaint.against_post_id == by.post_id
    return chair or (complaint.against_person_id is not None and complaint.against_person_id == by.person_id)


def _own_elsewhere(session: Session, complaint: Complaint, by: Actor) -> bool:
    """Whether the DC's office would act here through the very person who holds the complaint in another charge, or was
    the last to hold what no post has now."""
    if not by.never_of or complaint.id is None:
        return False
    if complaint.post_id is not None:
        return complaint.post_id in by.never_of
    last = select(Stint.post_id).where(Stint.complaint_id == complaint.id, Stint.post_id.is_not(None))
    return session.scalar(last.order_by(Stint.arrival.desc()).limit(1)) in by.never_of


def _held_before(session: Session, complaint: Complaint, by: Actor) -> bool:
    """Whether the acting post, or an empty one it covers for, once had what no post has now: papers may still be laid
    into the file, and a new number proposed (T25)."""
    query = select(Stint.id).where(Stint.complaint_id == complaint.id, Stint.post_id.in_(by.chairs))
    return bool(by.chairs) and session.scalar(query.limit(1)) is not None


def _sampled(complaint: Complaint) -> bool:
    """What the call desk is handed: complaints that wait for the complainant's say, be it on the work or on a wish to
    withdraw that the cell was told of, and those just answered."""
    waits = complaint.state == State.DISPOSED or complaint.withdrawal_asked_at is not None
    return waits or complaint.closed_at is not None or (complaint.cycle or 1) > 1


def take(session: Session, complaint: Complaint, action: Action, step: Step, *, by: Actor, at: datetime) -> Event:
    """Apply one row of the table. Raises IllegalStep, Forbidden, Refused; writes nothing in that case."""
    state = State(complaint.state) if complaint.id else State.DRAFT
    row = transition(action, state)
    if not allowed(session, complaint, action, by):
        raise Forbidden(action)
    _check(row, step)
    target = target_of(row, state)
    before = step.running or (stints.open_stint(session, complaint) if complaint.id else None)
    if step.change:
        step.change()
    if row.new_cycle:
        _new_cycle(session, complaint, step, at)
    if complaint.id is None:
        _first_write(session, complaint, action, step, at)
    stint = _settle(session, complaint, target, step, before, at)
    complaint.state = target.value
    complaint.last_event_at, complaint.last_action = at, action.value
    stints.mirror(complaint, target, stint)
    if stint is not None and step.arrival:
        session.flush()  # the stint's number is needed; whatever else has changed is written with it, once
        stints.note_arrival(session, stint, step.arrival, at)
    held.took_place(session, complaint, stint)
    event = _record(session, complaint, action, step, (state, target), stint or before, by, at)
    keys = row.notices if step.notices is None else step.notices
    holder = stint.person_id if stint and step.arrival else None
    wait = timedelta(0) if step.before is None else UNDO_WITHIN
    tell.owe_all(session, complaint, event, keys, holder_id=holder, also=step.also_tell, wait=wait, at=at)
    return event


def _check(row: Transition, step: Step) -> None:
    for name in row.requires:
        if not step.fields.get(name):
            raise Refused("required", field=name)
    for guard in row.guards:
        if guard not in step.guards:
            raise AssertionError(f"{row.number} {row.action}: nobody checked {guard}")
        if not step.guards[guard]:
            raise Refused(guard)


def _new_cycle(session: Session, complaint: Complaint, step: Step, at: datetime) -> None:
    complaint.cycle += 1
    complaint.outcome = complaint.disposed_at = complaint.closed_at = complaint.feedback_due_at = None
    complaint.next_step = complaint.next_step_on = complaint.withdrawal_asked_at = None
    session.add(
        Cycle(
            district_id=complaint.district_id, complaint_id=complaint.id, no=complaint.cycle, opened_at=at,
            reason_code=str(step.fields.get("reason_code") or ""),
            first_level=step.arrival.level if step.arrival else reopen_level(complaint.level),
        )
    )  # fmt: skip


def _first_write(session: Session, complaint: Complaint, action: Action, step: Step, at: datetime) -> None:
    """A new complaint gets its row and its first cycle before the first stint can point at it.

    The row has at once what the stint will mirror into it, so that it is not written twice.
    """
    complaint.state, complaint.holder, complaint.level, complaint.cycle = State.REGISTERED.value, "cell", 0, 1
    complaint.last_event_at, complaint.last_action = at, action.value
    complaint.post_id = complaint.ack_due_at = complaint.acknowledged_at = None
    complaint.due_at = complaint.alarm_at = step.arrival.due_at if step.arrival else None
    session.add(complaint)
    session.flush()
    held.begin(session, complaint)
    first = {"district_id": complaint.district_id, "complaint_id": complaint.id, "no": 1, "opened_at": at,
             "first_level": 0}  # fmt: skip
    session.connection().execute(_CYCLE, first)


def _settle(
    session: Session, complaint: Complaint, target: State, step: Step, before: Stint | None, at: datetime
) -> Stint | None:
    """End the running stint where the holder changes and open the next; the running one otherwise goes on."""
    if target in FINAL:
        complaint.withdrawal_asked_at = None
    elif step.arrival is None:
        return before
    if before is not None:
        stints.end(session, before, step.end_reason or target.value, at)
    return stints.begin(session, complaint, target, step.arrival, before, at) if step.arrival else None


def _record(
    session: Session, complaint: Complaint, action: Action, step: Step, states: tuple[State, State],
    stint: Stint | None, by: Actor, at: datetime,
) -> Event:  # fmt: skip
    last = held.held(session, complaint)  # of its department too: an action has long set the new one
    seals = held.sealed(session, complaint.id)
    clock = {stints.IN_CHAIN: seals} if seals else {}
    stood = {} if step.before is None else {"before": step.before}
    event = Event(
        district_id=complaint.district_id, complaint_id=complaint.id, no=last.no + 1, cycle=complaint.cycle,
        action=action.value, at=at, said_at=step.said_at, person_id=by.person_id, post_id=by.post_id,
        role=by.role.value, stint_id=stint.id if stint else None, text=step.text,
        data={"from": states[0].value, "to": states[1].value, "level": complaint.level, **clock, **step.data, **stood},
        moved_on=ist_date(at), source=complaint.source,
        department_from_id=last.department_id, department_to_id=complaint.department_id,
        sub_division_id=complaint.sub_division_id, block_id=complaint.block_id,
        class_from=COUNTED_AS[states[0].value], class_to=COUNTED_AS[states[1].value],
    )  # fmt: skip
    chain.append(session, event)
    movements.record(session, event)
    return event
