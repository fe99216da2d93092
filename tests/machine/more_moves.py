"""THE TESTS, the machine: questions, requests and their decisions, joining, leaving, and what the night watch does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import select

from app.complaints import pauses, requests
from app.complaints.actions import (
    ask,
    close_special,
    contact,
    correct,
    decide,
    extend,
    feedback,
    hold,
    join,
    leave,
    merge,
    recall,
    refuse,
    reject,
    rise,
    transfer,
    verify,
    work,
)
from app.complaints.actor import system
from app.complaints.proofs import Offered
from app.domain.states import State
from app.evidence.keep import Kept
from app.models.complaint import Complaint
from app.models.report import Request
from tests.machine.moves import WORDS, Try

LONG = WORDS[2]
KINDS = tuple(decide.GRANTS)


def paper(t: Try, kind: str = "order") -> Offered | None:
    """A paper that was examined and stored before, or none."""
    name = hashlib.sha256(f"{t.complaint.id} {t.at} {kind}".encode()).hexdigest()
    return t.pick(Offered(Kept(name, f"files/{name}", "application/pdf", 999), kind), None)


def _ask(t: Try) -> object:
    return ask.ask(
        t.session, t.complaint.id, question=t.pick(LONG, ""), how_to_answer=t.pick("phone", ""), answer_by=t.day(),
        **t.told,
    )  # fmt: skip


def _answer(t: Try) -> object:
    return ask.answer(t.session, t.complaint.id, text=t.pick(LONG, ""), channel=t.pick("call", "nonsense"), **t.told)


def _recall(t: Try) -> object:
    return recall.recall(t.session, t.complaint.id, text=t.pick(LONG, ""), **t.told)


def _rise(t: Try) -> object:
    return rise.rise(t.session, t.complaint.id, why=t.pick("powers", "nonsense"), text=t.pick(LONG, ""), **t.told)


def _withdraw(t: Try) -> object:
    return leave.withdraw(t.session, t.complaint.id, text=t.pick(LONG, ""), **t.told)


def _transfer_out(t: Try) -> object:
    return leave.transfer_out(
        t.session, t.complaint.id, authority=t.pick("राज्य परिवहन निगम", ""), reference_no=t.pick("42/2026", ""),
        **t.told,
    )  # fmt: skip


def _fail_verification(t: Try) -> object:
    return verify.fail_verification(t.session, t.complaint.id, findings=t.pick(LONG, ""), **t.told)


def _merge(t: Try) -> object:
    others = list(t.session.scalars(select(Complaint.id).order_by(Complaint.id)))
    return merge.merge(t.session, t.complaint.id, parent_id=t.pick(*others), **t.told)


def _unmerge(t: Try) -> object:
    return merge.unmerge(t.session, t.complaint.id, text=t.pick(LONG, ""), **t.told)


def _new_number(t: Try) -> object:
    mobile = f"96{t.draw_number():08d}"
    return contact.change_contact(t.session, t.complaint.id, mobile=mobile, text=t.pick(LONG, ""), **t.told)


def _correct(t: Try) -> object:
    answers = {question: t.pick("no", "yes", "partly") for question in feedback.QUESTIONS}
    return correct.correct(
        t.session, t.complaint.id, answers=answers, channel="call_desk", reason_code=t.pick("half_done", ""), **t.told
    )


def _interim(t: Try) -> object:
    return extend.interim_reply(t.session, t.complaint.id, text=t.pick(LONG, ""), expected_on=t.day(), **t.told)


def _progress(t: Try) -> object:
    return work.progress(t.session, t.complaint.id, text=t.pick(LONG, ""), **t.told)


def _propose(t: Try) -> object:
    """One of the eight proposals."""
    by_kind: dict[str, Callable[[], object]] = {
        "transfer": lambda: transfer.ask(
            t.session, t.complaint.id, category=t.world.categories[t.pick("WATER", "ROAD")],
            reason_code="not_our_work", text=t.pick(LONG, ""), **t.told),
        "hold": lambda: hold.ask(
            t.session, t.complaint.id,
            hold.Asked(t.pick("court", "budget"), t.pick(LONG, ""), t.day(), paper(t), t.pick("CWP 12", "")), **t.told),
        "extension": lambda: extend.ask(
            t.session, t.complaint.id, days=t.pick(4, 9, 0), reason_code="material", text=t.pick(LONG, ""), **t.told),
        "special_closure": lambda: close_special.ask(
            t.session, t.complaint.id,
            close_special.Asked(t.pick("not_possible_policy", "not_possible_budget"), LONG, LONG, paper(t)), **t.told),
        "rejection": lambda: reject.ask(
            t.session, t.complaint.id,
            reject.Asked(t.pick("demand", "false", "not_traceable"), LONG, paper(t, "statement"), paper(t)), **t.told),
        "refusal": lambda: refuse.ask(
            t.session, t.complaint.id, reason_code=t.pick("rti", "nonsense"), text=LONG, where_to_go="सूचना अधिकारी",
            **t.told),
        "merge": lambda: join.ask(t.session, t.complaint.id, parent=_another(t), text=LONG, **t.told),
        "contact": lambda: contact.ask(
            t.session, t.complaint.id, mobile=f"95{t.draw_number():08d}", text=t.pick(LONG, ""), **t.told),
    }  # fmt: skip
    likely = ("refusal",) if t.complaint.state == State.REGISTERED else ("transfer", "hold", "extension")
    return by_kind[t.pick(t.pick(*likely), *by_kind)]()


def _another(t: Try) -> Complaint:
    rows = list(t.session.scalars(select(Complaint).order_by(Complaint.id)))
    return t.pick(*rows)  # type: ignore[no-any-return]


def _decide(t: Try) -> object:
    """Whoever is asked decides, mostly; sometimes anybody tries."""
    row = t.session.scalar(select(Request).where(Request.complaint_id == t.complaint.id, Request.decision.is_(None)))
    by = t.by
    if row is not None and t.pick(True, False):
        asked = [actor for actor in t.world.actors.values() if actor.post_id == row.decider_post_id]
        by = t.pick(*asked) if asked else by
    return decide.decide(
        t.session, t.complaint.id, row.kind if row else t.pick(*KINDS), granted=t.pick(True, True, False),
        text=t.pick(LONG, ""), paper_seen=t.pick(True, False), by=by, at=t.at,
    )  # fmt: skip


def _take_back(t: Try) -> object:
    return requests.take_back(t.session, t.complaint.id, t.pick(*KINDS), **t.told)


def _lift(t: Try) -> object:
    return hold.lift(t.session, t.complaint.id, text=t.pick(LONG, ""), **t.told)


MORE = {
    "ask": (_ask, ("holder",)),
    "written answer": (_answer, ("cell",)),
    "recall": (_recall, ("holder",)),
    "rise": (_rise, ("holder", "hod")),
    "withdraw": (_withdraw, ("caller",)),
    "transfer_out": (_transfer_out, ("nodal",)),
    "fail_verification": (_fail_verification, ("nodal", "dc")),
    "merge": (_merge, ("cell", "hod")),
    "unmerge": (_unmerge, ("cell",)),
    "new_number": (_new_number, ("cell",)),
    "correct": (_correct, ("caller",)),
    "interim": (_interim, ("holder",)),
    "progress": (_progress, ("holder",)),
    "propose": (_propose, ("holder", "holder", "cell")),
    "decide": (_decide, ("hod", "other_hod", "nodal", "dc", "twin")),
    "take_back": (_take_back, ("holder",)),
    "lift": (_lift, ("nodal", "dc")),
}
MORE_LIKELY = {
    "registered": ("propose", "decide"),
    "in_action": ("ask", "rise", "propose", "propose", "decide", "decide"),
    "awaiting_complainant": ("written answer",),
    "on_hold": ("lift", "decide"),
    "atr_submitted": ("recall",),
    "disposed": ("fail_verification",),
    "closed_satisfied": ("correct", "fail_verification"),
    "merged": ("unmerge",),
}


def night(t: Try) -> int:
    """What the jobs do when they run: questions run out, holds come up for review, requests lapse."""
    by, done = system(t.world.district_id), 0
    for key in pauses.run_out(t.session, State.AWAITING_COMPLAINANT, at=t.at):
        done += ask.time_out(t.session, key, by=by, at=t.at)
        t.session.commit()
    for key in hold.to_review(t.session, t.at, 100):
        done += hold.review(t.session, key, by=by, at=t.at)
        t.session.commit()
    for complaint_id, request_id in requests.overdue(t.session, t.at, 100):
        done += requests.lapse(t.session, complaint_id, request_id, by=by, at=t.at)
        t.session.commit()
    return done
