"""DESK: the page that asks for whom, and the PDF. Making one is written down in the audit."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, current_app, make_response, request
from flask_babel import gettext as _

from app.complaints import audit
from app.complaints.errors import NotFound
from app.desks.papers.dossier import Record, masks_of, paper_of, read
from app.desks.papers.forms import OFFICE, STRANGER, CopyForm, copy_form
from app.desks.papers.shown import Masks
from app.domain.masking import HIDDEN, hide_words
from app.domain.policy import Right
from app.evidence.store import Store
from app.extensions import db, reading
from app.models.complaint import Complaint
from app.press.typesetting import PressStopped, typeset
from app.web.access import actor, allow, load
from app.web.casefile import may_take_file
from app.web.page import now, page

bp = Blueprint("papers", __name__)


def _open(number: str) -> Complaint:
    """The complaint, if its file may be taken along. Raises NotFound as for a stranger's number."""
    complaint = load(number)
    if not may_take_file(complaint):
        raise NotFound(number)
    return complaint


@bp.get("/complaints/<number>/file")
@allow(Right.CASE_FILE)
def file_form(number: str) -> Response:
    """For whom, and with photos?"""
    record = read(db.session, _open(number))
    return _page(record, copy_form(record.parties))


@bp.post("/complaints/<number>/file")
@allow(Right.CASE_FILE)
def case_file(number: str) -> Response:
    """The PDF. It is not kept here: a second one has the day it was made on."""
    reading.set(True)  # the setting takes its second: nobody waits meanwhile for the write lock
    record = read(db.session, _open(number))
    form = copy_form(record.parties)
    if not form.accepts():
        return _page(record, form, 422)
    store: Store = current_app.extensions["photos"]
    photos = store if form.photos.data else None
    masks = masks_of(record, _reader(form, record), form.added)
    if masks.is_on and request.form.get("seen") != masks.key:
        return _look(record, form, masks)
    paper = paper_of(record, masks, photos, at=now())
    try:
        data = typeset(paper)
    except PressStopped:
        current_app.logger.exception("press_stopped")
        form.form_errors.append(_("The file could not be made just now. Try once more, or without photos."))
        return _page(record, form, 503)
    number = record.complaint.number
    db.session.rollback()
    reading.set(False)
    _note(number, form, data)
    return _download(number, data)


def _reader(form: CopyForm, record: Record) -> int | str:
    """The complainant who gets the copy, or one of the two words."""
    chosen = str(form.reader.data)
    if chosen in (OFFICE, STRANGER):
        return chosen
    return next(party.complainant_id for party in record.parties if f"party-{party.id}" == chosen)


def _page(record: Record, form: CopyForm, status: int = 200, **shown: Any) -> Response:
    return page("papers/file.html", status, c=record.complaint, form=form, files=len(record.files), **shown)


def _look(record: Record, form: CopyForm, masks: Masks) -> Response:
    """The copy as it will be, before it is made: only who reads it sees which name still stands in a text."""
    paper, whole = (paper_of(record, one, None, at=now()) for one in (masks, Masks()))
    said = "\n".join(text for part in whole.parts for text in (part.text, *(cell for row in part.rows for cell in row)))
    missing = [word for word in form.added if hide_words(said, [word]) == said]
    names = sorted({*masks.names, *masks.words} - {""})
    return _page(record, form, masks=masks, paper=paper, names=names, missing=missing, hidden=HIDDEN)


def _note(number: str, form: CopyForm, data: bytes) -> None:
    by = actor()
    told = {
        "number": number, "reader": form.reader.data, "photos": bool(form.photos.data),
        "added": len(form.added),
        "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(),
    }  # fmt: skip
    audit.note(
        db.session, "case_file", district_id=by.district_id, person_id=by.person_id, post_id=by.post_id, at=now(),
        data=told, role=by.role.value,
    )  # fmt: skip


def _download(number: str, data: bytes) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
