"""DESK: "waiting to send" – the page, the switch for computers that others use too, and the script itself."""

from __future__ import annotations

from flask import Response, abort, request, url_for

from app.desks.outbox.blueprint import bp
from app.web import device, outbox
from app.web.access import public, signed_in
from app.web.page import page, see_other
from app.web.static import FOR_EVER

YEAR = 365 * 86400


@bp.get("/outbox")
@signed_in
def waiting() -> Response:
    """What this device has not sent yet; drawn by the script, for only the device knows."""
    return page("outbox/page.html", keeps=device.keeps())


@bp.post("/outbox/keep")
@signed_in
def keep() -> Response:
    """From now on this browser keeps nothing, or keeps what is typed; other browsers are not touched."""
    answer = see_other(url_for("outbox.waiting"))
    keeps = request.form.get("keep") != device.NOTHING
    answer.set_cookie(
        device.KEEP, "yes" if keeps else device.NOTHING, max_age=YEAR, secure=request.is_secure, samesite="Lax"
    )
    return answer


@bp.get("/static/outbox-<any(hi, en):language>.<seal>.js")
@public
def script(language: str, seal: str) -> Response:
    """The script with its words; another seal is another version and is not here."""
    if seal != outbox.seal(language):
        abort(404)
    brotli = bool(request.accept_encodings["br"])
    answer = Response(outbox.packed(language) if brotli else outbox.script(language))
    answer.content_type = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"], answer.headers["Vary"] = FOR_EVER, "Accept-Encoding"
    if brotli:
        answer.headers["Content-Encoding"] = "br"
    return answer
