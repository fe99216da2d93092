"""THE POST ROOM: NIC's gateway (sms.md 1.3). Hindi travels as UTF-16 in hexadecimal behind FEFF."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from app.domain.sms import Encoding, measure
from app.notices.gateways import answers
from app.notices.gateways.base import Caps, Fields, OutboundSms, Outcome, SendResult
from app.notices.gateways.cdac import FORM
from app.notices.gateways.http import NotSent, PerhapsSent
from app.notices.gateways.told import Told

_CODE = re.compile(r"~code=(API\d+|-\d+)(?:\s|&|$)")
_REQUEST = re.compile(r"Request ID=([\w.-]+)~?")
_MEND = frozenset({"-2", "-19"})  # sign-in or access: the settings are wrong, not the message
TAKEN = "API000"


class Nic:
    """Receipts exist on paper, with parameters that no source shows: none are asked for."""

    name = "nic"
    caps = Caps(registered=True)

    def __init__(self, told: Told) -> None:
        told.need("USER", "PASSWORD")
        self._told, self._line = told, told.line()

    def send(self, message: OutboundSms) -> SendResult:
        """Hand one message over. Taken is what says API000; a body without any code is an unknown outcome."""
        try:
            reply = self._line.call("POST", body=urlencode(self._fields(message)).encode(), headers=FORM)
        except (NotSent, PerhapsSent) as failed:
            return answers.of_failure(failed)
        found = _CODE.search(reply.body) if reply.status == 200 else None
        if found is None:
            return answers.of_status(reply)
        if found.group(1) == TAKEN:
            named = _REQUEST.search(reply.body)
            return SendResult(Outcome.ACCEPTED, provider_id=named.group(1)[:80] if named else None, code=TAKEN)
        outcome = Outcome.RETRY if found.group(1) in _MEND else Outcome.REJECT
        return SendResult(outcome, code=found.group(1))

    def _fields(self, message: OutboundSms) -> dict[str, str]:
        hindi = measure(message.text).encoding is Encoding.UCS2
        fields = {
            "username": self._told.get("USER"), "pin": self._told.get("PASSWORD"), "mnumber": f"91{message.number}",
            "message": feff(message.text) if hindi else message.text,
            "signature": message.header or self._told.get("HEADER"),
        }  # fmt: skip
        fields |= {"msgType": "UC"} if hindi else {}
        fields |= {"dlt_entity_id": message.pe_id} if message.pe_id else {}
        return fields | ({"dlt_template_id": message.dlt_template_id} if message.dlt_template_id else {})

    def selftest(self) -> list[str]:
        """Only the line can be tried: every call with a sign-in sends something."""
        failed = self._line.reach()
        return [f"NIC's gateway cannot be reached: {failed}"] if failed else []


def feff(text: str) -> str:
    """The text as NIC takes Hindi: FEFF and two bytes a unit, in hexadecimal."""
    return "FEFF" + text.encode("utf-16-be").hex().upper()


def parse_receipt(_fields: Fields, _told: Told) -> None:
    """No receipts come from here."""


def parse_inbound(_fields: Fields, _told: Told) -> None:
    """No messages come from here."""
