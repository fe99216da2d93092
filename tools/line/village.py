"""THE TOOLS: a village of its own – a network namespace whose only way out is a slow, late line of real packets.

TCP is the kernel's, so connecting, slow start and queues cost what they cost. The delay is made by a pair of TUN
devices and relay.py, because netem is not in every kernel. Needs root; `obstacle()` says what is in the way.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

DEVICE = "/dev/net/tun"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
PROGRAMS = {"ip": "iproute2", "unshare": "util-linux", "nsenter": "util-linux"}
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Speed:
    """kbit/s down and up, ms there and back."""

    down: int
    up: int
    round_trip: int

    def __str__(self) -> str:
        return f"{self.down}/{self.up} kbit/s, {self.round_trip} ms"


VILLAGE = Speed(50, 20, 500)  # where the budgets are measured
TOWN = Speed(250, 100, 500)


def missing() -> str:
    """Which package is to be installed; nothing when all programs are here."""
    return " ".join(sorted({PROGRAMS[name] for name in PROGRAMS if shutil.which(name) is None}))


def obstacle() -> str:
    """Why this machine cannot have a village; nothing when it can."""
    if os.geteuid() != 0:
        return "A shaped line needs a network namespace, and that needs root."
    if not os.path.exists(DEVICE):
        return f"This kernel has no TUN device ({DEVICE}): no line can be shaped here."
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "This kernel forbids network namespaces: no line can be shaped here."


class Village:
    """`here` is the office's address as the village sees it; `command(...)` runs a program over there."""

    def __init__(self, speed: Speed) -> None:
        self.speed = speed
        place = os.getpid()  # one village a process at a time
        self._names = (f"nvh{place}", f"nvt{place}")
        subnet = f"10.{200 + place // 256 % 50}.{place % 256}"
        self.here, self.there = f"{subnet}.1", f"{subnet}.2"
        self._devices: list[int] = []
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Lay the line. Raises CalledProcessError or OSError where the kernel refuses."""
        self._devices = [_device(name) for name in self._names]
        over_there = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo; cat"], stdin=-1, stdout=-1)
        self._processes = [over_there]
        _output(over_there).readline()  # by then the namespace is made
        _run("ip", "link", "set", self._names[1], "netns", str(over_there.pid))
        for prefix, name, own, other in (
            ((), self._names[0], self.here, self.there),
            (self.command(), self._names[1], self.there, self.here),
        ):
            _run(*prefix, "ip", "address", "add", own, "peer", other, "dev", name)
            _run(*prefix, "ip", "link", "set", name, "up")
        _run(*self.command("ip", "link", "set", "lo", "up"))
        rates = (self.speed.down * 125, self.speed.up * 125)
        told = (*self._devices, *rates, self.speed.round_trip / 2000)
        relay = [sys.executable, "-m", "tools.line.relay", *map(str, told)]
        self._processes.append(subprocess.Popen(relay, cwd=ROOT, stdin=-1, pass_fds=self._devices))

    def command(self, *words: str) -> tuple[str, ...]:
        """A command line that runs in the village."""
        return ("nsenter", "--target", str(self._processes[0].pid), "--net", *words)

    def program(self, path: str, folder: Path) -> str:
        """A file to start in place of a program: it runs in the village. For whoever takes one path only."""
        script = folder / f"{Path(path).name}-in-the-village"
        script.write_text(f'#!/bin/sh\nexec {" ".join(self.command(path))} "$@"\n')
        script.chmod(0o755)
        return str(script)

    def stop(self) -> None:
        """Take the line away; the namespace ends with its last process."""
        for process in reversed(self._processes):
            assert process.stdin is not None
            process.stdin.close()
            process.wait(10)
        for device in self._devices:
            os.close(device)
        self._processes, self._devices = [], []


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdout is not None
    return process.stdout


def _device(name: str) -> int:
    device = os.open(DEVICE, os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
