"""DESK: what is done with the ticked rows – a note for all, one print, a list to take along. Never closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _

from app.complaints import chosen, timeline
from app.complaints.actions import work
from app.complaints.errors import Conflict, NotFound, Refused
from app.complaints.step import allowed, lock_in_order
from app.desks.casework.blueprint import bp
from app.desks.casework.caseview import phone_of
from app.domain.policy import Forbidden, Right
from app.domain.states import Action, IllegalStep
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, load
from app.web.forms import OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.messages import sentence
from app.web.page import is_htmx, now, page, part, see_other

MOST_AT_ONCE = 50
DOES = ("note", "print", "carry")


class NoteForm(OfficeForm):
    """One note for all that were ticked."""

    text = Words(_l("Note for the file (the complainant does not see it)"), [needed])


@dataclass(frozen=True)
class Result:
    """What came of one row. `note`: the number of the event that was written."""

    number: str
    note: int = 0
    problem: str = ""


def _numbers() -> list[str]:
    """The ticked numbers, each once, in the order of the list."""
    return list(dict.fromkeys(request.values.getlist("number")))[:MOST_AT_ONCE]


@bp.post("/complaints/chosen")
@allow(Right.SEE)
def take_chosen() -> Response:
    """Go on with the ticked rows to the page that was asked for."""
    numbers, do = _numbers(), request.form.get("do", "")
    if do not in DOES:
        abort(400)
    if not numbers:
        flash(_("Nothing was ticked."), "bad")
        return see_other(url_for("casework.worklist"))
    return see_other(url_for(f"casework.chosen_{do}", number=numbers))


def _found() -> list[Complaint]:
    """The chosen complaints that this person may see. Raises NotFound when there is none."""
    found = list(chosen.rows(db.session, _numbers(), actor()))
    if not found:
        raise NotFound("chosen")
    return found


def _reachable(found: list[Complaint]) -> dict[int, Any]:
    """The number to call of each, masked on the page; none where this person may not see it."""
    by = actor()
    return {c.id: phone_of(c) if allowed(db.session, c, Right.REVEAL_PHONE, by) else None for c in found}


@bp.get("/complaints/chosen/print")
@allow(Right.SEE)
def chosen_print() -> Response:
    """The chosen complaints on paper, with their history."""
    found = _found()
    return page("casework/chosen_print.html", rows=found, stories=chosen.stories(db.session, found))


@bp.get("/complaints/chosen/carry")
@allow(Right.SEE)
def chosen_carry() -> Response:
    """A light list for the field: where, who, what to do."""
    found = _found()
    return page("casework/chosen_carry.html", rows=found, phones=_reachable(found), addresses=_addresses(found))


def _addresses(found: list[Complaint]) -> list[str]:
    """Where the case pages are that the phone may keep."""
    return [url_for("casework.case", number=complaint.number) for complaint in found]


@bp.get("/complaints/chosen/note")
@allow(Action.COMMENT)
def chosen_note() -> Response:
    """The words of the note, before it is written to all."""
    return _note_page(NoteForm(), 200)


def _note_page(form: NoteForm, status: int) -> Response:
    numbers = [complaint.number for complaint in _found()]
    shown = part if is_htmx() else page
    return shown(f"casework/{'_' if is_htmx() else ''}chosen_note.html", status, form=form, numbers=numbers)


@bp.post("/complaints/chosen/note")
@allow(Action.COMMENT)
def note_all() -> Response:
    """Write the note to each by itself, so that one that fails does not hold up the others."""
    form, numbers = NoteForm(), _numbers()
    if not form.accepts():
        return _note_page(form, 422)
    lock_in_order(db.session, numbers)
    return _results([_attempt(number, lambda c: _note(c, form.text.data)) for number in numbers])


def _note(complaint: Complaint, text: str) -> int:
    work.comment(db.session, complaint.id, text=text, by=actor(), at=now())
    return timeline.last_no(db.session, complaint)


def _attempt(number: str, write: Any) -> Result:
    try:
        with db.session.begin_nested():
            return Result(number, write(load(number)))
    except Refused as refused:
        return Result(number, problem=sentence(refused.code, **refused.facts))
    except (Conflict, IllegalStep, Forbidden, NotFound):
        return Result(number, problem=_("It has changed in the meantime, or is not with you."))


def _results(results: list[Result], undone: bool = False) -> Response:
    shown = part if is_htmx() else page
    name = f"casework/{'_' if is_htmx() else ''}chosen_done.html"
    return shown(name, 200, results=results, done=[row for row in results if not row.problem], undone=undone)


@bp.post("/complaints/chosen/note/undo")
@allow(Action.STRIKE_NOTE)
def undo_notes() -> Response:
    """Strike the notes just written, within five minutes; the history keeps both."""
    pairs = [pair.rpartition(":") for pair in request.form.getlist("note")[:MOST_AT_ONCE]]
    notes = {number: int(no) for number, _colon, no in pairs if no.isascii() and no.isdigit() and len(no) < 10}
    lock_in_order(db.session, list(notes))
    return _results([_attempt(number, lambda c, no=no: _strike(c, no)) for number, no in notes.items()], undone=True)


def _strike(complaint: Complaint, no: int) -> int:
    work.strike_note(db.session, complaint.id, no, by=actor(), at=now())
    return no
