"""The night watch's housekeeper: starts the whole office with one command, keeps it up, puts it to bed.

`python -m jobs.supervisor` is `make run`: Redis, migrations, demo district, worker, web server, clock.
"""

import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO

from app.accounts.beginning import FIRST_ADMIN
from app.settings import Settings, UnsafeSettings
from jobs import preparing, redisbox
from jobs.children import TICK_SECONDS, CannotStart, Child, Supervisor
from jobs.forked import Work, warm
from jobs.lifeline import log_plainly

ROOT = Path(__file__).parent.parent
SHARED = (
    "app.factory", "jobs.runtime", "jobs.webserver", "jobs.schedule", "jobs.notices", "jobs.escalation",
    "jobs.housekeeping", "jobs.recount",
)  # fmt: skip


def python(*arguments: str) -> list[str]:
    """This very interpreter with a module."""
    return [sys.executable, "-m", *arguments]


def _main_of(module: str) -> Work:
    """What a fork of ours runs. Only modules are shared: the application with its connections each makes for itself."""
    return lambda: import_module(module).main()  # type: ignore[no-any-return]


def office(settings: Settings) -> list[Child]:
    """The children of a whole office, in starting order. Raises NoRedis."""
    children = [
        # Left alone it would finish its job and then look for a Redis that is gone too; jobs bear being cut off.
        Child("worker", _main_of("jobs.runtime"), patience=20.0, orphaned=signal.SIGKILL),
        Child("web", _main_of("jobs.webserver")),
        Child("beat", _main_of("jobs.schedule"), patience=5.0),
    ]
    own = settings.redis_socket
    if own:
        binary = redisbox.find_binary()
        conf = settings.home / "run" / "redis.conf"
        bell = Child("redis", [str(binary), str(conf)], before=lambda: redisbox.prepare(settings, own))
        children.insert(0, bell)
    return children


def hold(home: Path) -> IO[str]:
    """The one lock of this home; let go by the kernel however we end. Raises CannotStart."""
    (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (home / "run" / "office.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise CannotStart(f"An office already runs in {home}. Give this one another NIVARAN_HOME.") from None
    return lock


def insist_port_is_free(host: str, port: int, *, patience: float = 3.0) -> None:
    """Raises CannotStart when somebody else listens there, instead of restarting the web server for ever.

    Waits a little first: after a kill -9 the web server of the last office may still be leaving.
    """
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    deadline = time.monotonic() + patience
    while reason := _refusal(socket.socket(family, kind), address):
        if time.monotonic() > deadline:
            raise CannotStart(f"Port {port} on {host} cannot be used ({reason}). Try: make run PORT={port + 10}")
        time.sleep(TICK_SECONDS)


def _refusal(probe: socket.socket, address: tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]) -> str:
    with probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            return str(error.strerror)
    return ""


def greeter(settings: Settings) -> Callable[[], None]:
    """Called every tick: once the web server answers, print the address and who may sign in."""
    greeted = False

    def greet() -> None:
        nonlocal greeted
        if greeted or not _is_open(settings.host, settings.port):
            return
        greeted = True
        words = f"\n  Nivaran is open: {settings.public_url}\n"
        if settings.demo_data and settings.sign_ins_file.exists():
            words += "\n" + settings.sign_ins_file.read_text(encoding="utf-8")
        elif preparing.is_unstaffed(settings):
            words += "\n" + FIRST_ADMIN
        sys.stdout.write(words + "\n  Data: " + str(settings.home) + "    Stop: Ctrl-C\n\n")
        sys.stdout.flush()

    return greet


def _is_open(host: str, port: int) -> bool:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    try:
        with socket.create_connection((reachable, port), timeout=0.2):
            return True
    except OSError:
        return False


def open_office(settings: Settings) -> None:
    """Everything, in order, until told to stop. Raises CannotStart or NoRedis."""
    os.umask(0o077)
    lock = hold(settings.home)
    insist_port_is_free(settings.host, settings.port)
    os.environ["NIVARAN_HOME"] = str(settings.home)
    os.chdir(ROOT)
    supervisor = Supervisor(office(settings))
    supervisor.listen()
    try:
        if settings.redis_socket:
            supervisor.children[0].start()
        for step in preparing.steps(settings):
            supervisor.once(python(*step))
        warm(SHARED)
        supervisor.watch(greeter(settings))
    finally:
        supervisor.put_to_bed()
        lock.close()


def main() -> int:
    """0 after a clean stop, 2 when the office cannot open."""
    try:
        settings = Settings.from_env(os.environ).check()
        log_plainly(json=settings.env == "production")
        open_office(settings)
    except UnsafeSettings as error:
        sys.stderr.write(error.told())
        return 2
    except (CannotStart, redisbox.NoRedis) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
