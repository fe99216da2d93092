"""THE TESTS: the real worker, killed where a test asks for it – `python -m tests.faults.mortal <instant> <folder>`.

A file in `folder` named after a point is a death that waits there: the first notice that comes by takes it, and worker
and work-horse are gone as by kill -9. A new worker follows at once. Each notice dies once at most; `died` says which.
Leases and waits are those of a hurried office, so that a test does not sit through minutes.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.extensions import db
from app.notices import sending
from jobs import notices, runtime
from jobs.lifeline import tie_to_parent

POINTS = ("before_claim", "after_claim", "before_http", "after_accept", "before_commit", "after_commit")
LEASE = timedelta(seconds=5)  # more than a busy machine needs for one message
WAIT = timedelta(seconds=0.5)


class Deaths:
    """Which points still wait for somebody, and where the notice in hand is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.in_hand: int | None = None
        self.settled = False

    def at(self, point: str) -> None:
        """Perhaps the end."""
        died = self.folder / "died"
        before = died.read_text().split() if died.exists() else []
        if self.in_hand is None or str(self.in_hand) in before[1::2]:
            return
        try:
            (self.folder / point).unlink()
        except FileNotFoundError:
            return
        with died.open("a") as book:
            book.write(f"{point} {self.in_hand}\n")
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def claim(self, real: Callable[..., Any], session: Session, notice_id: int, *rest: Any, **told: Any) -> Any:
        self.in_hand, self.settled = notice_id, False
        self.at("before_claim")
        message = real(session, notice_id, *rest, **told)
        self.at("after_claim")
        if message is None:
            self.in_hand = None
        return message

    def hand_over(self, real: Callable[..., Any], *told: Any) -> Any:
        self.at("before_http")
        result = real(*told)
        self.at("after_accept")
        return result

    def settle(self, real: Callable[..., Any], session: Session, notice_id: int, *rest: Any, **told: Any) -> Any:
        moved = real(session, notice_id, *rest, **told)
        if notice_id == self.in_hand:
            self.at("before_commit")
            self.settled = True
        return moved

    def committed(self, _session: Session) -> None:
        if self.settled:
            self.at("after_commit")
            self.in_hand, self.settled = None, False


def hurry(deaths: Deaths) -> None:
    """Put the deaths around the steps of sending, and shorten what is waited for."""
    for name in ("claim", "hand_over", "settle"):
        real = getattr(sending, name)
        setattr(sending, name, functools.partial(getattr(deaths, name), real))
    event.listen(db.session, "after_commit", deaths.committed)
    sending.LEASE, sending.RECEIPT_WAIT = LEASE, WAIT
    sending.BACK_OFF = (WAIT,)
    assert notices.sending is sending


def main(instant: str, folder: str) -> None:
    """Workers, one after the other, for as long as the test lives."""
    with time_machine.travel(datetime.fromisoformat(instant), tick=True):
        datetime.now(
            UTC
        )  # the clock begins to tick when it is first read: before the first fork, so that it is one for all
        hurry(Deaths(Path(folder)))
        runtime.application()  # made once: a life then begins in no time
        while True:
            worker = os.fork()
            if worker == 0:
                tie_to_parent(signal.SIGKILL)
                os._exit(runtime.main())
            os.waitpid(worker, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
