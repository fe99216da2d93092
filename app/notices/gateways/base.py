"""THE POST ROOM: what every gateway is given, and what it may answer (sms.md 1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from app.domain.numbers import BadMobile, parse_mobile


class Outcome(StrEnum):
    """How one attempt ended. Only `accepted` and `reject` are certain about the phone at the other end."""

    ACCEPTED = "accepted"
    RETRY = "retry"  # certainly not taken: refused connection, 429, 5xx before acceptance
    REJECT = "reject"  # will never be taken: bad number, unregistered text
    UNKNOWN = "unknown"  # perhaps taken: time-out after the request was written, unreadable answer


@dataclass(frozen=True)
class OutboundSms:
    """One message. `uuid` is our reference at the provider, `number` ten digits, `attempt` counts from 1; `signed`
    goes into the address for its receipts."""

    uuid: str
    number: str = field(repr=False)
    text: str = field(repr=False)
    attempt: int
    parts: int
    template_key: str
    dlt_template_id: str | None = None
    pe_id: str | None = None
    header: str | None = None
    signed: str = field(default="", repr=False)


@dataclass(frozen=True)
class SendResult:
    """A gateway's answer. `code` and `detail` (500 characters at most) hold no number and no text."""

    outcome: Outcome
    provider_id: str | None = None
    code: str = ""
    detail: str = ""
    is_delivered: bool = False  # the gateway is the phone itself: no receipt will follow


@dataclass(frozen=True)
class Caps:
    """What a gateway can do: whether receipts and inbound messages come from it, how many parts it carries; and whether
    the operators behind it take registered texts only."""

    receipts: bool = False
    inbound: bool = False
    max_parts: int = 4
    registered: bool = False


@dataclass(frozen=True)
class Receipt:
    """What became of a message. `status`: delivered, undelivered, expired, rejected, sent (not there yet) or failed;
    `digest` is the same for the same news."""

    notice_uuid: str
    status: str
    code: str
    digest: str


@dataclass(frozen=True)
class Inbound:
    """A message from a phone; numbers as ten digits where they are that long. The same one twice has one id."""

    provider_id: str
    from_number: str = field(repr=False)
    to_number: str
    text: str = field(repr=False)


Fields = Mapping[str, str]
# The code of an accepted message that the gateway keeps because no operator is there to take it.
WAITING = "waiting"


def receipt(uuid: str, status: str, code: str) -> Receipt | None:
    """News of a message, recognised when they come again; None where no message is named."""
    return Receipt(uuid, status, code[:80], _digest(uuid, status, code)) if uuid else None


def inbound(provider_id: str, from_number: str, to_number: str, text: str, *when: str) -> Inbound | None:
    """A message that came in; one without an id is known by sender, words and time. None without a sender."""
    if not from_number:
        return None
    known = provider_id or _digest(from_number, to_number, text, *when)
    return Inbound(known[:120], ten_digits(from_number), ten_digits(to_number), text)


def ten_digits(number: str) -> str:
    """A mobile without its country code; a short code, or what is no number at all, as it is."""
    try:
        return parse_mobile(number)
    except BadMobile:
        return number.strip()[:30]


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


class Gateway(Protocol):
    """A way out of the house."""

    name: str
    caps: Caps

    def send(self, message: OutboundSms) -> SendResult:
        """Hand one message over. Anything it raises is taken for an unknown outcome once the lease is over."""

    def selftest(self) -> list[str]:
        """What is wrong with it, as sentences for the operator; empty when all that can be tried works. Sends nothing
        to anybody."""
