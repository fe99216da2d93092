"""The night watch's twins: children made by fork, which share the memory of what the housekeeper has imported.

An interpreter of its own costs each of them some 75 MB for the same modules. See docs/decisions/0012.
"""

import contextlib
import gc
import os
import signal
import subprocess  # noqa: S404 - only for its name of a wait that took too long
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module

from jobs.lifeline import tie_to_parent

POLL_SECONDS = 0.02
OURS = 3  # from here on descriptors are the housekeeper's own: its lock above all
MOST_DESCRIPTORS = 256
STOPS = (signal.SIGTERM, signal.SIGINT)

Work = Callable[[], int | None]


def warm(modules: Sequence[str]) -> None:
    """Import what the children will need. The collector leaves it alone from now on, so that it stays shared."""
    for name in modules:
        import_module(name)
    gc.collect()
    gc.freeze()


class Forked:
    """A running child. Answers what the housekeeper asks of a Popen: pid, returncode, poll, wait, terminate."""

    def __init__(self, work: Work, orphaned: signal.Signals) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.returncode: int | None = None
        # A stop that comes between the fork and the child's own handlers would be swallowed by ours: it waits.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        self.pid = os.fork()
        if self.pid == 0:
            _live(work, orphaned, parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, as soon as there is one. Raises subprocess.TimeoutExpired after `timeout` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and timeout is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"child {self.pid}", timeout)
            time.sleep(POLL_SECONDS)
        return code

    def terminate(self) -> None:
        """Ask it to leave."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


def _live(work: Work, orphaned: signal.Signals, parent: int) -> None:
    """The child's whole life. It never returns: what stands below on the stack is the housekeeper's."""
    code = 1
    try:
        os.setsid()  # Ctrl-C reaches the housekeeper only
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        tie_to_parent(orphaned, parent=parent)
        os.closerange(OURS, MOST_DESCRIPTORS)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        code = work() or 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
