"""THE CASEBOOK: what a day asks of each post – one gathering for the morning's messages and for the page (D4-8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.complaints.clockwork import calendar_of
from app.complaints.hearings import LAST_POST
from app.complaints.limits import end_of_day
from app.complaints.queries import ACTIVE
from app.domain.calendar import instant, ist_date
from app.domain.pendency import age_days
from app.domain.states import Action, State
from app.models.complaint import Complaint, Stint
from app.models.dialogue import Dialogue
from app.models.event import Event
from app.models.hearing import Hearing
from app.models.morning import ProgressReport
from app.models.report import Report

RUNNING = (State.MARKED.value, State.IN_ACTION.value)
SOON = timedelta(days=2)
# What a section asks for, as the message counts it; `half` is the reminder when half of the time is gone.
TO_ACCEPT, ATTEND, LATE = ("new",), ("heard", "soon", "half", "asked", "answered", "back", "promised", "owed", "broken",
                                     "unreported", "approvals"), ("late", "up", "approvals_late")  # fmt: skip
SECTIONS = (*LATE, *TO_ACCEPT, *ATTEND)
CAME_BACK = (Action.ANSWER.value, Action.LIFT_HOLD.value)
MOVES = (Action.ESCALATE.value, Action.BREACH_MARKING.value, *CAME_BACK)
C = Complaint
MOST_TOLD = 9999  # a registered text has room for four digits: beyond, it says "at least so many"


@dataclass
class Asked:
    """What a day asks of one post or person: ids of complaints by section. `oldest`: days the oldest report waits."""

    of: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    oldest: int = 0

    def add(self, section: str, complaint_id: int) -> None:
        self.of[section].add(complaint_id)

    def join(self, other: Asked) -> None:
        """A person with two charges has one digest."""
        for section, ids in other.of.items():
            self.of[section] |= ids
        self.oldest = max(self.oldest, other.oldest)

    def count(self, sections: Collection[str]) -> int:
        """How many complaints are in at least one of the sections."""
        return len(set().union(*(self.of[name] for name in sections if name in self.of)))

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(ids) for name, ids in self.of.items() if ids}

    def message(self) -> tuple[str, dict[str, str]] | None:
        """Template and slots of the one message of the day; None where nothing is asked."""
        present = {name for name, ids in self.of.items() if ids}
        if not present:
            return None
        if present <= {"approvals", "approvals_late"}:
            return "O06", {"count": _told(self.count(present)), "days": _told(self.oldest)}
        late = self.count(LATE)
        ids = set().union(*(self.of[name] for name in ATTEND if name in self.of))
        attend = len(ids - set().union(*(self.of[name] for name in LATE if name in self.of)))
        return "O02", {"new": _told(self.count(TO_ACCEPT)), "soon": _told(attend), "late": _told(late)}


def _told(count: int) -> str:
    return str(min(count, MOST_TOLD))


def together(all_asked: Iterable[Asked]) -> Asked:
    """What the posts of one person ask together, each complaint once: what climbed from an empty chair to whoever
    covers for it has not left that person."""
    whole = Asked()
    for asked in all_asked:
        whole.join(asked)
    if whole.of.get("up"):
        whole.of["up"] -= whole.of.get("new", set())
    return whole


def gather(
    session: Session, district_id: int, *, since: datetime, at: datetime, posts: frozenset[int] | None = None
) -> Mapping[int, Asked]:
    """What is asked of every post, or of some. Seven statements however many posts there are."""
    found: dict[int, Asked] = defaultdict(Asked)
    for source in (_pending, _moved, _promises, _reports_owed, _approvals, _hearings):
        for post, section, complaint_id in source(session, Ask(district_id, since, at, posts)):
            if post is not None and (posts is None or post in posts):
                found[post].add(section, complaint_id)
    for post, asked in found.items():
        if asked.of.get("approvals") or asked.of.get("approvals_late"):
            asked.oldest = _oldest(session, post, at)
    return found


Rows = Iterator[tuple[int | None, str, int]]


@dataclass(frozen=True)
class Ask:
    """Whose day is asked for: of the whole district, or of some posts."""

    district_id: int
    since: datetime
    at: datetime
    posts: frozenset[int] | None

    def mine(self, *columns: Any) -> list[ColumnElement[bool]]:
        """The condition that one of the columns names one of the posts; none for the whole district."""
        return [] if self.posts is None else [or_(*(column.in_(self.posts) for column in columns))]


def _pending(session: Session, ask: Ask) -> Rows:
    """What the post holds: to accept, late, due soon, half of the time gone, asked for again."""
    query = (
        select(
            C.id,
            C.post_id,
            C.state,
            C.acknowledged_at,
            C.ack_due_at,
            C.due_at,
            C.reminded_at,
            Stint.clock_from,
            Stint.paused_days,
        )
        .join(Stint, (Stint.complaint_id == C.id) & Stint.to_at.is_(None))
        .where(C.district_id == ask.district_id, C.state.in_(ACTIVE), *ask.mine(C.post_id))
    )
    calendar = calendar_of(session, ask.district_id, None, ask.at)
    today = ist_date(ask.at)
    soon = instant(max(today + SOON, calendar.add_working_days(today, 1)), time.max)  # before a weekend, Monday too
    for row in session.execute(query):
        if row.reminded_at and row.reminded_at > ask.since:
            yield row.post_id, "asked", row.id
        if row.state in RUNNING:
            if row.acknowledged_at is None:
                yield row.post_id, "new", row.id
            section = _by_time(row, ask.since, ask.at, soon)
            if section:
                yield row.post_id, section, row.id


def _by_time(row: Any, since: datetime, at: datetime, soon: datetime) -> str:
    """Late, due by `soon`, or the half of its time gone since the last digest; "" for none of them.

    The days it stood are none of its time: whatever passed meanwhile is still ahead when the clock goes on.
    """
    dues = [due for due in (row.due_at, None if row.acknowledged_at else row.ack_due_at) if due]
    if not dues:
        return ""
    if min(dues) <= at:
        return "late"
    if min(dues) <= soon:
        return "soon"
    if not row.clock_from or not row.due_at:
        return ""
    half = row.due_at - (row.due_at - row.clock_from - timedelta(days=row.paused_days)) / 2
    return "half" if since < half <= at else ""


def _moved(session: Session, ask: Ask) -> Rows:
    """What left the post by itself, and what came back to it: answered, a question timed out, or a hold ended."""
    query = (
        select(Event.complaint_id, Event.action, Event.data, C.post_id)
        .join(C, C.id == Event.complaint_id)
        .where(Event.district_id == ask.district_id, Event.class_from == "pending", Event.class_to == "pending")
        .where(Event.moved_on >= ist_date(ask.since), Event.at > ask.since, Event.at <= ask.at)
        .where(Event.action.in_(MOVES))
    )
    if ask.posts is not None:
        query = query.where(C.id.in_(select(Stint.complaint_id).where(Stint.post_id.in_(ask.posts))))
    for row in session.execute(query):
        if row.action in CAME_BACK:
            came = row.action == Action.ANSWER and not row.data.get("timed_out")
            yield row.post_id, "answered" if came else "back", row.complaint_id
            continue
        left = None if row.data.get("dc_watch") else row.data.get("from_post")
        yield left, "up", row.complaint_id
        if left is None:  # it stays where it is: those above were not told one by one after an outage
            yield from ((post, "late", row.complaint_id) for post in row.data.get("digest_for", ()))


def _promises(session: Session, ask: Ask) -> Rows:
    """What was promised for today, whoever sits there now (D12-11), and what was missed."""
    today = ist_date(ask.at)
    query = (
        select(Dialogue.complaint_id, Dialogue.promised_on, Dialogue.is_promise_missed, C.post_id, C.state)
        .join(C, C.id == Dialogue.complaint_id)
        .where(Dialogue.district_id == ask.district_id, Dialogue.promised_on >= ist_date(ask.since))
        .where(Dialogue.promised_on <= today, C.cycle == Dialogue.cycle, *ask.mine(C.post_id))
    )
    for row in session.execute(query):
        if row.state in ACTIVE and row.promised_on == today:
            yield row.post_id, "promised", row.complaint_id
        elif row.state in ACTIVE and row.is_promise_missed:
            yield row.post_id, "broken", row.complaint_id


def _reports_owed(session: Session, ask: Ask) -> Rows:
    """Progress reports that are due today, and those that were missed."""
    today = ist_date(ask.at)
    query = (
        select(ProgressReport.complaint_id, ProgressReport.state, ProgressReport.post_id, C.post_id.label("now_with"))
        .join(C, C.id == ProgressReport.complaint_id)
        .where(ProgressReport.district_id == ask.district_id, ProgressReport.due_on >= ist_date(ask.since))
        .where(*ask.mine(C.post_id, ProgressReport.post_id))
        .where(ProgressReport.due_on <= today, ProgressReport.state.in_(("owed", "missed")))
    )
    for row in session.execute(query):
        if row.state == "owed":
            yield row.now_with, "owed", row.complaint_id
        else:
            yield row.post_id, "unreported", row.complaint_id


def _approvals(session: Session, ask: Ask) -> Rows:
    """Reports that wait for a decision."""
    query = (
        select(Report.complaint_id, Report.approver_post_id, Report.approval_due_at)
        .join(C, C.id == Report.complaint_id)
        .where(C.district_id == ask.district_id, C.state == State.ATR_SUBMITTED.value, Report.state == "submitted")
        .where(*ask.mine(Report.approver_post_id))
    )
    for row in session.execute(query):
        late = row.approval_due_at is not None and row.approval_due_at <= ask.at
        yield row.approver_post_id, "approvals_late" if late else "approvals", row.complaint_id


def _hearings(session: Session, ask: Ask) -> Rows:
    """Hearings of today and of the next two days, and those called since the last digest: of who presides and of the
    office that must come – the last one, where no post holds the complaint any more."""
    query = (
        select(Hearing.complaint_id, Hearing.post_id, func.coalesce(C.post_id, LAST_POST).label("office"))
        .join(C, C.id == Hearing.complaint_id)
        .where(Hearing.district_id == ask.district_id, Hearing.result.is_(None))
        .where(Hearing.at >= instant(ist_date(ask.at), time(0)))
        .where(or_(Hearing.at < end_of_day(ask.at) + SOON, Hearing.called_at > ask.since))
    )
    for row in session.execute(query):
        yield from ((post, "heard", row.complaint_id) for post in {row.post_id, row.office})


def _oldest(session: Session, post_id: int, at: datetime) -> int:
    query = select(func.min(Report.submitted_at)).where(Report.approver_post_id == post_id, Report.state == "submitted")
    first = session.scalar(query)
    return age_days(first, at) if first else 0
