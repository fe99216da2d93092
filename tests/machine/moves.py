"""THE TESTS, the machine: what people try. Every move calls a real action with arguments that may be nonsense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from app.complaints.actions import approve, feedback, report, send_down, undo, work
from app.complaints.actions.mark import mark
from app.complaints.actor import Actor
from app.domain.calendar import ist_date
from app.models.complaint import Complaint
from tests.complaints.way import DONE
from tests.machine.district import World

WORDS = ("", "ठीक", "मौके पर जाकर सारा काम पूरा करवा दिया गया है, गाँव के लोग देख सकते हैं।")


@dataclass(frozen=True)
class Try:
    """One attempt: who, when, on which complaint; `chance` gives arguments."""

    session: Session
    world: World
    complaint: Complaint
    by: Actor
    at: datetime
    chance: Random

    @property
    def told(self) -> dict[str, Any]:
        """What every action is told."""
        return {"by": self.by, "at": self.at}

    def pick(self, *choices: Any) -> Any:
        """One of these; the first is the likely one."""
        return choices[0] if self.chance.random() < 0.8 else self.chance.choice(choices)

    def draw_number(self) -> int:
        """Eight digits at random."""
        return self.chance.randrange(10**8)

    def day(self) -> date:
        """A date around today."""
        return ist_date(self.at) + timedelta(days=self.pick(2, 1, 5, 0, 9, -3))


def _mark(t: Try) -> object:
    category = t.world.categories[t.pick("ROAD", "ROAD", "WIRE", "LAND", "COURT", "HUSH", "WATER")]
    chair = "other_officer" if category.code == "WATER" else "officer"
    post = t.world.office.posts[t.pick(chair, chair, chair, "sdm", "hod")]
    return mark(t.session, t.complaint.id, category=category, post=post, undoable=t.pick(True, False), **t.told)


def _unmark(t: Try) -> object:
    return undo.undo_mark(t.session, t.complaint.id, **t.told)


def _acknowledge(t: Try) -> object:
    step = t.pick(*work.NEXT_STEPS, "nonsense")
    bulk = t.pick(True, False)
    return work.acknowledge(t.session, t.complaint.id, next_step=step, next_step_on=t.day(), undoable=bulk, **t.told)


def _unaccept(t: Try) -> object:
    return undo.undo_acknowledge(t.session, t.complaint.id, **t.told)


def _talk(t: Try) -> object:
    result = t.pick("talked", "talked", "not_picked", "satisfied", "nonsense")
    promised = t.pick(None, t.day())
    return work.log_dialogue(
        t.session, t.complaint.id, kind=t.pick("call", "visit"), result=result, promised_on=promised, **t.told
    )


def _dial(t: Try) -> object:
    return work.start_call(t.session, t.complaint.id, **t.told)


def _comment(t: Try) -> object:
    return work.comment(t.session, t.complaint.id, text=t.pick(*WORDS), **t.told)


def _report(t: Try) -> object:
    draft = report.Draft(
        t.pick("relief", "partial", "explained", "court"), t.pick(DONE, DONE, "ठीक"), t.pick(ist_date(t.at), t.day())
    )
    return report.report(t.session, t.complaint.id, draft, **t.told)


def _approve(t: Try) -> object:
    return approve.approve(t.session, t.complaint.id, remark=t.pick(WORDS[2], ""), **t.told)


def _send_back(t: Try) -> object:
    code = t.pick("half_done", "other", "nonsense")
    return approve.send_back(t.session, t.complaint.id, reason_code=code, text=t.pick(WORDS[2], ""), **t.told)


def _undo(t: Try) -> object:
    return approve.undo_approval(t.session, t.complaint.id, **t.told)


def _answer(t: Try) -> object:
    answers = {question: t.pick("yes", "no", "partly") for question in feedback.QUESTIONS}
    return feedback.record_answer(
        t.session, t.complaint.id, answers=answers, channel="call_desk",
        reason_code=t.pick("half_done", "bribe_asked", ""), **t.told,
    )  # fmt: skip


def _reopen(t: Try) -> object:
    code = t.pick("complainant_asks", "nonsense")
    return feedback.reopen(t.session, t.complaint.id, reason_code=code, text=t.pick(WORDS[2], ""), **t.told)


def _send_down(t: Try) -> object:
    return send_down.send_down(t.session, t.complaint.id, direction=t.pick(WORDS[2], ""), due_on=t.day(), **t.told)


# name: the move and who would take it by right; "holder" is whoever sits in the post that holds the complaint.
MOVES: dict[str, tuple[Callable[[Try], object], tuple[str, ...]]] = {
    "mark": (_mark, ("cell", "hod")),
    "unmark": (_unmark, ("cell", "hod")),
    "acknowledge": (_acknowledge, ("holder",)),
    "unaccept": (_unaccept, ("holder",)),
    "talk": (_talk, ("holder", "caller")),
    "dial": (_dial, ("holder", "caller")),
    "comment": (_comment, ("holder", "cell")),
    "report": (_report, ("holder",)),
    "approve": (_approve, ("hod", "other_hod", "nodal", "dc", "twin")),
    "send_back": (_send_back, ("hod", "other_hod", "twin")),
    "undo": (_undo, ("hod", "nodal")),
    "answer": (_answer, ("caller", "caller", "nodal", "dc")),
    "reopen": (_reopen, ("cell", "nodal")),
    "send_down": (_send_down, ("holder",)),
}
# What leads on from each state; tried more often than the rest, so that a life gets somewhere.
LIKELY = {
    "registered": ("mark",),
    "marked": ("acknowledge", "acknowledge", "unmark"),
    "in_action": ("talk", "report", "report", "send_down", "unaccept"),
    "atr_submitted": ("approve", "approve", "send_back"),
    "disposed": ("answer", "answer", "undo"),
}
