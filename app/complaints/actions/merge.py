"""THE CASEBOOK: the same problem twice – joined to the one that goes on (T4), and taken apart again (T30).

The complaint keeps its number and its people, who follow the other one from then on: what it is told, they are told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.complaints.actions.feedback import to_the_cell
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.overtaken import end_overtaken
from app.complaints.placing import filled, shunned
from app.complaints.step import Step, allowed, lock, take
from app.complaints.stints import Arrival
from app.domain.states import OPEN, Action, Holder
from app.domain.text import letters, written
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.office import Post
from app.models.party import Party
from app.models.report import Request

APART_WITHIN = timedelta(days=30)
MIN_REASON = 10
CHAIN = 20  # longer than any chain of parents that the guards let grow


def merge(
    session: Session, complaint_id: int, *, parent_id: int, by: Actor, at: datetime, asked: Request | None = None
) -> Complaint:
    """Join a complaint to an open one of the same place. Its people follow that one and keep their own number.

    `asked`: the request that is granted by it.
    """
    complaint, parent = _both(session, complaint_id, parent_id)
    if not allowed(session, parent, Action.MERGE, by):
        raise Refused("parent_elsewhere", field="number")
    if complaint.is_confidential != parent.is_confidential:
        raise Refused("parent_confidential", field="number")  # its people would stand in a file that others read
    same_accused(complaint, parent)
    new = _people(session, complaint) - _people(session, parent)
    before = (complaint.parent_id, complaint.parent_kind)

    def join() -> None:
        complaint.parent_id, complaint.parent_kind = parent.id, "merged"
        for complainant_id in sorted(new):
            session.add(
                Party(
                    district_id=parent.district_id, complaint_id=parent.id, complainant_id=complainant_id,
                    kind="follower", joined_at=at,
                )
            )  # fmt: skip

    step = Step(
        fields={"parent": parent.number},
        guards={
            "parent_open": parent.state in OPEN,
            "same_place": complaint.place_id is not None and complaint.place_id == parent.place_id,
            "no_cycle": complaint.id not in _line(session, parent),
        },
        data={"parent": parent.number, "followed": sorted(new), "part_of": before[0], "part_kind": before[1]},
        end_reason="merged", change=join,
    )  # fmt: skip
    take(session, complaint, Action.MERGE, step, by=by, at=at)
    end_overtaken(session, complaint, at=at, besides=asked)
    _tell_file(session, parent, "joined", complaint.number, by=by, at=at)
    return complaint


def unmerge(session: Session, complaint_id: int, *, text: str, by: Actor, at: datetime) -> Complaint:
    """Take it out again within 30 days: back to the post that had it, its clock as it ran all the time; what no office
    had yet comes to the cell with a day for marking, counted from now, as the ledger counts every stay there."""
    merged = session.get(Complaint, complaint_id)
    if merged is None or merged.parent_id is None:
        raise Conflict
    complaint, parent = _both(session, complaint_id, merged.parent_id)
    words = written(text)
    if letters(words) < MIN_REASON:
        raise Refused("too_short", field="text", least=MIN_REASON)
    event = _joined(session, complaint)
    last = session.scalar(
        select(Stint).where(Stint.complaint_id == complaint.id).order_by(Stint.arrival.desc()).limit(1)
    )
    if event is None or last is None:
        raise Conflict

    def part() -> None:
        complaint.parent_id, complaint.parent_kind = event.data.get("part_of"), event.data.get("part_kind")
        followers = Party.complainant_id.in_(event.data["followed"])
        session.execute(delete(Party).where(Party.complaint_id == parent.id, Party.kind == "follower", followers))

    unmarked = last.holder == Holder.CELL.value
    step = Step(
        guards={"thirty_days": at - event.at <= APART_WITHIN}, text=words, data={"parent": parent.number},
        arrival=to_the_cell(session, complaint, at) if unmarked else _back(session, complaint, last, at),
        notices=() if unmarked else ("O01",), change=part,
    )  # fmt: skip
    take(session, complaint, Action.UNMERGE_UNMARKED if unmarked else Action.UNMERGE, step, by=by, at=at)
    _tell_file(session, parent, "parted", complaint.number, by=by, at=at)
    return complaint


def same_accused(complaint: Complaint, parent: Complaint) -> None:
    """Raises Refused where only one of the two is against an officer, or each against another: the people of the one
    would stand in a file that the officer complained against may hold (D12-1)."""
    if (complaint.against_post_id, complaint.against_person_id) != (parent.against_post_id, parent.against_person_id):
        raise Refused("parent_against", field="number")


def _both(session: Session, complaint_id: int, parent_id: int) -> tuple[Complaint, Complaint]:
    """Both locked, always in the order of their ids: two people who join crosswise wait, not for each other."""
    rows = {key: lock(session, key) for key in sorted({complaint_id, parent_id})}
    return rows[complaint_id], rows[parent_id]


def _people(session: Session, complaint: Complaint) -> set[int]:
    return set(session.scalars(select(Party.complainant_id).where(Party.complaint_id == complaint.id)))


def _line(session: Session, complaint: Complaint) -> set[int]:
    """The complaint and all it hangs on."""
    found, above = {complaint.id}, complaint.parent_id
    while above is not None and above not in found and len(found) < CHAIN:
        found.add(above)
        above = session.scalar(select(Complaint.parent_id).where(Complaint.id == above))
    return found


def _joined(session: Session, complaint: Complaint) -> Event | None:
    query = select(Event).where(Event.complaint_id == complaint.id, Event.action == Action.MERGE.value)
    return session.scalar(query.order_by(Event.no.desc()).limit(1))


def _back(session: Session, complaint: Complaint, last: Stint, at: datetime) -> Arrival:
    """To the post that had it, or who covers for an empty chair."""
    sitting = filled(session, session.get(Post, last.post_id), at, shunned(session, complaint, at))
    return Arrival(level=last.level, post_id=sitting.id if sitting else last.post_id, carry_on=last)


def _tell_file(session: Session, parent: Complaint, what: str, number: str, *, by: Actor, at: datetime) -> None:
    """A line in the file of the one that goes on."""
    take(session, parent, Action.COMMENT, Step(fields={"text": number}, data={what: number}), by=by, at=at)
