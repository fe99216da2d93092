"""THE POST ROOM: the demo's phone. Nothing leaves the machine; the text is read at /office/notices, never in a log."""

from __future__ import annotations

import structlog

from app.domain.numbers import mask_mobile
from app.notices.gateways.base import Caps, OutboundSms, Outcome, SendResult

log = structlog.get_logger(__name__)


class Console:
    """Takes every message at once and says so."""

    name = "console"
    caps = Caps(max_parts=10)

    def send(self, message: OutboundSms) -> SendResult:
        log.info("sms_on_console", to=mask_mobile(message.number), key=message.template_key, attempt=message.attempt)
        return SendResult(Outcome.ACCEPTED, provider_id=f"console-{message.uuid}", is_delivered=True)

    def selftest(self) -> list[str]:
        """Nothing can be wrong with it."""
        return []
