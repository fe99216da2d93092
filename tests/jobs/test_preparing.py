"""The round before opening: quick when all is ready, complete whenever there is a doubt."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.settings import Settings
from jobs import preparing
from jobs.preparing import CATALOGUES, LOAD_DEMO, MIGRATE, REHEARSE


@pytest.fixture
def demo(tmp_path: Path) -> Settings:
    return Settings.from_env({"NIVARAN_HOME": str(tmp_path)})


def furnish(settings: Settings, version: str, persons: int) -> None:
    assert settings.database_file is not None
    with closing(sqlite3.connect(settings.database_file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO person VALUES (?)", [(number,) for number in range(persons)])
        connection.commit()
    settings.sign_ins_file.touch()


def test_the_newest_revision_is_alembics_head() -> None:
    head = ScriptDirectory(str(preparing.VERSIONS.parent)).get_current_head()
    assert preparing.newest_revision() == head


def test_a_first_start_does_everything(demo: Settings) -> None:
    assert preparing.steps(demo) == [CATALOGUES, MIGRATE, LOAD_DEMO]


def test_a_second_start_skips_what_is_done(demo: Settings) -> None:
    furnish(demo, preparing.newest_revision() or "", persons=1)
    assert preparing.steps(demo) == [CATALOGUES]


def test_an_older_schema_is_migrated(demo: Settings) -> None:
    furnish(demo, "0000", persons=1)
    assert MIGRATE in preparing.steps(demo)


def test_an_interrupted_first_start_still_gets_its_district(demo: Settings) -> None:
    furnish(demo, preparing.newest_revision() or "", persons=0)
    assert preparing.steps(demo) == [CATALOGUES, LOAD_DEMO]


def test_a_file_that_is_no_database_is_left_to_the_migration(demo: Settings) -> None:
    assert demo.database_file is not None
    demo.database_file.write_bytes(b"not a database, however one looks at it")
    assert MIGRATE in preparing.steps(demo)


def test_production_never_loads_the_demo_is_rehearsed_and_postgresql_is_always_asked(tmp_path: Path) -> None:
    """Its last step asks the database, which may refuse; the children would only be restarted for ever."""
    env = {"NIVARAN_ENV": "production", "NIVARAN_HOME": str(tmp_path), "DATABASE_URL": "postgresql://db/nivaran"}
    assert preparing.steps(Settings.from_env(env)) == [CATALOGUES, MIGRATE, REHEARSE]
