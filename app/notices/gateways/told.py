"""THE POST ROOM: what the settings say of the gateway (SMS_…), read once and refused with a name where it is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.notices.gateways.http import Line

SECONDS = 10.0


class BadGateway(Exception):  # noqa: N818 - the sentence it makes
    """The gateway's settings cannot be used; `problems` names each of them for the operator."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Told:
    """The SMS_… settings. `base`: the address at which the gateway reaches us; `secret` opens our hooks."""

    values: Mapping[str, str] = field(repr=False)
    base: str = ""
    secret: str = field(default="", repr=False)

    def get(self, name: str, default: str = "") -> str:
        """One setting, without the SMS_ before its name."""
        return self.values.get(f"SMS_{name}", "").strip() or default

    def need(self, *names: str) -> None:
        """Raises BadGateway that names each setting that is missing."""
        missing = [f"SMS_{name} is missing" for name in names if not self.get(name)]
        if missing:
            raise BadGateway(*missing)

    def line(self) -> Line:
        """How the gateway is reached. Raises BadGateway."""
        self.need("URL")
        try:
            seconds = float(self.get("SECONDS") or SECONDS)
        except ValueError:
            raise BadGateway("SMS_SECONDS must be a number of seconds") from None
        if not 0 < seconds <= SECONDS * 3:  # the lease of a message is a minute
            raise BadGateway(f"SMS_SECONDS must lie between 0 and {SECONDS * 3:.0f}")
        bundle = Path(self.get("CA_FILE")) if self.get("CA_FILE") else None
        if bundle is not None and not bundle.is_file():
            raise BadGateway("SMS_CA_FILE names no file")
        return Line(self.get("URL"), seconds, bundle)

    def table(self, name: str) -> dict[str, str]:
        """A setting that is a JSON object of strings. Raises BadGateway."""
        try:
            read = json.loads(self.get(name) or "{}")
        except ValueError:
            read = None
        if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
            raise BadGateway(f"SMS_{name} must be a JSON object of strings")
        return read

    def pattern(self, name: str) -> re.Pattern[str] | None:
        """A setting that is a regular expression. Raises BadGateway."""
        try:
            return re.compile(self.get(name)) if self.get(name) else None
        except re.error:
            raise BadGateway(f"SMS_{name} is no regular expression") from None
