"""THE POST ROOM: what every gateway is given, and what it may answer (sms.md 1.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """How one attempt ended. Only `accepted` and `reject` are certain about the phone at the other end."""

    ACCEPTED = "accepted"
    RETRY = "retry"  # certainly not taken: refused connection, 429, 5xx before acceptance
    REJECT = "reject"  # will never be taken: bad number, unregistered text
    UNKNOWN = "unknown"  # perhaps taken: time-out after the request was written, unreadable answer


@dataclass(frozen=True)
class OutboundSms:
    """One message. `uuid` is our reference at the provider, `number` ten digits, `attempt` counts from 1."""

    uuid: str
    number: str = field(repr=False)
    text: str = field(repr=False)
    attempt: int
    parts: int
    template_key: str
    dlt_template_id: str | None = None
    pe_id: str | None = None
    header: str | None = None


@dataclass(frozen=True)
class SendResult:
    """A gateway's answer. `code` and `detail` (500 characters at most) hold no number and no text."""

    outcome: Outcome
    provider_id: str | None = None
    code: str = ""
    detail: str = ""
    is_delivered: bool = False  # the gateway is the phone itself: no receipt will follow


class Gateway(Protocol):
    """A way out of the house."""

    name: str

    def send(self, message: OutboundSms) -> SendResult:
        """Hand one message over. Anything it raises is taken for an unknown outcome once the lease is over."""
