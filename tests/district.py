"""THE TESTS: the demo district, loaded once in a run for each database and moment; whoever needs it gets a copy.

Loading takes a quarter of a minute. The worker that asks first loads into the folder of the run, the other waits.
"""

from __future__ import annotations

import fcntl
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from flask import Flask

from app.demo import load
from app.domain.calendar import ist_date
from app.extensions import db
from tests.postgres import PostgresServer

REPORT = "report.pickle"


@dataclass(frozen=True)
class Copy:
    """A district of one's own in a home of one's own: to be read and changed at will."""

    url: str
    report: load.LoadedReport
    at: datetime  # the moment as of which it was loaded


class Districts:
    """Makes the copies. `build` and `dispose` are those of conftest, `migrated` is the empty SQLite file; `postgres`
    gives the server and the name of the empty database when somebody wants them."""

    def __init__(
        self, folder: Path, migrated: Path, postgres: Callable[[], tuple[PostgresServer, str]],
        build: Callable[[Path, str], Flask], dispose: Callable[[Flask], None],
    ) -> None:  # fmt: skip
        self._folder, self._migrated, self._postgres = folder, migrated, postgres
        self._build, self._dispose = build, dispose

    def copy(self, home: Path, *, database: str = "sqlite", at: datetime | None = None) -> Copy:
        """A copy that lives in `home`, as of `at` or of today: another one after midnight."""
        moment = at or datetime.now(UTC)
        name = f"navgram_{database}_{f'{moment:%Y%m%dt%H%M%S}' if at else ist_date(moment)}".replace("-", "_")
        template = self._folder / name
        with (self._folder / f"{name}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not (template / REPORT).exists():
                self._load(template, database, moment)
        shutil.copytree(template, home, dirs_exist_ok=True)
        report, loaded_at = pickle.loads((home / REPORT).read_bytes())
        url = f"sqlite:///{home / 'nivaran.db'}" if database == "sqlite" else self._postgres_copy(name)
        return Copy(url, report, loaded_at)

    def _load(self, home: Path, database: str, at: datetime) -> None:
        home.mkdir()
        if database == "sqlite":
            shutil.copyfile(self._migrated, home / "nivaran.db")
            app = self._build(home, f"sqlite:///{home / 'nivaran.db'}")
        else:
            server, empty = self._postgres()
            app = self._build(home, server.create(home.name, template=empty))
        with app.app_context():
            report = load.load(db.session, app.extensions["photos"], at=at)
            db.session.commit()
            db.session.remove()
        self._dispose(app)
        (home / REPORT).write_bytes(pickle.dumps((report, at)))

    def _postgres_copy(self, template: str) -> str:
        """It stays until the server goes, at the end of the run."""
        server, _ = self._postgres()
        return server.create(f"{template}_{uuid4().hex[:12]}", template=template)
