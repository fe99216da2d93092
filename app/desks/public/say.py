"""DESK: /f/<token> – is the work done? Three buttons that post: a phone that previews the link answers nothing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import links, openings
from app.complaints import question as asked
from app.complaints.actions.correct import WITHIN, correct
from app.complaints.actions.feedback import record_answer
from app.complaints.actions.say_why import say_why
from app.complaints.errors import Conflict, NotFound, Refused
from app.complaints.openings import Opened
from app.complaints.question import Question
from app.desks.public import pictures, visit
from app.desks.public.blueprint import bp, district, shown
from app.desks.public.facts import facts_of
from app.desks.public.forms import WhyForm
from app.domain.masking import hide_names, hide_numbers
from app.domain.states import IllegalStep
from app.extensions import db, limiter
from app.models.dialogue import Feedback
from app.models.say import PublicLink
from app.web.access import public
from app.web.messages import sentence
from app.web.page import now, see_other

ANSWERS = {"yes": "satisfied", "partly": "partly", "no": "dissatisfied"}


@dataclass(frozen=True)
class Asked:
    """A link that was opened, its complaint, what is asked, and what was answered."""

    link: PublicLink
    seen: Opened
    question: Question
    said: Feedback | None

    @property
    def is_open(self) -> bool:
        return asked.is_open(self.seen.complaint, self.link.cycle)

    @property
    def may_correct(self) -> bool:
        if self.said is None:
            return False
        return asked.may_correct(self.seen.complaint, self.said, people=self.question.people, at=now())


def _asked(token: str) -> Asked:
    """Raises NotFound for no link, an old one, or whoever is no party any more."""
    link = links.opened(db.session, token, "feedback", at=now())
    seen = openings.by_person(db.session, link.complaint_id, link.complainant_id) if link else None
    if link is None or seen is None:
        raise NotFound(token)
    c = seen.complaint
    still = asked.is_open(c, link.cycle)
    said = None if still else asked.said(db.session, c, link.cycle)
    return Asked(link, seen, asked.question(db.session, c, link.cycle), said)


def _page(one: Asked, status: int = 200, form: WhyForm | None = None, problem: str = "") -> Response:
    """The question, or what became of it."""
    c, told, phone = one.seen.complaint, one.question, district().office_phone
    if one.is_open:
        words = "" if c.is_confidential else hide_names(hide_numbers(told.text), told.names)
        photo = None if c.is_confidential else told.photo
        return shown(
            "feedback", status, number=c.number, token=one.link.token, words=words, on=told.on, photo=photo,
            phone=phone, problem=problem,
        )  # fmt: skip
    why = one.said is not None and asked.lacks_reason(one.said)
    return shown(
        "answered", status, token=one.link.token, said=one.said, may_correct=one.may_correct, problem=problem,
        phone=phone,
        facts=facts_of(one.seen, phone, at=now(), secret=c.is_confidential),
        until=one.said.at + WITHIN if one.said else None, why=form or WhyForm(blank=True) if why else None,
    )  # fmt: skip


@bp.get("/f/<token>")
@public
@limiter.limit("60/minute")
def say(token: str) -> Response:
    """Is the work done? Reading this changes nothing."""
    return _page(_asked(token))


@bp.post("/f/<token>")
@public
@limiter.limit("20/minute")
def say_post(token: str) -> Response:
    """The answer, or a corrected one within a quarter of an hour. The same answer twice is one answer."""
    one = _asked(token)
    answer = request.form.get("r", "")
    if answer not in ANSWERS:
        return _page(one, 422, problem=sentence("required"))
    try:
        _take(one, answer)
    except Refused as refused:
        return _again(token, 422, sentence(refused.code, **refused.facts))
    except (Conflict, IllegalStep):
        return _overtaken(token, answer)
    return see_other(url_for("public.say", token=token))


def _overtaken(token: str, answer: str) -> Response:
    """Somebody was quicker. A second tap on the same button is no second answer."""
    db.session.rollback()
    said = _asked(token).said
    if said is not None and said.answer == ANSWERS[answer]:
        return see_other(url_for("public.say", token=token))
    return _again(token, 409, _("It goes on already. To change your answer, ring the office."))


def _again(token: str, status: int, problem: str) -> Response:
    """The page as things stand, with what is wrong."""
    db.session.rollback()
    return _page(_asked(token), status, problem=problem)


def _take(one: Asked, answer: str) -> None:
    c, by = one.seen.complaint, visit.actor_of(one.seen)
    if openings.is_officers_own(db.session, c, one.seen.number, at=now()):
        raise Refused("own_staff")
    if one.is_open:
        record_answer(db.session, c.id, answers={"satisfied": answer}, channel="web", by=by, at=now())
    elif one.said is not None and one.said.answer == ANSWERS[answer]:
        return
    elif one.may_correct:
        correct(db.session, c.id, answers={"satisfied": answer}, channel="web", by=by, at=now())
    else:
        raise Conflict


@bp.post("/f/<token>/why")
@public
@limiter.limit("20/minute")
def say_reason(token: str) -> Response:
    """What is not right: a second, smaller question after a "no"."""
    one, form = _asked(token), WhyForm()
    if not form.accepts():
        return _page(one, 422, form=form)
    try:
        say_why(
            db.session, one.seen.complaint.id, cycle=one.link.cycle, reason_code=form.reason_code.data,
            text=form.text.data or "", by=visit.actor_of(one.seen), at=now(),
        )  # fmt: skip
    except Conflict:
        return _again(token, 409, _("It goes on already. To change your answer, ring the office."))
    flash(_("Thank you. The senior officer reads it."))
    return see_other(url_for("public.say", token=token))


@bp.get("/f/<token>/photo")
@public
def say_photo(token: str) -> Response:
    """The photo of the work that is asked about, as small as it is kept."""
    one = _asked(token)
    if not one.is_open or one.seen.complaint.is_confidential or one.question.photo is None:
        raise NotFound(token)
    return pictures.answer(pictures.one(one.seen.complaint.id, one.question.photo), small=True)
