"""The night watch's test bench: a real Redis on a socket of its own."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from jobs import redisbox


class RedisBox:
    """A real server that a test may kill and start again."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings.from_env({"NIVARAN_ENV": "test", "NIVARAN_HOME": str(home)})
        self.url = self.settings.redis_url
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        socket = self.settings.redis_socket
        assert socket is not None
        conf = redisbox.prepare(self.settings, socket)
        self.process = subprocess.Popen([redisbox.find_binary(), conf])
        assert eventually(lambda: redisbox.answers(self.url))

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


def eventually(holds: Callable[[], object], seconds: float = 8.0) -> bool:
    """Poll until it holds; False when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def redis_box(tmp_path: Path) -> Iterator[RedisBox]:
    box = RedisBox(tmp_path / "home")
    box.start()
    yield box
    box.kill()
