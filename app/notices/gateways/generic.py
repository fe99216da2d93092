"""THE POST ROOM: any other vendor, by settings alone: fields, encoding and answers are described, not coded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from app.domain.sms import Encoding, measure
from app.notices.callback import receipt_url
from app.notices.gateways import answers
from app.notices.gateways.base import Caps, Fields, Inbound, OutboundSms, Outcome, Receipt, SendResult, inbound, receipt
from app.notices.gateways.cdac import FORM, entities
from app.notices.gateways.http import Answer, NotSent, PerhapsSent
from app.notices.gateways.nic import feff
from app.notices.gateways.told import BadGateway, Told

_NAMES = re.compile(r"\$(\w+)")
_SHAPES = ("form", "json", "query")
_ENCODINGS = {"plain": str, "entities": entities, "feff": feff}
JSON = {"Content-Type": "application/json"}


class Generic:
    """`SMS_FIELDS` names the vendor's fields; `$number`, `$text`, `$header`, `$template`, `$entity`, `$uuid`, `$user`,
    `$password`, `$key` and `$receipts` stand for ours. An answer that fits neither pattern is an unknown outcome."""

    name = "generic"

    def __init__(self, told: Told) -> None:
        told.need("FIELDS", "SUCCESS")
        self._told, self._line = told, told.line()
        self._fields, self._headers = told.table("FIELDS"), told.table("HEADERS")
        words = set(told.table("RECEIPT_WORDS").values())
        told.table("INBOUND_FIELDS")
        self._success, self._error, self._id = (told.pattern(name) for name in ("SUCCESS", "ERROR", "ID"))
        self._shape, encoding = told.get("BODY", "form"), told.get("ENCODING", "plain")
        self.caps = Caps(
            receipts=bool(told.table("RECEIPT_FIELDS")), inbound=bool(told.table("INBOUND_FIELDS")),
            registered="$template" in self._fields.values(),
        )  # fmt: skip
        if not words <= MEANINGS:
            raise BadGateway(f"SMS_RECEIPT_WORDS may mean {', '.join(sorted(MEANINGS))}")
        if self._shape not in _SHAPES:
            raise BadGateway(f"SMS_BODY must be one of {', '.join(_SHAPES)}")
        if encoding not in _ENCODINGS:
            raise BadGateway(f"SMS_ENCODING must be one of {', '.join(_ENCODINGS)}")
        self._encode = _ENCODINGS[encoding]

    def send(self, message: OutboundSms) -> SendResult:
        """Hand one message over."""
        known = self._known(message)
        fields = {name: _filled(value, known) for name, value in self._fields.items()}
        headers = {name: _filled(value, known) for name, value in self._headers.items()}
        try:
            reply = self._call(fields, headers)
        except (NotSent, PerhapsSent) as failed:
            return answers.of_failure(failed)
        if reply.status < 300 and self._success is not None and self._success.search(reply.body):
            named = self._id.search(reply.body) if self._id else None
            return SendResult(Outcome.ACCEPTED, provider_id=_first(named)[:80] or None, code=f"http {reply.status}")
        refused = self._error.search(reply.body) if self._error else None
        if reply.status < 300 and refused:
            return SendResult(Outcome.REJECT, code=_first(refused)[:40])
        return answers.of_status(reply)

    def _call(self, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        method = self._told.get("METHOD", "GET" if self._shape == "query" else "POST")
        if self._shape == "query":
            return self._line.call(method, query=urlencode(fields), headers=headers)
        if self._shape == "json":
            return self._line.call(method, body=json.dumps(fields).encode(), headers=JSON | dict(headers))
        return self._line.call(method, body=urlencode(fields).encode(), headers=FORM | dict(headers))

    def _known(self, message: OutboundSms) -> dict[str, str]:
        told = self._told
        hindi = measure(message.text).encoding is Encoding.UCS2
        back = receipt_url(told.base, self.name, told.secret, message.uuid, message.signed) if told.secret else ""
        return {
            "number": told.get("PREFIX") + message.number,
            "text": self._encode(message.text) if hindi else message.text,
            "header": message.header or told.get("HEADER"), "template": message.dlt_template_id or "",
            "entity": message.pe_id or "", "uuid": message.uuid, "user": told.get("USER"),
            "password": told.get("PASSWORD"), "key": told.get("KEY"), "receipts": back,
        }  # fmt: skip

    def selftest(self) -> list[str]:
        """Only the line can be tried."""
        failed = self._line.reach()
        return [f"the gateway cannot be reached: {failed}"] if failed else []


def _filled(value: str, known: Mapping[str, str]) -> str:
    return _NAMES.sub(lambda found: known.get(found[1], found[0]), value)


def _first(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    return found.group(1) if found.re.groups else found.group()


def parse_receipt(fields: Fields, told: Told) -> Receipt | None:
    """As the vendor sends it; `SMS_RECEIPT_FIELDS` names its fields for our status and code, `SMS_RECEIPT_WORDS` what
    its words mean. m and k stand in `$receipts` already."""
    ours = _ours(fields, told.table("RECEIPT_FIELDS"))
    word = ours.get("status", "").strip().lower()
    means = {one.lower(): meaning for one, meaning in told.table("RECEIPT_WORDS").items()}
    status = (_WORDS | means).get(word)
    return receipt(fields.get("m", ""), status, f"{word} {ours.get('code', '')}".strip()) if status else None


def _ours(fields: Fields, names: Mapping[str, str]) -> dict[str, str]:
    """The fields under our names; what is not named otherwise has ours already."""
    return {**fields, **{ours: fields[theirs] for ours, theirs in names.items() if theirs in fields}}


MEANINGS = frozenset({"delivered", "undelivered", "expired", "rejected", "sent"})
_WORDS = {
    "delivered": "delivered", "delivrd": "delivered", "1": "delivered", "undelivered": "undelivered",
    "undeliv": "undelivered", "failed": "undelivered", "2": "undelivered", "expired": "expired",
    "rejected": "rejected", "rejectd": "rejected", "sent": "sent", "submitted": "sent",
}  # fmt: skip


def parse_inbound(fields: Fields, told: Told) -> Inbound | None:
    """As the vendor sends it; `SMS_INBOUND_FIELDS` names its fields for our id, from, to, text and time."""
    ours = _ours(fields, told.table("INBOUND_FIELDS"))
    return inbound(*(ours.get(name, "") for name in ("id", "from", "to", "text", "time")))
