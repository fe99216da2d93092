"""DESK: ask the complainant one question (T8), and write down the answer (T9)."""

from __future__ import annotations

from flask import Response

from app.complaints.actions import ask as act
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.web import words
from app.web.access import actor, allow
from app.web.fields import Tiles
from app.web.forms import Day, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now

ASK = Sheet(
    Action.ASK, _l("Ask the complainant one question"), _l("Ask"),
    _l("The complainant is being asked. The clock stands until the answer comes."),
    advice=_l("One question that can be answered at once. The clock stands until the answer, at most 7 days; "
              "twice in all."),
)  # fmt: skip
ANSWER = Sheet(
    Action.ANSWER, _l("Write down the answer"), _l("Save the answer"),
    _l("The answer is in the file. The clock goes on."),
)  # fmt: skip


class QuestionForm(OfficeForm):
    """What is asked, how it may be answered, by when."""

    question = Words(_l("Your question"), [needed])
    how_to_answer = Tiles(_l("How can it be answered?"), choices=list(words.HOW_TO_ANSWER.items()), default="phone")
    answer_by = Day(_l("Answer by"), [needed], description=_l("At most 7 days from today."))


class AnswerForm(OfficeForm):
    """What the complainant said, and how it came."""

    text = Words(_l("The complainant's answer"), [needed])
    channel = Tiles(_l("How it came"), choices=list(words.ANSWERED_BY.items()), default="call")


@bp.route("/complaints/<number>/ask", methods=["GET", "POST"])
@allow(Action.ASK)
def ask(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.ASK), QuestionForm()
    return serve(
        complaint, ASK, form,
        lambda: act.ask(
            db.session, complaint.id, question=form.question.data, how_to_answer=form.how_to_answer.data,
            answer_by=form.answer_by.data, by=actor(), at=now(),
        ),
    )  # fmt: skip


@bp.route("/complaints/<number>/answer", methods=["GET", "POST"])
@allow(Action.ANSWER)
def answer(number: str) -> Response:
    """The sheet with the question, and the step."""
    complaint, form = open_for(number, Action.ANSWER), AnswerForm()
    asked = act.questions(db.session, complaint)
    return serve(
        complaint, ANSWER, form,
        lambda: act.answer(
            db.session, complaint.id, text=form.text.data, channel=form.channel.data, by=actor(), at=now()
        ),
        quoted=asked[-1].text if asked else "",
    )  # fmt: skip
