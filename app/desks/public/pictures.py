"""DESK: files that a complainant may see – the own ones, the proof of what an approver has let pass, the DC's order."""

from __future__ import annotations

from flask import Response, current_app, request
from sqlalchemy import ColumnElement, or_, select
from werkzeug.wsgi import wrap_file

from app.complaints.errors import NotFound
from app.evidence.keep import WEBP
from app.evidence.store import NotStored, Store
from app.extensions import db
from app.models.attachment import Attachment
from app.models.report import Report, Request


def visible(complaint_id: int) -> ColumnElement[bool]:
    """The condition for the files of one complaint that its complainant may see."""
    passed = select(Report.id).where(Report.complaint_id == complaint_id, Report.state == "approved")
    proof = Attachment.report_id.in_(passed) & Attachment.kind.in_(("before", "after"))
    own = _arrived(complaint_id) & or_(Attachment.kind == "complaint", proof)
    return own | is_order(complaint_id)


def _arrived(complaint_id: int) -> ColumnElement[bool]:
    return Attachment.state.in_(("received", "checked")) & (Attachment.complaint_id == complaint_id)


def is_order(complaint_id: int) -> ColumnElement[bool]:
    """The condition for the paper with which the DC closed it: S12 says where it is to be read."""
    closed = (Request.complaint_id == complaint_id) & (Request.kind == "special_closure")
    papers = select(Request.paper_id).where(closed, Request.decision == "granted")
    return _arrived(complaint_id) & Attachment.id.in_(papers)


def answer(row: Attachment | None, *, small: bool) -> Response:
    """One file. Raises NotFound for none. `small`: the picture as a phone on a slow line should get it."""
    key = (row.small_key or row.thumb_key or row.store_key) if row and small else row.store_key if row else None
    if row is None or key is None:
        raise NotFound
    store: Store = current_app.extensions["photos"]
    try:
        length, stream = store.size(key), store.open(key)
    except NotStored:
        raise NotFound from None
    mime = row.mime if key == row.store_key else WEBP
    reply = Response(wrap_file(request.environ, stream), content_type=mime, direct_passthrough=True)
    reply.content_length = length
    reply.headers["Content-Disposition"] = "inline"
    reply.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return reply


def one(complaint_id: int, file: int) -> Attachment | None:
    """A file of this complaint that its complainant may see."""
    return db.session.scalar(select(Attachment).where(visible(complaint_id), Attachment.id == file))


def order(complaint_id: int) -> Attachment | None:
    """The paper with which the DC closed it, the last one."""
    query = select(Attachment).where(is_order(complaint_id)).order_by(Attachment.id.desc())
    return db.session.scalar(query.limit(1))
