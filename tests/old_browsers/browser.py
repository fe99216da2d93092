"""THE TESTS: an old browser as a person has it – open, fill, press, choose a photo – whatever it is driven by."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

WAIT = 30.0


class Refused(Exception):  # noqa: N818 - the sentence it makes
    """The browser refused a command, perhaps because the page changed under it."""


class OldBrowser(ABC):
    """One page. `run` takes a JavaScript expression – the driver's own, so also when the page may run none."""

    @abstractmethod
    def open(self, url: str) -> None: ...

    @abstractmethod
    def run(self, expression: str) -> Any: ...

    @abstractmethod
    def choose(self, selector: str, file: Path) -> None: ...

    @abstractmethod
    def stop(self) -> None: ...

    def until(self, expression: str) -> Any:
        """Wait until it holds; a page that is just changing answers later."""
        deadline, found = time.monotonic() + WAIT, None
        while time.monotonic() < deadline:
            try:
                if found := self.run(expression):
                    return found
            except Refused as refused:
                found = refused
            time.sleep(0.05)
        raise AssertionError(f"{expression} did not come true: {found}; {self.run('document.body.innerText')}")

    def see(self, selector: str) -> None:
        self.until(f"document.readyState === 'complete' && !!document.querySelector({json.dumps(selector)})")

    def fill(self, selector: str, text: str) -> None:
        self.see(selector)
        self.run(
            f"(function (field) {{ field.value = {json.dumps(text)};"
            " field.dispatchEvent(new Event('input', { bubbles: true })); return true; })"
            f"(document.querySelector({json.dumps(selector)}))"
        )

    def press(self, selector: str) -> None:
        self.see(selector)
        self.run(f"(document.querySelector({json.dumps(selector)}).click(), true)")
