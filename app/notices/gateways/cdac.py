"""THE POST ROOM: C-DAC Mobile Seva (sms.md 1.2). Hindi travels as decimal entities; the answer stands in the body."""

from __future__ import annotations

import re
from hashlib import sha1, sha512
from urllib.parse import urlencode

from app.domain.sms import Encoding, measure
from app.notices.gateways import answers
from app.notices.gateways.base import Caps, Fields, Inbound, OutboundSms, Outcome, SendResult, inbound
from app.notices.gateways.http import NotSent, PerhapsSent
from app.notices.gateways.told import Told

_TAKEN = re.compile(r"\s*402\s*,\s*MsgID\s*=\s*(\S+)", re.IGNORECASE)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Cdac:
    """No receipts come from here: what it took stays "sent, no receipt from this gateway"."""

    name = "cdac"
    caps = Caps(receipts=False, inbound=True, registered=True)

    def __init__(self, told: Told) -> None:
        told.need("USER", "PASSWORD", "KEY")
        self._told, self._line = told, told.line()

    def send(self, message: OutboundSms) -> SendResult:
        """Hand one message over. Only a body with 402 and an id is a yes; any other is an unknown outcome."""
        header = message.header or self._told.get("HEADER")
        if not header or not message.dlt_template_id:
            return SendResult(Outcome.REJECT, code="not_registered")
        try:
            reply = self._line.call("POST", body=urlencode(self._fields(message, header)).encode(), headers=FORM)
        except (NotSent, PerhapsSent) as failed:
            return answers.of_failure(failed)
        taken = _TAKEN.match(reply.body) if reply.status == 200 else None
        if taken:
            return SendResult(Outcome.ACCEPTED, provider_id=taken.group(1)[:80], code="402")
        return answers.of_status(reply)

    def _fields(self, message: OutboundSms, header: str) -> dict[str, str]:
        told = self._told
        hindi = measure(message.text).encoding is Encoding.UCS2
        content = (entities(message.text) if hindi else message.text).strip()
        is_code = message.template_key.startswith("S15")
        kind = ("unicodeotpmsg" if hindi else "otpmsg") if is_code else ("unicodemsg" if hindi else "singlemsg")
        signed = "".join(part.strip() for part in (told.get("USER"), header, content, told.get("KEY")))
        fields = {
            "username": told.get("USER"), "password": sha1(told.get("PASSWORD").encode()).hexdigest(),  # noqa: S324 - theirs
            "senderid": header, "content": content, "smsservicetype": kind,
            "key": sha512(signed.encode()).hexdigest(), "templateid": message.dlt_template_id or "",
        }  # fmt: skip
        bulk = kind == "unicodemsg"  # Hindi goes by the field for many numbers, also when it is one
        fields["bulkmobno" if bulk else "mobileno"] = message.number
        return fields | ({"entityid": message.pe_id} if message.pe_id else {})

    def selftest(self) -> list[str]:
        """Only the line can be tried: C-DAC has no call that tests a sign-in without sending something."""
        failed = self._line.reach()
        return [f"C-DAC Mobile Seva cannot be reached: {failed}"] if failed else []


def entities(text: str) -> str:
    """Each UTF-16 unit as a decimal entity: «न» is «&#2344;»."""
    raw = text.encode("utf-16-be")
    return "".join(f"&#{int.from_bytes(raw[at : at + 2])};" for at in range(0, len(raw), 2))


def parse_receipt(_fields: Fields, _told: Told) -> None:
    """C-DAC tells nobody what became of a message; its own pages do."""


def parse_inbound(fields: Fields, _told: Told) -> Inbound | None:
    """A call of its pull service: number, time and words, no id and no signature."""
    return inbound("", fields.get("mobileNumber", ""), "", fields.get("message", ""), fields.get("timeStamp", ""))
