"""THE POST ROOM: Kannel, over sendsms of its smsbox (sms.md 1.5). The registered ids travel as SMPP parameters."""

from __future__ import annotations

from urllib.parse import urlencode

from app.domain.sms import Encoding, measure
from app.notices.callback import receipt_url
from app.notices.gateways import answers
from app.notices.gateways.base import (
    WAITING,
    Caps,
    Fields,
    Inbound,
    OutboundSms,
    Outcome,
    Receipt,
    SendResult,
    inbound,
    receipt,
)  # fmt: skip
from app.notices.gateways.http import NotSent, PerhapsSent
from app.notices.gateways.told import Told

ALL_RECEIPTS = "31"
QUEUED = "3:"  # no operator is there: Kannel keeps it, and will hand the newest on first (docs/decisions/0034)
# What Kannel calls the steps of a message; a refusal by the centre comes with its reason in words.
_STEPS = {"1": "delivered", "2": "undelivered", "4": "sent", "8": "sent", "16": "rejected"}
_REASONS = {"EXPIRED": "expired", "REJECTD": "rejected", "Retries Exceeded": "failed"}


class Kannel:
    """Sends by GET: Kannel refuses a form. Its smsbox answers before the centre has the message."""

    name = "kannel"
    caps = Caps(receipts=True, inbound=True, registered=True)

    def __init__(self, told: Told) -> None:
        told.need("USER", "PASSWORD")
        self._told, self._line = told, told.line()

    def send(self, message: OutboundSms) -> SendResult:
        """Hand one message over. A text that Kannel would cut off silently is refused here."""
        if message.parts > self.caps.max_parts:
            return SendResult(Outcome.REJECT, code="too_long")
        try:
            reply = self._line.call("GET", query=urlencode(self._fields(message)))
        except (NotSent, PerhapsSent) as failed:
            return answers.of_failure(failed)
        if reply.status == 202:
            is_kept = reply.body.startswith(QUEUED)
            return SendResult(Outcome.ACCEPTED, code=WAITING if is_kept else reply.body[:40])
        if reply.status == 403:
            return SendResult(Outcome.RETRY, code="credentials")  # certainly not sent; somebody will mend the settings
        return answers.of_status(reply)

    def _fields(self, message: OutboundSms) -> dict[str, str]:
        told, plain = self._told, measure(message.text).encoding is Encoding.GSM7
        fields = {
            "username": told.get("USER"), "password": told.get("PASSWORD"), "to": f"+91{message.number}",
            "text": message.text, "coding": "0" if plain else "2", "charset": "UTF-8",
        }  # fmt: skip
        header = message.header or told.get("HEADER")
        fields |= {"from": header} if header else {}
        fields |= {"smsc": told.get("SMSC")} if told.get("SMSC") else {}
        ids = {"entityid": message.pe_id, "templateid": message.dlt_template_id}
        registered = urlencode({name: value for name, value in ids.items() if value})
        fields |= {"meta-data": f"?smpp?{registered}"} if registered else {}
        if told.secret:
            back = receipt_url(told.base, self.name, told.secret, message.uuid, message.signed)
            fields |= {"dlr-mask": ALL_RECEIPTS, "dlr-url": f"{back}&status=%d&reply=%A"}
        return fields

    def selftest(self) -> list[str]:
        """Asks for a message to nobody: Kannel looks at the sign-in first."""
        asked = {"username": self._told.get("USER"), "password": self._told.get("PASSWORD"), "to": "", "text": ""}
        try:
            reply = self._line.call("GET", query=urlencode(asked))
        except (NotSent, PerhapsSent) as failed:
            return [f"Kannel's smsbox does not answer: {failed.code}"]
        if reply.status == 403:
            return ["Kannel refuses SMS_USER and SMS_PASSWORD"]
        return [] if reply.status == 400 else [f"Kannel answered {reply.status} where 400 was expected"]


def parse_receipt(fields: Fields, _told: Told) -> Receipt | None:
    """A delivery report: `status` is Kannel's %d, `reply` its %A."""
    status, reply = fields.get("status", ""), fields.get("reply", "")
    told = _STEPS.get(status)
    if told is None:
        return None
    if status in ("2", "16"):
        told = next((named for word, named in _REASONS.items() if word in reply), told)
    return receipt(fields.get("m", ""), told, f"{status} {_reason(reply)}".strip())


def _reason(reply: str) -> str:
    """The part of a report that says why; the rest repeats the text and the number."""
    stat = next((word for word in reply.split() if word.startswith(("stat:", "err:"))), "")
    return stat or (reply[:60] if reply.startswith(("NACK", "ACK")) else "")


def parse_inbound(fields: Fields, _told: Told) -> Inbound | None:
    """A message from a phone, as the sms-service of docs/operating.md passes it on."""
    return inbound(
        fields.get("id", ""), fields.get("from", ""), fields.get("to", ""), fields.get("text", ""), fields.get("t", "")
    )
