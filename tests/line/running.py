"""The whole office as `make run` starts it, in processes of its own, on a small district with work for one officer."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask

from app.complaints.actions.work import acknowledge
from app.domain.calendar import ist_date
from app.extensions import db
from tests.conftest import build_app, dispose
from tests.jobs.conftest import eventually
from tests.office import make_office, register_and_mark
from tools.line.door import free_port

ROOT = Path(__file__).parent.parent.parent


class RunningOffice:
    """`numbers` are the complaints that the officer has accepted. `books` is the same database, to look into."""

    def __init__(self, folder: Path, migrated: Path, complaints: int) -> None:
        self.port, self.home = free_port(), folder / "home"
        self.home.mkdir()
        self.database = folder / "nivaran.db"
        shutil.copyfile(migrated, self.database)
        self.books: Flask = build_app(self.home, f"sqlite:///{self.database}")
        self.numbers = self._work(complaints)
        self._process: subprocess.Popen[bytes] | None = None

    def _work(self, complaints: int) -> list[str]:
        at, numbers = datetime.now(UTC) - timedelta(hours=1), []
        with self.books.app_context():
            office = make_office(db.session, at)
            for no in range(1, complaints + 1):
                complaint = register_and_mark(db.session, office, at=at, no=no)
                acknowledge(db.session, complaint.id, next_step="visit", next_step_on=ist_date(at),
                            by=office.actors["officer"], at=at)  # fmt: skip
                numbers.append(complaint.number)
            db.session.commit()
        dispose(self.books)
        return numbers

    def start(self) -> None:
        told = {"NIVARAN_ENV": "test", "NIVARAN_HOME": str(self.home), "PORT": str(self.port),
                "DATABASE_URL": f"sqlite:///{self.database}", "SMS_LINK_BASE": "nvgm.in"}  # fmt: skip
        said = (self.home / "said").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jobs.supervisor"], cwd=ROOT, env={**os.environ, **told}, stdout=said, stderr=said
        )
        said.close()
        assert eventually(self._is_open, 60), (self.home / "said").read_text()

    def _is_open(self) -> bool:
        try:
            return bool(urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).status == 200)
        except (URLError, OSError):
            return False

    def count(self, rows: str) -> int:
        """Rows that the office has written by now: "event WHERE ..."."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)
            self._process = None
        dispose(self.books)
