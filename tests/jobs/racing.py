"""The night watch's test bench: one worker process that runs a job when it is told to – `python -m tests.jobs.racing`.

Arguments: the job's dotted name and the instant it takes for now. It says "ready", waits for a line, runs, and exits.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from pathlib import Path

import time_machine

ROOT = Path(__file__).parent.parent.parent


def start(job: str, at: datetime, *, home: Path, database_url: str) -> subprocess.Popen[str]:
    """A worker process with an application of its own, standing at the start."""
    told = {"NIVARAN_ENV": "test", "NIVARAN_HOME": str(home), "DATABASE_URL": database_url}
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.racing", job, at.isoformat()],
        cwd=ROOT, env=os.environ | told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout is not None
    while (line := worker.stdout.readline()) != "ready\n":
        assert line, "the worker died before the start"
    return worker


def go(workers: Iterable[subprocess.Popen[str]], *, seconds: int = 60) -> list[int]:
    """Let them all run at once; their exit codes."""
    runners = list(workers)
    for worker in runners:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in runners:
        worker.communicate(timeout=seconds)
    return [worker.returncode for worker in runners]


def main() -> None:
    name, at = sys.argv[1:]
    module, _, function = name.rpartition(".")
    from jobs.runtime import application

    job = getattr(import_module(module), function)
    with application().app_context():
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        with time_machine.travel(datetime.fromisoformat(at), tick=True):
            job()


if __name__ == "__main__":
    main()
