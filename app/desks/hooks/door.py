"""DESK: who may put something into the letter box, and what they brought as plain fields."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from ipaddress import ip_address

import structlog
from flask import abort, request

from app.settings import Settings, networks

log = structlog.get_logger(__name__)
LARGEST = 16 * 1024  # bytes of a body: a message of ten parts has two thousand


def check(settings: Settings, secret: str) -> None:
    """Stop whoever does not know the secret, calls from elsewhere than SMS_HOOK_FROM, or brings too much."""
    request.max_content_length = LARGEST
    known = settings.sms_hook_secret
    if not known or not hmac.compare_digest(secret.encode(errors="replace"), known.encode()):
        _shut("secret")
    if not _let_in(settings.sms.get("SMS_HOOK_FROM", ""), request.remote_addr or ""):
        _shut("address")


def _shut(why: str) -> None:
    log.warning("hook_refused", why=why, endpoint=request.endpoint)
    abort(403)


def _let_in(told: str, address: str) -> bool:
    allowed = networks(told)
    try:
        return not allowed or any(ip_address(address) in network for network in allowed)
    except ValueError:
        return False


def fields() -> Mapping[str, str]:
    """What came, as gateways send it: a query, a form, a JSON object, or the words as the plain body.

    The query wins: it holds what we ourselves put into the address. Raises 413 for a body that is too large.
    """
    if request.mimetype == "text/plain":
        brought = {"text": request.get_data().decode("utf-8", "replace")}
    elif request.mimetype == "application/json":
        read = request.get_json(silent=True)
        brought = {name: str(value) for name, value in read.items()} if isinstance(read, dict) else {}
    else:
        brought = request.form.to_dict()
    return {name: value.replace("\0", "") for name, value in (brought | request.args.to_dict()).items()}
