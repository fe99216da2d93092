"""WEB: what every page about one complaint asks – is this step open to me, is my page still fresh – and its doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from app.complaints import hearings, timeline
from app.complaints.actions import on_spot
from app.complaints.actor import Actor
from app.complaints.errors import Conflict
from app.complaints.step import allowed
from app.domain.ladder import HEAD_OF_DEPARTMENT
from app.domain.policy import Right, Role
from app.domain.states import TRANSITIONS, Action, State
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, has
from app.web.language import lazy_gettext as _l
from app.web.page import now


def may(complaint: Complaint, action: Action, by: Actor | None = None) -> bool:
    """Whether the table has this way out of the state and the policy lets this person take it: whoever asks, or `by`,
    where many steps are asked about and it is known already who that is."""
    possible = State(complaint.state) in TRANSITIONS[action].sources
    return possible and allowed(db.session, complaint, action, by or actor())


def leads(complaint: Complaint, action: Action | None) -> bool:
    """Whether the table has this way out of the state, whoever takes it; a proposal for nothing leads anywhere."""
    return action is None or State(complaint.state) in TRANSITIONS[action].sources


def fresh(complaint: Complaint) -> None:
    """Raise Conflict when the form was made before the last change of state: somebody was quicker."""
    told = request.form.get("rev", "")
    if told and told != str(timeline.revision_now(db.session, complaint)):
        raise Conflict


@dataclass(frozen=True)
class Door:
    """One step of the case page that has a page of its own: an action or right, its words and its endpoint.

    `when`: a further condition, for who looks at which complaint.
    """

    action: Action | Right
    words: Any
    endpoint: str
    leads_to: Action | None = None  # what a proposal asks for: its row must be open too
    when: Callable[[Complaint, Actor], bool] | None = None

    def is_open(self, complaint: Complaint, by: Actor) -> bool:
        """Whether who is looking may go through."""
        if self.when is not None and not self.when(complaint, by):
            return False
        if isinstance(self.action, Right):
            return has(self.action)
        return may(complaint, self.action, by) and leads(complaint, self.leads_to)

    def address(self, complaint: Complaint) -> str:
        """Where its page is."""
        return url_for(self.endpoint, number=complaint.number)


# "Other steps" under the case, in the order in which they are offered; of two that lead to one page, the first.
DOORS: tuple[Door, ...] = (
    Door(Right.CALL_DESK, _l("Ring the complainant yourself"), "calldesk.call",
         when=lambda c, by: by.role in (Role.DC, Role.NODAL) and c.state == State.DISPOSED),
    Door(Action.ANSWER, _l("Write down the answer"), "steps.answer"),
    Door(Action.LIFT_HOLD, _l("Take it up again"), "steps.lift"),
    Door(Action.ASK, _l("Ask the complainant one question"), "steps.ask"),
    Door(Action.INTERIM_REPLY, _l("It needs more time"), "steps.more_time"),
    Door(Action.RECALL, _l("Take the report back"), "steps.recall"),
    Door(Action.ASK_REOPENING, _l("My report was wrong: ask to reopen"), "steps.ask_reopening"),
    Door(Action.PROPOSE, _l("Settled here at the camp"), "steps.settled", Action.DISPOSE_ON_SPOT,
         when=lambda c, by: by.holds(c.post_id) and on_spot.at_camp(c, now())),
    Door(Action.ESCALATE, _l("Put it before the DC"), "steps.send_up",
         when=lambda c, _by: c.level == HEAD_OF_DEPARTMENT),
    Door(Action.ESCALATE, _l("Send it one level up"), "steps.send_up"),
    Door(Action.SEND_DOWN, _l("Give it down with a direction"), "steps.send_down"),
    Door(Action.PROPOSE, _l("Not my department’s work"), "steps.transfer", Action.TRANSFER),
    Door(Action.PROPOSE, _l("It has to wait (court, budget, policy)"), "steps.hold", Action.HOLD),
    Door(Action.PROPOSE, _l("Not valid after an enquiry"), "steps.reject", Action.REJECT),
    Door(Action.PROPOSE, _l("Ask to close it by order"), "steps.close_special", Action.CLOSE_SPECIAL),
    Door(Action.PROPOSE_REFUSAL, _l("Not to be taken up"), "steps.refuse", Action.REFUSE),
    Door(Action.MERGE, _l("Join it to another complaint"), "steps.join"),
    Door(Action.PROPOSE, _l("Ask to join it to another complaint"), "steps.ask_join", Action.MERGE,
         when=lambda c, by: not may(c, Action.MERGE, by)),
    Door(Action.UNMERGE, _l("Take it out again"), "steps.take_out"),
    Door(Action.WITHDRAW, _l("The complainant takes it back"), "steps.withdraw"),
    Door(Action.COMMENT, _l("Wants to withdraw (said by phone)"), "steps.ask_withdrawal", Action.WITHDRAW,
         when=lambda c, by: by.role is Role.CELL and c.withdrawal_asked_at is None),
    Door(Action.CHANGE_CONTACT, _l("Change the mobile number"), "steps.change_contact"),
    Door(Action.PROPOSE_CONTACT, _l("The complainant has another number"), "steps.ask_contact",
         when=lambda c, by: not may(c, Action.CHANGE_CONTACT, by)),
    Door(Action.FAIL_VERIFICATION, _l("The check on the spot failed"), "steps.check_failed"),
    Door(Action.TRANSFER_OUT, _l("Send it to an authority outside the district"), "steps.transfer_out"),
    Door(Action.SUBTASK_GIVE, _l("Ask another office for its part"), "steps.parts"),
    Door(Action.SUBTASK_FINISH, _l("My part of the work"), "steps.parts",
         when=lambda c, by: not by.holds(c.post_id) and any(by.holds(part.post_id) for part in c.parts)),
    Door(Right.SEE, _l("Parts of other offices"), "steps.parts",
         when=lambda c, by: bool(c.acknowledged_at) if by.holds(c.post_id) else bool(c.parts)),
    Door(Action.COMMENT, _l("Write the progress report"), "steps.progress",
         when=lambda c, by: bool(c.report_every_days) and c.holder == "post" and by.holds(c.post_id)),
    Door(Action.COMMENT, _l("Have it reported regularly"), "steps.regularly",
         when=lambda c, by: c.holder == "post" and by.role in (Role.DC, Role.NODAL)),
    Door(Action.MARK, _l("Correct the category or the post"), "steps.category", when=lambda c, by: c.holder == "post"),
    Door(Action.DIALOGUE, _l("Visit or village hearing"), "hearings.visit",
         when=lambda _c, by: by.role is not Role.CALLER),
    Door(Action.CALL_HEARING, _l("Hearing"), "hearings.of_case",
         when=lambda c, by: by.role in hearings.SENIORS or hearings.is_due(c)),
    Door(Right.SEE, _l("Petitioners, parts, court"), "steps.petition"),
    Door(Right.CASE_FILE, _l("Whole file (PDF)"), "papers.file_form", when=lambda c, _by: may_take_file(c)),
)  # fmt: skip


# What each role most often does next, before the rest in the order of DOORS. The first three stay in sight.
_OFFICER = ("steps.settled", "steps.answer", "steps.lift", "steps.recall", "steps.progress", "steps.ask",
            "steps.more_time", "steps.transfer")  # fmt: skip
_SENIOR = ("calldesk.call", "steps.send_down", "steps.ask_reopening", "steps.check_failed", "steps.refuse",
           "hearings.of_case", "steps.regularly")  # fmt: skip
LIKELY: dict[Role, tuple[str, ...]] = {
    Role.OFFICER: _OFFICER,
    Role.SDM: ("steps.settled", "steps.answer", "steps.lift", "steps.send_down", *_OFFICER),
    Role.HOD: ("steps.settled", "steps.answer", "steps.lift", "steps.send_down", *_OFFICER),
    Role.NODAL: _SENIOR,
    Role.DC: _SENIOR,
    Role.CELL: ("steps.answer", "steps.refuse", "steps.join", "steps.change_contact", "steps.category"),
}


def doors_of(complaint: Complaint) -> list[Door]:
    """The doors that are open to who is looking, the likely ones of the role first."""
    by = actor()
    first = LIKELY.get(by.role, ()) if by.role else ()
    found: dict[str, Door] = {}
    for door in DOORS:
        if door.endpoint not in found and door.is_open(complaint, by):
            found[door.endpoint] = door
    return sorted(found.values(), key=lambda d: first.index(d.endpoint) if d.endpoint in first else len(first))


def may_take_file(complaint: Complaint) -> bool:
    """Whether a complaint that may be seen may also leave the house as a paper (D12-10: a right of its own)."""
    return has(Right.CASE_FILE) and (not complaint.is_confidential or has(Right.CASE_FILE_CONFIDENTIAL))
