"""DESK: the list of guidance notes, writing one, taking one out of force."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.complaints import guidance
from app.complaints.directory import Directory
from app.complaints.errors import NotFound, Refused
from app.domain.policy import Right
from app.extensions import db
from app.models.category import Category
from app.web.access import actor, allow, has
from app.web.forms import OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now, page, see_other
from app.web.paging import page_number

bp = Blueprint("guidance", __name__)
SHOWN = 50


class NoteForm(OfficeForm):
    """What juniors should know."""

    text = Words(_l("How such complaints are handled here (30 letters)"), [needed])


@bp.get("/guidance")
@allow(Right.GUIDANCE)
def notes() -> Response:
    """Those in force first; older versions stay readable."""
    by, number = actor(), page_number()
    found = guidance.listed(db.session, by, limit=SHOWN + 1, skip=SHOWN * (number - 1))
    more, found = len(found) > SHOWN, found[:SHOWN]
    retirable = {note.id for note in found if note.retired_at is None and guidance.may_retire(note, by)}
    kinds = Directory(db.session, by.district_id, now()).categories.values() if has(Right.WRITE_GUIDANCE) else ()
    mine = [kind for kind in kinds if guidance.may_write(kind, by)]
    return page("guidance/page.html", notes=found, retirable=retirable, kinds=mine, number=number, more=more)


@bp.route("/guidance/categories/<int:category_id>", methods=["GET", "POST"])
@allow(Right.WRITE_GUIDANCE)
def write(category_id: int) -> Response:
    """A new note, or a newer version, for a category in the own area."""
    by, category = actor(), db.session.get(Category, category_id)
    if category is None or category.district_id != by.district_id or not guidance.may_write(category, by):
        raise NotFound(str(category_id))
    form = NoteForm()
    if form.accepts():
        try:
            guidance.write(db.session, category, text=form.text.data, by=by, at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("The note stands. Those who work on such complaints see it on the complaint."))
            return see_other(url_for("guidance.notes"))
    return page("guidance/write.html", 422 if form.problems else 200, form=form, category=category)


@bp.post("/guidance/<int:note_id>/retire")
@allow(Right.GUIDANCE)
def retire(note_id: int) -> Response:
    """No longer shown on complaints; the text stays in the list."""
    guidance.retire(db.session, note_id, by=actor(), at=now())
    flash(_("The note is no longer shown."))
    return see_other(url_for("guidance.notes"))
