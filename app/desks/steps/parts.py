"""DESK: parts of a complaint that other offices do – who was asked for what, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _
from wtforms import FileField

from app.complaints import parts as book
from app.complaints.actions import subtask
from app.complaints.errors import NotFound, Refused
from app.complaints.proofs import Offered
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, files_of, open_for, serve
from app.domain.calendar import ist_date
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.subtask import RUNNING, Subtask
from app.web import retype
from app.web.access import actor, allow, load
from app.web.casefile import may
from app.web.fields import Choice
from app.web.forms import Day, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.messages import sentence
from app.web.page import anew, is_htmx, now, page, part
from app.web.uploads import offered

SHEET = Sheet(
    Action.SUBTASK_GIVE, _l("Ask another office for its part"), _l("Ask this office"), _l("The office has been asked."),
    advice=_l("The complaint stays with you, and so does its time limit."), files=True,
)  # fmt: skip
FILES = {"file": "other"}
VERBS = {
    "accept": Action.SUBTASK_ACCEPT, "finish": Action.SUBTASK_FINISH, "decline": Action.SUBTASK_DECLINE,
    "close": Action.SUBTASK_CLOSE,
}  # fmt: skip


class PartForm(OfficeForm):
    """Which office does what, by when."""

    post = Choice(_l("Which office"), coerce=lambda raw: int(raw) if str(raw).isdigit() else None, validators=[needed],
                  validate_choice=False)  # fmt: skip
    text = Words(_l("What must be done"), [needed])
    due_on = Day(_l("By when"), [needed])
    file = FileField(_l("Photo or paper, if any"), description=_l("A photo up to 12 MB, a PDF up to 5 MB."))


class AnswerForm(OfficeForm):
    """What comes with the answer to a part."""

    file = FileField(_l("Photo or paper, if any"))


def _choices(form: PartForm, complaint: Complaint) -> dict[int, Any]:
    posts = {post.id: post for post in subtask.askable(db.session, complaint, at=now())}
    form.post.choices = [("", _l("Choose")), *((key, named(post)) for key, post in posts.items())]
    last = subtask.last_day(complaint)
    if last is not None:
        form.due_on.description = _("At the latest %(date)s: a day before your own time limit.",
                                    date=last.strftime("%d-%m-%Y"))  # fmt: skip
    return posts


@bp.route("/complaints/<number>/parts/new", methods=["GET", "POST"])
@allow(Action.SUBTASK_GIVE)
def give_part(number: str) -> Response:
    """Ask one more office."""
    form = PartForm()
    files = files_of(form, FILES)
    complaint = open_for(number, Action.SUBTASK_GIVE)
    posts, last = _choices(form, complaint), subtask.last_day(complaint)
    too_late = last is not None and last < ist_date(now())
    return serve(
        complaint, SHEET, form,
        lambda: subtask.give(
            db.session, complaint.id, post=posts.get(form.post.data), text=form.text.data, due_on=form.due_on.data,
            file=files.one("other") if files else None, by=actor(), at=now(),
        ),
        files, closed=_("Your own time limit ends today or has passed: no part can be asked any more.")
        if too_late else "",
    )  # fmt: skip


@bp.get("/complaints/<number>/parts")
@allow(Right.SEE)
def parts(number: str) -> Response:
    """All parts of a complaint; who was asked answers here, the holder closes here."""
    return _page(load(number))


def _page(complaint: Complaint, status: int = 200, **wrong: Any) -> Response:
    rows = _rows(complaint)
    return page(
        "steps/parts.html", status, c=complaint, rows=rows, can_give=may(complaint, Action.SUBTASK_GIVE), **wrong
    )


def _rows(complaint: Complaint) -> list[dict[str, Any]]:
    files, ends = book.files(db.session, complaint), book.endings(db.session, complaint)
    return [
        _shown(complaint, row, files) | {"end": ends.get(row.no, book.Ending())}
        for row in book.of(db.session, complaint)
    ]


def _shown(complaint: Complaint, row: Subtask, files: Mapping[int, Sequence[Attachment]]) -> dict[str, Any]:
    """A part with the buttons that are open to who is looking."""
    mine = row.state in RUNNING and actor().holds(row.post_id)
    return {
        "part": row, "files": files.get(row.no, ()),
        "can_accept": mine and row.state == "open" and may(complaint, Action.SUBTASK_ACCEPT),
        "can_end": mine and may(complaint, Action.SUBTASK_FINISH),
        "can_close": row.state != "closed" and may(complaint, Action.SUBTASK_CLOSE),
    }  # fmt: skip


def _take(complaint: Complaint, no: int, verb: str, file: Offered | None) -> None:
    who: dict[str, Any] = {"by": actor(), "at": now()}
    words, look_again = retype.lone("result")
    if look_again:
        raise look_again
    if verb == "finish":
        subtask.finish(db.session, complaint.id, no, result=words, file=file, **who)
    elif verb == "decline":
        subtask.decline(db.session, complaint.id, no, reason=words, file=file, **who)
    elif verb == "accept":
        subtask.accept(db.session, complaint.id, no, **who)
    else:
        subtask.close(db.session, complaint.id, no, text=words, **who)


@bp.post("/complaints/<number>/parts/<int:no>/<any(accept, finish, decline, close):verb>")
@allow(*VERBS.values())
def answer_part(number: str, no: int, verb: str) -> Response:
    """Take a part on, do it, say that it cannot be done; or, as the holder, close it."""
    form = AnswerForm()
    files = offered(form, FILES, words_first=True)
    if form.file.errors:
        return _refused(number, no, str(form.file.errors[0]))
    complaint = load(number)
    try:
        _take(complaint, no, verb, files[0] if files else None)
    except Refused as refused:
        return _refused(number, no, sentence(refused.code, **refused.facts))
    if is_htmx():
        return part("steps/_part.html", row=_one(complaint, no), c=complaint, done=True)
    flash(_("Written down."))
    return anew(url_for("steps.parts", number=number))


def _refused(number: str, no: int, words: str) -> Response:
    """Nothing was changed; the part says why, and keeps what was typed."""
    db.session.rollback()
    complaint = load(number)
    wrong = {"wrong_no": no, "wrong": words, "typed": retype.lone("result")[0]}
    if is_htmx():
        return part("steps/_part.html", 422, row=_one(complaint, no), c=complaint, **wrong)
    return _page(complaint, 422, **wrong)


def _one(complaint: Complaint, no: int) -> dict[str, Any]:
    found = next((row for row in _rows(complaint) if row["part"].no == no), None)
    if found is None:
        raise NotFound(str(no))
    return found
