"""THE POST ROOM: outside production a real gateway reaches only the numbers that the settings name (sms.md 1.6-13)."""

from __future__ import annotations

import re

from app.notices.gateways.base import Gateway, OutboundSms, Outcome, SendResult

_SIGNS = {"X": "[0-9]", "*": "[0-9]*"}


class Allowed:
    """A gateway behind a list of patterns: X is one digit, * any number of them. An empty list lets nobody through."""

    def __init__(self, gateway: Gateway, patterns: str) -> None:
        self.name, self.caps, self._gateway = gateway.name, gateway.caps, gateway
        said = (one.strip().upper() for one in patterns.split(",") if one.strip())
        self._patterns = [re.compile("".join(_SIGNS.get(c, re.escape(c)) for c in one)) for one in said]

    def send(self, message: OutboundSms) -> SendResult:
        """Hand it over, or refuse it here."""
        if not any(pattern.fullmatch(message.number) for pattern in self._patterns):
            return SendResult(Outcome.REJECT, code="not_allowed")
        return self._gateway.send(message)

    def selftest(self) -> list[str]:
        """The gateway's own, and a word where nobody could be reached."""
        nobody = [] if self._patterns else ["SMS_ALLOW is empty: outside production nobody gets a message"]
        return self._gateway.selftest() + nobody
