"""The night watch's lifelines: a process that dies with its parent, and the log lines each of them writes."""

import ctypes
import os
import signal
import sys

import structlog

PR_SET_PDEATHSIG = 1
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8


def tie_to_parent(how: signal.Signals = signal.SIGTERM, *, parent: int | None = None) -> None:
    """Ask the kernel to send us `how` when our parent dies, so that kill -9 leaves no orphans (Linux; elsewhere no-op).

    Not inherited by forks: every child calls it for itself. `parent` closes the gap when it died before the call.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), how)


def give_memory_back() -> None:
    """Ask the C library for few heaps and to return large pieces.

    Else it keeps for each thread the most it ever needed: a password's 19 MB, a picture's 40.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, 2)
        libc.mallopt(M_MMAP_THRESHOLD, 1 << 20)


def log_plainly(*, json: bool) -> None:
    """Static event name and fields on standard error: JSON for machines, `event='…' key='…'` for people."""
    shape: structlog.typing.Processor
    if json:
        shape = structlog.processors.JSONRenderer()
    else:
        shape = structlog.processors.KeyValueRenderer(key_order=["event"])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # never the local variables of a frame: they are phones, passwords and the words of complaints
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            shape,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
