"""THE POST ROOM: the gateways by name. A new one is a module here and a line in the table (sms.md 1.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.notices.gateways import cdac, generic, kannel, nic
from app.notices.gateways.allowed import Allowed
from app.notices.gateways.base import Caps, Fields, Gateway, Inbound, Receipt
from app.notices.gateways.console import Console
from app.notices.gateways.told import BadGateway, Told
from app.settings import Settings

REAL: Mapping[str, Callable[[Told], Gateway]] = {
    "kannel": kannel.Kannel, "cdac": cdac.Cdac, "nic": nic.Nic, "generic": generic.Generic,
}  # fmt: skip
_READERS: Mapping[str, Any] = {"kannel": kannel, "cdac": cdac, "nic": nic, "generic": generic}


class NoSuchGateway(LookupError):
    """The settings name a gateway that this office does not have."""


def open_gateway(settings: Settings) -> Gateway:
    """The gateway that SMS_GATEWAY names. Raises NoSuchGateway or BadGateway: what is owed then waits, nothing is lost.

    Outside production it reaches only the numbers of SMS_ALLOW.
    """
    if settings.sms_gateway == Console.name:
        return Console()
    make = REAL.get(settings.sms_gateway)
    if make is None:
        raise NoSuchGateway(settings.sms_gateway)
    gateway = make(told(settings))
    return gateway if settings.env == "production" else Allowed(gateway, settings.sms.get("SMS_ALLOW", ""))


def wants_registration(gateway: Gateway, settings: Settings) -> bool:
    """Whether a text without the operators' id is held back: in production, unless SMS_DLT is 0 (an operator that asks
    for none)."""
    return settings.env == "production" and gateway.caps.registered and settings.sms.get("SMS_DLT", "1") != "0"


def told(settings: Settings) -> Told:
    """What the settings say of the gateway, and where it reaches us."""
    base = settings.sms.get("SMS_HOOK_BASE", "").rstrip("/") or settings.public_url
    return Told(settings.sms, base=base, secret=settings.sms_hook_secret)


def problems(settings: Settings) -> list[str]:
    """Why the gateway of the settings cannot be used, for the operator."""
    try:
        open_gateway(settings)
    except NoSuchGateway:
        return [f"SMS_GATEWAY must be one of {', '.join(sorted(REAL))}, not {settings.sms_gateway!r}"]
    except BadGateway as bad:
        return list(bad.problems)
    return []


def read_receipt(gateway: str, fields: Fields, settings: Settings) -> Receipt | None:
    """What a gateway says of a message; None where it is not understood, or where none comes from that gateway."""
    return _READERS[gateway].parse_receipt(fields, told(settings)) if gateway in _READERS else None


def read_inbound(gateway: str, fields: Fields, settings: Settings) -> Inbound | None:
    """A message that a gateway passes on; None where it is not understood."""
    return _READERS[gateway].parse_inbound(fields, told(settings)) if gateway in _READERS else None


def caps_of(name: str, settings: Settings) -> Caps:
    """What a gateway can do; one that cannot be opened can do nothing."""
    return open_gateway(settings).caps if name == settings.sms_gateway and not problems(settings) else Caps()
