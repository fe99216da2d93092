"""THE TESTS: a private PostgreSQL server, shared by all workers of one run; no port, no password, never root.

The first worker that asks starts it, the end of the run stops it (tests/conftest.py). Data and socket live in the
folder of the run, and nothing is ever synced to disk: the server is as durable as the run.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

INSTALL = "PostgreSQL is missing: apt-get install postgresql"
SPEED = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


def binaries() -> Path | None:
    """The newest folder that holds initdb and pg_ctl, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _account() -> pwd.struct_passwd:
    """Whom the server runs as: the one who runs the tests, but never root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


class PostgresServer:
    """One server of one test run, living in `folder` (short: a socket's path has room for some hundred bytes)."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other worker of this run starts the server or prepares a database meanwhile."""
        self.folder.mkdir(exist_ok=True)
        with (self.folder / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @property
    def is_running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def start(self) -> None:
        """Start the server unless another worker of this run already has."""
        with self.alone():
            if self.is_running:
                return
            account = _account()
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            settings = ["--auth=trust", "--username=nivaran", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"]
            self._run("initdb", *settings, "-D", "data")
            options = " ".join(f"-c {name}={value}" for name, value in SPEED.items())
            self._run("pg_ctl", "start", "-w", "-l", "log", "-D", "data", "-o", f"-k {self.folder} {options}")

    def stop(self) -> None:
        if self.is_running:
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", "data")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://nivaran@/{database}?host={self.folder}"

    def has(self, database: str) -> bool:
        with self._connect() as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        return row is not None

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, copied from `template` file by file (through the log takes longer). Returns its address."""
        with self._connect() as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
            connection.execute(statement.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def rename(self, database: str, name: str) -> None:
        with self._connect() as connection:
            statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(statement.format(sql.Identifier(database), sql.Identifier(name)))

    def drop(self, database: str) -> None:
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="nivaran", dbname="postgres", autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        account = _account()
        as_whom = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        command = [str(self._programs / program), *arguments]
        # pg_ctl's child keeps the output open for as long as it lives: a pipe would never end, a file does not wait
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, cwd=self.folder, stdout=said, stderr=said, timeout=60, **as_whom)
            said.seek(0)
            if done.returncode != 0:
                raise RuntimeError(f"{program} failed: {said.read().decode(errors='replace')}")
