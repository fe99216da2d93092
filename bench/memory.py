"""THE BENCH: the memory of a whole office, as `make run` starts it – idle, and after its main pages were visited."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess  # noqa: S404 - our own starter
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from app.demo.people import DEMO_PASSWORD

BUDGET = 200  # MB, proportional: a page that n processes share counts for each as a part of n
OPENING, SETTLING = 90.0, 4.0  # seconds
ROUNDS = 10
PAGES = ("/", "/complaints", "/approvals", "/reviews", "/search?q=पानी", "/office/notices", "/marking")
ROOT = Path(__file__).parent.parent


def report(folder: Path) -> str:
    """Start an office of its own, look at its processes twice, and put it to bed."""
    if not os.path.isdir("/proc"):
        return "Memory: only measured on Linux."
    port = _free_port()
    told = {"NIVARAN_HOME": str(folder / "idle"), "PORT": str(port), "NIVARAN_ENV": "demo"}
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | told
    quiet = subprocess.DEVNULL
    office = subprocess.Popen([sys.executable, "-m", "jobs.supervisor"], cwd=ROOT, env=env, stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        if not _opens(port):
            return "Memory: the office did not open."
        time.sleep(SETTLING)
        idle = _parts(office.pid)
        _visit(port)
        return "\n".join((_line("idle", idle), _line("after visits", _parts(office.pid))))
    finally:
        office.send_signal(signal.SIGTERM)
        office.wait(60)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _opens(port: int) -> bool:
    deadline = time.monotonic() + OPENING
    while time.monotonic() < deadline:
        try:
            if _ask(port, "GET", "/healthz")[0] == 200:
                return True
        except OSError:
            pass
        time.sleep(0.2)
    return False


def _ask(port: int, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, said)
    answer = connection.getresponse()
    answer.read()
    cookie = answer.headers.get("Set-Cookie", "").split(";")[0]
    connection.close()
    return answer.status, cookie


def _visit(port: int) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}
    for username in ("admin", "officer", "hod", "dc"):
        body = urlencode({"username": username, "password": DEMO_PASSWORD})
        cookie = _ask(port, "POST", "/sign-in", body, **form)[1]
        for page in PAGES * ROUNDS:
            address = re.sub(r"[^\x00-\x7f]+", lambda word: urlencode({"": word[0]})[1:], page)
            _ask(port, "GET", address, Cookie=cookie)


def _parts(supervisor: int) -> Mapping[str, float]:
    """MB by process: the supervisor, then its children in starting order – Redis first."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split()
    pids = sorted(map(int, children))
    order = ("redis", "worker", "web", "beat") if len(pids) == 4 else tuple(map(str, pids))
    return {"supervisor": _pss(supervisor)} | {name: _pss(pid) for name, pid in zip(order, pids, strict=True)}


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _line(when: str, parts: Mapping[str, float]) -> str:
    total = sum(parts.values())
    star = "*" if total > BUDGET else ""
    each = ", ".join(f"{name} {size:.0f}" for name, size in parts.items())
    return f"Memory of the whole office, {when}: {total:.0f}{star} MB PSS (max {BUDGET}): {each}."
