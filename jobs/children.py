"""The night watch's children: processes kept up with back-off, stopped in order, never left behind."""

import contextlib
import os
import signal
import subprocess  # noqa: S404 - our own fixed commands, never through a shell
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from jobs.forked import Forked, Work
from jobs.lifeline import tie_to_parent

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.1
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
STEADY_SECONDS = 60.0  # a child that ran this long starts its back-off anew


class CannotStart(Exception):  # noqa: N818 - read as a sentence
    """The office cannot open; the text tells the operator what to do."""


@dataclass
class Child:
    """One process to keep running.

    `before` runs ahead of every start, `patience` is how long its TERM may take (seconds), `orphaned` is the signal it
    gets from the kernel when we die without stopping it.
    """

    name: str
    command: Sequence[str] | Work  # a program, or a function that a fork of ours runs
    before: Callable[[], object] | None = None
    patience: float = 10.0
    orphaned: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | Forked | None" = field(default=None, init=False)
    failures: int = field(default=0, init=False)
    started: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it now."""
        if self.before:
            self.before()
        if callable(self.command):
            self.process = Forked(self.command, self.orphaned)
        else:
            self.process = spawn(self.command, self.orphaned)
        self.started = time.monotonic()

    def keep_up(self) -> None:
        """Notice an end, start again when its back-off is over."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if time.monotonic() - self.started >= STEADY_SECONDS:
            self.failures = 0
        delay = min(FIRST_DELAY * 2**self.failures, LONGEST_DELAY)
        log.warning("child_ended", child=self.name, code=code, restart_in=delay)
        _kill_group(self.process)
        self.process, self.due = None, time.monotonic() + delay
        self.failures += 1

    def stop(self) -> None:
        """TERM, wait, and only after its patience KILL."""
        process, self.process = self.process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(self.patience)
        except subprocess.TimeoutExpired:
            log.warning("child_killed", child=self.name)
        _kill_group(process)
        process.wait()


class Supervisor:
    """Keeps children up in the order given and stops them in the opposite one."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        self.stopping = False

    def listen(self) -> None:
        """From now on TERM and INT mean: put everything to bed."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)

    def once(self, command: Sequence[str]) -> None:
        """Run one preparing command to its end. Raises CannotStart when it fails; a stop request ends it too."""
        process = spawn(command)
        while process.poll() is None:
            if self.stopping:
                process.terminate()
            time.sleep(TICK_SECONDS / 2)
        if process.returncode and not self.stopping:
            raise CannotStart(f"This step failed (code {process.returncode}): {' '.join(command)}")

    def watch(self, each_tick: Callable[[], object] = lambda: None) -> None:
        """Keep the children up until told to stop."""
        while not self.stopping:
            for child in self.children:
                child.keep_up()
            each_tick()
            time.sleep(TICK_SECONDS)

    def put_to_bed(self) -> None:
        """Stop every child, the last one first."""
        for child in reversed(self.children):
            child.stop()

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True


def spawn(command: Sequence[str], orphaned: signal.Signals = signal.SIGTERM) -> "subprocess.Popen[bytes]":
    """A child in its own session (Ctrl-C reaches us only) that dies with us."""
    me = os.getpid()
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: tie_to_parent(orphaned, parent=me),  # noqa: PLW1509 - we have no threads
    )


def _kill_group(process: "subprocess.Popen[bytes] | Forked") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
