"""THE TESTS: Firefox ESR as Debian has it, driven by Marionette – its own protocol, so that no driver is needed."""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.old_browsers.browser import WAIT, OldBrowser, Refused
from tools.line.door import free_port

INSTALL = "Firefox ESR is missing: apt-get install --no-install-recommends firefox-esr"


def binary() -> str | None:
    return shutil.which("firefox-esr")


def can_be_had() -> bool:
    """Whether this system has it as a package."""
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        return False


class Firefox(OldBrowser):
    """One page."""

    def __init__(self, program: str, script: bool = True) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="nivaran-firefox-")
        port = free_port()
        prefs = {"marionette.port": port, "javascript.enabled": script, "intl.accept_languages": "hi-IN,hi",
                 "app.update.enabled": False, "datareporting.policy.dataSubmissionEnabled": False,
                 "toolkit.telemetry.enabled": False, "browser.shell.checkDefaultBrowser": False}  # fmt: skip
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in prefs.items()]
        Path(self._folder.name, "user.js").write_text("".join(lines))
        told = [program, "--marionette", "--headless", "--no-remote", "--profile", self._folder.name]
        quiet, env = subprocess.DEVNULL, {**os.environ, "HOME": self._folder.name, "MOZ_CRASHREPORTER_DISABLE": "1"}
        self._process = subprocess.Popen(told, stdout=quiet, stderr=quiet, env=env)
        self._socket = self._reach(port)
        self._number, self._rest = 0, b""
        self._hear()  # it greets
        self._send("WebDriver:NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "normal"}})

    def _reach(self, port: int) -> socket.socket:
        deadline = time.monotonic() + WAIT
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), WAIT)
            except OSError:
                assert time.monotonic() < deadline, "Firefox did not come up"
                time.sleep(0.1)

    def open(self, url: str) -> None:
        self._send("WebDriver:Navigate", url=url)

    def run(self, expression: str) -> Any:
        return self._send("WebDriver:ExecuteScript", script=f"return {expression}", args=[])["value"]

    def choose(self, selector: str, file: Path) -> None:
        found = self._send("WebDriver:FindElement", using="css selector", value=selector)["value"]
        key = next(iter(found.values()))
        self._send("WebDriver:ElementSendKeys", id=key, text=str(file))

    def stop(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(20)
        self._folder.cleanup()

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its answer. Raises Refused."""
        self._number += 1
        told = json.dumps([0, self._number, method, params]).encode()
        self._socket.sendall(b"%d:%s" % (len(told), told))
        _, number, error, result = self._hear()
        assert number == self._number
        if error:
            raise Refused(error)
        return result  # type: ignore[no-any-return]

    def _hear(self) -> Any:
        while b":" not in self._rest:
            self._more()
        size, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(size):
            self._more()
        said, self._rest = self._rest[: int(size)], self._rest[int(size) :]
        return json.loads(said)

    def _more(self) -> None:
        came = self._socket.recv(65536)
        assert came, "Firefox fell silent"
        self._rest += came
