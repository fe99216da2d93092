"""THE TESTS: an old Chromium, driven through a pipe; Playwright's own scripts need a newer one."""

from __future__ import annotations

import fcntl
import json
import os
import select
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.old_browsers.browser import WAIT, OldBrowser, Refused

ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--lang=hi-IN", "--remote-debugging-pipe", "about:blank")  # fmt: skip


class Chrome(OldBrowser):
    """One page of 360 px. `errors` are the exceptions of its scripts, syntax among them."""

    def __init__(self, program: Path, script: bool = True) -> None:
        self.errors: list[str] = []
        self._folder = tempfile.TemporaryDirectory(prefix="nivaran-chrome-")
        there, self._to = os.pipe()
        self._from, back = os.pipe()
        told = [str(program), f"--user-data-dir={self._folder.name}", *ARGUMENTS]
        quiet, its_own = subprocess.DEVNULL, partial(_be_three_and_four, there, back)
        self._process = subprocess.Popen(told, preexec_fn=its_own, pass_fds=(3, 4), stdout=quiet, stderr=quiet)
        os.close(there)
        os.close(back)
        self._rest, self._number, self._session = b"", 0, ""
        self._begin(script)

    def _begin(self, script: bool) -> None:
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "DOM"):
            self._send(f"{domain}.enable")
        size = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": False}
        self._send("Emulation.setDeviceMetricsOverride", **size)
        self._send("Emulation.setScriptExecutionDisabled", value=not script)

    def open(self, url: str) -> None:
        said = self._send("Page.navigate", url=url)
        assert "errorText" not in said, said
        self.until(f"document.readyState === 'complete' && location.href.indexOf({json.dumps(url)}) === 0")

    def run(self, expression: str) -> Any:
        said = self._send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in said:
            raise Refused(said["exceptionDetails"])
        return said["result"].get("value")

    def choose(self, selector: str, file: Path) -> None:
        found = self._send("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        self._send("DOM.setFileInputFiles", files=[str(file)], objectId=found["result"]["objectId"])

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(10)
        os.close(self._to)
        os.close(self._from)
        self._folder.cleanup()

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its answer. Raises Refused."""
        self._number += 1
        told = {"id": self._number, "method": method, "params": params}
        if self._session:
            told["sessionId"] = self._session
        os.write(self._to, json.dumps(told).encode() + b"\0")
        while (said := self._hear()).get("id") != self._number:
            if said.get("method") == "Runtime.exceptionThrown":
                self.errors.append(json.dumps(said["params"]["exceptionDetails"]))
        if "error" in said:
            raise Refused(said["error"])
        return said["result"]  # type: ignore[no-any-return]

    def _hear(self) -> dict[str, Any]:
        deadline = time.monotonic() + WAIT
        while b"\0" not in self._rest:
            ready = select.select([self._from], [], [], max(0.0, deadline - time.monotonic()))[0]
            came = os.read(self._from, 65536) if ready else b""
            assert came, "the old browser fell silent"
            self._rest += came
        line, _, self._rest = self._rest.partition(b"\0")
        return json.loads(line)  # type: ignore[no-any-return]


def _be_three_and_four(*files: int) -> None:
    """In the new process: the pipes lie where a Chromium looks for them."""
    away = [fcntl.fcntl(file, fcntl.F_DUPFD, 10) for file in files]
    for place, file in enumerate(away, 3):
        os.dup2(file, place)
