"""THE TESTS: a case of the table done through the real actions, at the hour it names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from app.complaints import ledger, pauses, stints
from app.complaints import settings as district_settings
from app.complaints.actions import approve, feedback, report, undo, work
from app.complaints.actions.escalate import escalate
from app.complaints.actions.mark import mark
from app.complaints.actions.recount import calendar_changed
from app.complaints.actions.send_down import send_down
from app.complaints.actor import Actor, system
from app.domain.ladder import PROFILES
from app.domain.ledger import ClockFact, FactKind
from app.domain.states import State
from app.models.category import Category
from app.models.complaint import Complaint, Stint
from app.models.office import Holiday
from app.models.place import Place
from tests.clock.cases import Case
from tests.clock.replay import Order
from tests.complaints.way import DONE, NO_PHOTO
from tests.office import Office, make_office, register_one

INDIA = timedelta(hours=5, minutes=30)
FORTNIGHT = timedelta(days=14)
LONG_BEFORE = datetime(2026, 1, 5, 5, 0, tzinfo=UTC)


def instant(text: str) -> datetime:
    """ "08-09-26 10:00" on an Indian clock."""
    return (datetime.strptime(text, "%d-%m-%y %H:%M") - INDIA).replace(tzinfo=UTC)


class Doing:
    """One case in an office of its own. The caller rolls back."""

    def __init__(self, session: Session, case: Case) -> None:
        self.session, self.case = session, case
        district_settings.forget(session)
        self.office: Office = make_office(session, LONG_BEFORE)
        scope = {"district_id": self.office.district.id, "valid_from": LONG_BEFORE}
        self.kinds = {"standard": self.office.category}
        for code in set(PROFILES) - {"standard", "reopened"}:
            self.kinds[code] = Category(
                code=code, department_id=self.office.department.id, name_hi=code, name_en=code, profile=code,
                proof="photo", words=[], **scope,
            )  # fmt: skip
            session.add(self.kinds[code])
        other = Place(code="T", kind="sub_division", parent_id=self.office.places["D"].id, name_hi="T", name_en="T",
                      **scope)  # fmt: skip
        session.add(other)
        session.flush()
        self.office.places["T"] = other
        self.holidays: list[Holiday] = []
        for day in case.days_off:
            self._order(day, LONG_BEFORE)
        self.complaint: Complaint | None = None
        for step in case.steps.split("; "):
            self._do(instant(step[:14]), *step[15:].split(" "))
            session.flush()

    @property
    def now(self) -> Complaint:
        assert self.complaint is not None
        return self.complaint

    @property
    def orders(self) -> list[Order]:
        """The days off of the place, for the separate count."""
        mine = {None, *(self.office.places[code].id for code in "SB")}
        return [Order(h.on, h.valid_from, h.valid_to) for h in self.holidays if h.place_id in mine]

    def _do(self, at: datetime, verb: str, *rest: str) -> None:
        if verb in self.kinds:
            by = self.office.actors[rest[1]]
            post = self.office.posts["officer"]
            mark(self.session, self.now.id, category=self.kinds[verb], post=post, by=by, at=at)
            return
        verbs: dict[str, Callable[..., object]] = {
            "register": self._register, "mark": self._mark, "marked": self._marked, "unmark": self._unmark,
            "unaccept": self._unaccept, "accept": self._accept, "climb": self._climb,
            "down": self._down, "report": self._report, "back": self._back, "approve": self._approve,
            "dissatisfied": self._dissatisfied, "close": self._close, "reopen": self._reopen,
            "pause": self._pause, "resume": self._resume, "extend": self._extend,
        }  # fmt: skip
        verbs[verb](at, *rest)

    def _holder(self) -> Actor:
        return next(a for a in self.office.actors.values() if a.post_id == self.now.post_id)

    def _register(self, at: datetime) -> None:
        self.complaint = register_one(self.session, self.office, at=at)

    def _mark(self, at: datetime) -> None:
        self._register(at)
        mark(self.session, self.now.id, category=self.kinds[self.case.profile], post=self.office.posts["officer"],
             by=self.office.actors["cell"], at=at)  # fmt: skip

    def _marked(self, at: datetime) -> None:
        mark(self.session, self.now.id, category=self.office.category, post=self.office.posts["officer"],
             by=self.office.actors["cell"], at=at, undoable=True)  # fmt: skip

    def _unmark(self, at: datetime) -> None:
        undo.undo_mark(self.session, self.now.id, by=self.office.actors["cell"], at=at)

    def _unaccept(self, at: datetime) -> None:
        undo.undo_acknowledge(self.session, self.now.id, by=self._holder(), at=at)

    def _accept(self, at: datetime) -> None:
        on = (at + INDIA).date()
        work.acknowledge(self.session, self.now.id, next_step="call", next_step_on=on, by=self._holder(), at=at,
                         undoable=True)  # fmt: skip

    def _climb(self, at: datetime) -> None:
        assert escalate(self.session, self.now.id, by=system(self.now.district_id), at=at), "no alarm has rung"

    def _down(self, at: datetime) -> None:
        on = (at + INDIA).date()
        send_down(
            self.session, self.now.id, direction="मौके पर जाकर नाली साफ़ करवाएँ", due_on=on, by=self._holder(), at=at
        )

    def _report(self, at: datetime) -> None:
        by = self._holder()
        work.log_dialogue(self.session, self.now.id, kind="call", result="talked", text="बात हुई", by=by, at=at)
        draft = report.Draft("relief", DONE, (at + INDIA).date(), no_proof_reason=NO_PHOTO)
        report.report(self.session, self.now.id, draft, by=by, at=at)

    def _back(self, at: datetime) -> None:
        approve.send_back(self.session, self.now.id, reason_code="half_done", by=self.office.actors["hod"], at=at)

    def _approve(self, at: datetime) -> None:
        words = "मौके पर जाकर देखा, काम पूरा हुआ है"
        approve.approve(self.session, self.now.id, remark=words, by=self.office.actors["hod"], at=at)

    def _dissatisfied(self, at: datetime) -> None:
        answers = dict.fromkeys(feedback.QUESTIONS, "no")
        feedback.record_answer(
            self.session, self.now.id, answers=answers, channel="call_desk", reason_code="not_done",
            by=self.office.actors["caller"], at=at,
        )  # fmt: skip

    def _order(self, day: str, at: datetime, place: str = "") -> None:
        row = Holiday(
            district_id=self.office.district.id, valid_from=at, on=datetime.strptime(day, "%d-%m-%y").date(),
            name_hi="बंद", name_en="Shut", kind="emergency", order_no="DC/7",
            place_id=self.office.places[place].id if place else None,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        self.holidays.append(row)

    def _close(self, at: datetime, day: str, _in: str = "", place: str = "") -> None:
        self._order(day, at, place)
        calendar_changed(self.session, by=self.office.actors["nodal"], at=at)

    def _reopen(self, at: datetime, day: str) -> None:
        row = next(h for h in self.holidays if h.on == datetime.strptime(day, "%d-%m-%y").date() and not h.valid_to)
        row.valid_to = at
        self.session.flush()
        calendar_changed(self.session, by=self.office.actors["nodal"], at=at)

    def _moved(self, kind: FactKind, at: datetime, days: int = 0) -> None:
        stint = stints.open_stint(self.session, self.now)
        assert stint is not None
        before = stint.due_at
        fact = ClockFact(kind, at, days)
        stint.due_at = ledger.due_after(self.session, self.now, stint, fact)
        stints.note_clock(self.session, stint, kind.value, at, days=days or None, before=before, after=stint.due_at)
        stints.mirror(self.now, State(self.now.state), stint)

    def _stint(self) -> Stint:
        stint = stints.open_stint(self.session, self.now)
        assert stint is not None
        return stint

    def _pause(self, at: datetime) -> None:
        until = (at + FORTNIGHT).date()
        pauses.pause(self.session, self._stint(), reason="ask", until=until, by=self._holder(), at=at)
        self._said(at)

    def _resume(self, at: datetime) -> None:
        stint = self._stint()
        pauses.resume(self.session, self.now, stint, by=self._holder(), at=at)
        stints.mirror(self.now, State(self.now.state), stint)
        self._said(at)

    def _extend(self, at: datetime, days: str) -> None:
        self._moved(FactKind.EXTEND, at, int(days))
        self._said(at)

    def _said(self, at: datetime) -> None:
        """The step that such a move belongs to: the chain names the clock events that were written with it."""
        work.comment(self.session, self.now.id, text="देख लिया", by=self.office.actors["cell"], at=at)
