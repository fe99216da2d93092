"""THE POST ROOM: the address at which a gateway tells us what became of a message, and how we know it for ours."""

from __future__ import annotations

import hmac
from hashlib import sha256
from urllib.parse import urlencode

SIGNED = 16  # hexadecimal digits of the signature: 64 bits, for one message


def signature(token: str, uuid: str) -> str:
    """What only we and the gateway we gave it to can know of a message. `token`: the notice's own secret."""
    return hmac.new(token.encode(), uuid.encode(), sha256).hexdigest()[:SIGNED]


def receipt_url(base: str, gateway: str, secret: str, uuid: str, signed: str) -> str:
    """Where the receipts of one message go. `base`: PUBLIC_URL or what the gateway reaches us by; `secret`: the
    channel's; `signed`: the message's signature (sms.md 1.6, rule 6)."""
    return f"{base}/hooks/sms/{gateway}/{secret}/dlr?{urlencode({'m': uuid, 'k': signed})}"
