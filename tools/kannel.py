"""THE TOOLS: a real Kannel on this machine with the configuration of deploy/kannel.conf, for tests and for showing."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import string
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from jobs.lifeline import tie_to_parent

INSTALL = "Kannel is missing: apt-get install --no-install-recommends kannel (Debian, Ubuntu)"
WRITTEN = Path(__file__).resolve().parents[1] / "deploy" / "kannel.conf"
STATUS_PASSWORD = "look"  # noqa: S105 - on the loopback, for as long as the folder lives
USER, PASSWORD = "nivaran", "send"  # noqa: S105 - the same
HEADER = "NVGRAM"
NOBODY = 65534
READY_SECONDS = 10
RECEIPTS = (
    "CREATE TABLE receipt (smsc TEXT, ts TEXT, destination TEXT, source TEXT, service TEXT, url TEXT, mask INTEGER, "
    "status INTEGER, boxc TEXT)"
)
HURRIED = {
    "RESEND_SECONDS": "1", "RESEND_TIMES": "4", "RECONNECT_SECONDS": "1", "ACK_SECONDS": "5", "A_SECOND": "500",
}  # fmt: skip


class NotReady(Exception):  # noqa: N818 - the sentence it makes
    """Kannel did not come up; what it wrote last is in the message."""


def program(name: str) -> str | None:
    """Where bearerbox or smsbox is: Debian keeps them where only root's search looks."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def is_installed() -> bool:
    return program("bearerbox") is not None and program("smsbox") is not None


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Kannel:
    """bearerbox and smsbox, sent to the operator at `operator_port`; what comes in is handed to `inbound_url`.

    `paces` are the ${...} of deploy/kannel.conf that differ from HURRIED. Runs as nobody when root starts it.
    """

    def __init__(
        self, operator_port: int, operator: tuple[str, str], inbound_url: str, paces: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._folder = tempfile.TemporaryDirectory(prefix="kannel-", dir="/tmp")  # noqa: S108 - private and short
        self.folder = Path(self._folder.name)
        self.admin_port, self.send_port = free_port(), free_port()
        self._boxes: dict[str, subprocess.Popen[bytes]] = {}
        self._write({
            "ADMIN_PORT": str(self.admin_port), "BOX_PORT": str(free_port()), "SEND_PORT": str(self.send_port),
            "ADMIN_PASSWORD": os.urandom(12).hex(), "STATUS_PASSWORD": STATUS_PASSWORD, "FOLDER": str(self.folder),
            "OPERATOR_HOST": "127.0.0.1", "OPERATOR_PORT": str(operator_port), "OPERATOR_USER": operator[0],
            "OPERATOR_PASSWORD": operator[1], "SEND_USER": USER, "SEND_PASSWORD": PASSWORD, "HEADER": HEADER,
            "INBOUND_URL": inbound_url, **HURRIED, **(paces or {}),
        })  # fmt: skip

    @property
    def send_url(self) -> str:
        return f"http://127.0.0.1:{self.send_port}/cgi-bin/sendsms"

    def _write(self, told: Mapping[str, str]) -> None:
        """The configuration and the folders, all of them the unprivileged user's."""
        (self.folder / "spool").mkdir()
        with sqlite3.connect(self.folder / "receipts.db") as receipts:
            receipts.execute(RECEIPTS)
        receipts.close()
        words = string.Template(WRITTEN.read_text(encoding="utf-8")).substitute(told)
        conf = self.folder / "kannel.conf"
        conf.touch(mode=0o600)
        conf.write_text(words, encoding="utf-8")
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, NOBODY, NOBODY)

    def start(self) -> None:
        """Whichever box does not run, until the operator's line is up and messages are taken. Raises NotReady.

        smsbox ends with bearerbox: whoever lost that one starts both.
        """
        if not self._runs("bearerbox"):
            self.kill_box("smsbox")
            self._start_box("bearerbox")
            self._until(lambda: self.status() is not None)
        if not self._runs("smsbox"):
            self._start_box("smsbox")
        self._until(lambda: "smsbox" in (self.status() or "") and self.is_online() and self._takes_messages())

    def _runs(self, name: str) -> bool:
        return name in self._boxes and self._boxes[name].poll() is None

    def _start_box(self, name: str) -> None:
        found = program(name)
        if found is None:
            raise NotReady(INSTALL)
        as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        parent = os.getpid()
        self._boxes[name] = subprocess.Popen(  # noqa: S603 - a program of the system with our own file
            [found, str(self.folder / "kannel.conf")], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **as_nobody,  # type: ignore[arg-type]
            preexec_fn=None if as_nobody else lambda: tie_to_parent(parent=parent),
        )  # fmt: skip

    def kill_box(self, name: str) -> None:
        """kill -9."""
        box = self._boxes.pop(name, None)
        if box is not None:
            box.kill()
            box.wait(timeout=10)

    def stop(self) -> None:
        for name in ("smsbox", "bearerbox"):
            self.kill_box(name)
        self._folder.cleanup()

    def status(self) -> str | None:
        """The status page, or None when nobody answers."""
        try:
            address = f"http://127.0.0.1:{self.admin_port}/status.txt?password={STATUS_PASSWORD}"
            with urlopen(address, timeout=2) as page:  # noqa: S310 - our own address
                return str(page.read().decode("utf-8", "replace"))
        except (URLError, OSError):
            return None

    def is_online(self) -> bool:
        """The operator's line is up."""
        return "(online" in (self.status() or "")

    def _takes_messages(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.send_port), timeout=1).close()
        except OSError:
            return False
        return True

    def _until(self, holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise NotReady(f"Kannel is not ready: {self._last_words()}")
            time.sleep(0.05)

    def _last_words(self) -> str:
        logs = [path.read_text(encoding="utf-8", errors="replace")[-600:] for path in self.folder.glob("*.log")]
        return "\n".join(logs)
