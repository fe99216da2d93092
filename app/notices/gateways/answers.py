"""THE POST ROOM: what a failed call, or a status that says no, means for the message."""

from __future__ import annotations

from app.notices.gateways.base import Outcome, SendResult
from app.notices.gateways.http import Answer, NotSent, PerhapsSent

_MEND = frozenset({401, 403, 404, 407})  # the settings are wrong, or access was taken away: not the message's fault


def of_failure(failed: NotSent | PerhapsSent) -> SendResult:
    """No whole answer: tried again where it certainly did not arrive, unknown otherwise."""
    outcome = Outcome.RETRY if isinstance(failed, NotSent) else Outcome.UNKNOWN
    return SendResult(outcome, code=failed.code)


def of_status(reply: Answer) -> SendResult:
    """An answer whose status says no, or whose body nobody can read: never taken for a yes."""
    code = f"http {reply.status}"
    if reply.status == 429 or reply.status >= 500 or reply.status in _MEND:
        return SendResult(Outcome.RETRY, code=code)
    if 400 <= reply.status < 500:
        return SendResult(Outcome.REJECT, code=code)
    return SendResult(Outcome.UNKNOWN, code=code)
