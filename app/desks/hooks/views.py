"""DESK: the letter box. It looks whether the caller may, writes down what came, and answers; all else is a job's."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, current_app
from sqlalchemy import select

from app.desks.hooks import door
from app.extensions import db
from app.models.office import District
from app.notices import inbound
from app.notices.gateways import read_inbound, read_receipt
from app.notices.gateways.base import Inbound, ten_digits
from app.settings import Settings
from app.web.access import machine
from app.web.page import now

log = structlog.get_logger(__name__)
bp = Blueprint("hooks", __name__)
BOTH = ["GET", "POST"]


def _settings() -> Settings:
    return current_app.extensions["nivaran"]  # type: ignore[no-any-return]


def _answer(status: int = 200) -> Response:
    """Nothing in it: some gateways would send the words on to the phone."""
    return Response("", status, content_type="text/plain")


def _put(gateway: str, came: Inbound | None, kind: str) -> Response:
    """Write it down for the office; 400 where nobody is named who sent it, 503 before there is an office."""
    if came is None:
        log.warning("inbound_not_understood", gateway=gateway)
        return _answer(400)
    district_id = db.session.scalar(select(District.id).order_by(District.id).limit(1))
    if district_id is None:
        return _answer(503)
    fresh = inbound.keep(db.session, district_id, gateway, came, kind=kind, at=now())
    log.info("inbound_kept", gateway=gateway, kind=kind, fresh=fresh)
    return _answer()


@bp.route("/hooks/sms/<gateway>/<secret>/dlr", methods=BOTH)
@machine
def receipt(gateway: str, secret: str) -> Response:
    """What became of a message. Of one that we do not know too it is written down, and told that all is well."""
    door.check(_settings(), secret)
    fields = door.fields()
    uuid = fields.get("m", "")
    ours = inbound.is_ours(db.session, uuid, fields.get("k", ""))
    if ours is False:
        log.warning("receipt_forged", gateway=gateway)
        return _answer(403)
    told = read_receipt(gateway, fields, _settings())
    if told is None:
        log.warning("receipt_not_understood", gateway=gateway)
        return _answer()
    fresh = inbound.keep_receipt(db.session, gateway, told, known=ours is True, at=now())
    log.info("receipt_kept", gateway=gateway, status=told.status, known=ours is True, fresh=fresh)
    return _answer()


@bp.route("/hooks/sms/<gateway>/<secret>/mo", methods=BOTH)
@machine
def message(gateway: str, secret: str) -> Response:
    """A message from a phone."""
    door.check(_settings(), secret)
    return _put(gateway, read_inbound(gateway, door.fields(), _settings()), "sms")


@bp.route("/hooks/missed-call/<secret>", methods=BOTH)
@machine
def missed_call(secret: str) -> Response:
    """Somebody let one of our numbers ring: `from`, `to`, and `id` or `at` by which the same call is known again."""
    door.check(_settings(), secret)
    fields = door.fields()
    caller, called = ten_digits(fields.get("from", "")), ten_digits(fields.get("to", ""))
    when = fields.get("at") or now().isoformat(timespec="minutes")
    known = fields.get("id") or inbound.missed_call_id(caller, called, when)
    came = Inbound(known, caller, called, "") if caller and called else None
    return _put(inbound.MISSED_CALL, came, inbound.MISSED_CALL)
