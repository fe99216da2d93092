"""THE POST ROOM: the gateways by name. A new one is a module here and a line in the table (sms.md 1.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.notices.gateways.base import Gateway
from app.notices.gateways.console import Console

GATEWAYS: Mapping[str, Callable[[], Gateway]] = {"console": Console}


class NoSuchGateway(LookupError):
    """The settings name a gateway that this office does not have."""


def open_gateway(name: str) -> Gateway:
    """The gateway that SMS_GATEWAY names. Raises NoSuchGateway: what is owed then waits, nothing is lost."""
    if name not in GATEWAYS:
        raise NoSuchGateway(name)
    return GATEWAYS[name]()
