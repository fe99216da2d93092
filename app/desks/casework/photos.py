"""DESK: photos and papers of a complaint, served only to those who may see it; never guessed, never run."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, current_app, request
from sqlalchemy import select
from werkzeug.wsgi import wrap_file

from app.complaints.errors import NotFound
from app.desks.casework.blueprint import bp
from app.domain.policy import Right
from app.evidence.keep import JPEG, WEBP
from app.evidence.store import NotStored, Store
from app.extensions import db
from app.models.attachment import Attachment
from app.web import words
from app.web.access import allow, load

SUFFIX = {JPEG: ".jpg", WEBP: ".webp", "application/pdf": ".pdf", "video/mp4": ".mp4", "video/3gpp": ".3gp",
          "video/webm": ".webm"}  # fmt: skip
FOR_EVER = "private, max-age=31536000, immutable"


@bp.get("/complaints/<number>/photos/<int:photo>/<any(full, thumb, small):size>")
@allow(Right.SEE)
def photo(number: str, photo: int, size: str) -> Response:
    """One file of a complaint in one size. Raises NotFound for a file of another complaint, the same as for none."""
    complaint = load(number)
    row = db.session.scalar(
        select(Attachment).where(Attachment.id == photo, Attachment.complaint_id == complaint.id)
        .where(Attachment.state.in_(("received", "checked")))
    )  # fmt: skip
    keys = {"full": row.store_key, "thumb": row.thumb_key, "small": row.small_key} if row else {}
    mime = (row.mime if size == "full" else WEBP) if row else None
    key = keys.get(size)
    if row is None or key is None or mime not in SUFFIX:
        raise NotFound(number)
    store: Store = current_app.extensions["photos"]
    try:
        length, stream = store.size(key), store.open(key)
    except NotStored:
        raise NotFound(number) from None
    answer = Response(wrap_file(request.environ, stream), content_type=mime, direct_passthrough=True)
    answer.content_length = length
    plain = f"{complaint.number}-{row.kind}-{row.id}"
    said = f"{complaint.number}-{words.FILES[row.kind]}-{row.id}"
    answer.headers["Content-Disposition"] = disposition(plain + SUFFIX[mime], said + SUFFIX[mime])
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def disposition(plain: str, said: str) -> str:
    """Content-Disposition after RFC 6266: a plain name for old programs, the name in words for all others."""
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(said)}"
