"""The night watch's round before opening: which preparing steps this start needs.

A second start must be quick, and each `flask` command costs about a second of imports. So the two questions "is the
schema at its head?" and "is there anybody in the office?" are first asked here, of the file, with plain sqlite3.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from app.settings import Settings

VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"
CATALOGUES = ("app.web.catalogues",)
MIGRATE = ("flask", "--app", "wsgi", "db", "upgrade")
LOAD_DEMO = ("flask", "--app", "wsgi", "demo", "load", "--if-empty")
REHEARSE = ("jobs.rehearsal",)
REVISION = re.compile(r"""^revision(?:: str)? = ["'](\w+)["']""", re.MULTILINE)


def steps(settings: Settings) -> list[tuple[str, ...]]:
    """`python -m` arguments, in order. In doubt (PostgreSQL, an unreadable file) every step is taken."""
    version, is_staffed = _look_into(settings.database_file)
    needed: list[tuple[str, ...]] = [CATALOGUES]
    if version is None or version != newest_revision():
        needed.append(MIGRATE)
    if settings.demo_data and not (is_staffed and settings.sign_ins_file.exists()):
        needed.append(LOAD_DEMO)
    if settings.env == "production":
        needed.append(REHEARSE)
    return needed


def is_unstaffed(settings: Settings) -> bool:
    """Whether the SQLite file has nobody in it yet. PostgreSQL is not asked: False."""
    return settings.database_file is not None and not _look_into(settings.database_file)[1]


def newest_revision(versions: Path = VERSIONS) -> str | None:
    """The revision of the highest numbered migration; they are numbered in order and have one head by test."""
    files = sorted(versions.glob("[0-9]*.py"))
    found = REVISION.search(files[-1].read_text(encoding="utf-8")) if files else None
    return found[1] if found else None


def _look_into(database: Path | None) -> tuple[str | None, bool]:
    if database is None or not database.exists():
        return None, False
    try:
        with closing(sqlite3.connect(database, timeout=5)) as connection:
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            person = connection.execute("SELECT 1 FROM person LIMIT 1").fetchone()
    except sqlite3.Error:
        return None, False
    return (version[0] if version else None), person is not None
