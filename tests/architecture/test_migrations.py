"""THE TESTS: the migrations lead to exactly the registers of app/models, forward and back, on both databases."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect

from tests.architecture.house import ROOT
from tests.conftest import MakeApp, dispose

MIGRATIONS = ROOT / "migrations"
KEPT_BY_ALEMBIC = {"alembic_version"}


def _script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def _shape(app: Flask) -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Columns, indexes and CHECKs of every table, by name."""
    from app.extensions import db

    with app.app_context():
        found = inspect(db.engine)
        shape = {
            table: (
                sorted(
                    f"{column['name']} {column['type']} {column['nullable']}" for column in found.get_columns(table)
                ),
                sorted(str(index["name"]) for index in found.get_indexes(table)),
                sorted(str(constraint["name"]) for constraint in found.get_check_constraints(table)),
            )
            for table in found.get_table_names()
        }
    dispose(app)
    return shape


def test_there_is_one_head_and_a_straight_line() -> None:
    script = _script()
    assert len(script.get_heads()) == 1
    for revision in script.walk_revisions():
        assert not revision.is_branch_point, revision.revision
        assert not revision.is_merge_point, revision.revision


def test_migrations_are_numbered_in_their_order() -> None:
    line = [Path(revision.path).name for revision in _script().walk_revisions()][::-1]
    numbers = [re.match(r"(\d{4})_[a-z0-9_]+\.py$", name) for name in line]
    assert [int(found.group(1)) if found else None for found in numbers] == list(range(1, len(line) + 1)), line


def test_head_is_what_the_models_say(any_app: Flask) -> None:
    with any_app.app_context():
        check(directory=str(MIGRATIONS))  # exits with what is missing


def test_every_check_of_the_models_is_in_the_database(any_app: Flask) -> None:
    """Alembic does not compare CHECK constraints, and they hold the invariants."""
    from app.extensions import db

    stored = _shape(any_app)
    assert db.metadata.tables
    for table in db.metadata.sorted_tables:
        declared = {
            # the dialect shortens what is too long for it, and so must the comparison
            any_app_name(any_app, constraint)
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint) and constraint.name
        }
        missing = declared ^ set(stored[table.name][2])
        assert not missing, f"{table.name}: only in the models or only in the database: {missing}"


def any_app_name(app: Flask, constraint: CheckConstraint) -> str:
    from app.extensions import db

    with app.app_context():
        return str(db.engine.dialect.identifier_preparer.format_constraint(constraint)).strip('"')


def test_down_to_nothing_and_up_again(make_app: MakeApp, empty_database: str) -> None:
    app = make_app(empty_database)
    _move(app, upgrade, "head")
    first = _shape(app)
    _move(app, downgrade, "base")
    assert set(_shape(app)) <= KEPT_BY_ALEMBIC
    _move(app, upgrade, "head")
    assert _shape(app) == first


def test_each_step_can_be_taken_back(make_app: MakeApp, empty_database: str) -> None:
    app = make_app(empty_database)
    before: dict[str, object] | None = None
    for revision in list(_script().walk_revisions())[::-1]:
        _move(app, upgrade, revision.revision)
        after = _shape(app)
        if before is not None:
            _move(app, downgrade, str(revision.down_revision))
            assert _shape(app) == before, f"{revision.revision} does not undo what it did"
            _move(app, upgrade, revision.revision)
        before = dict(after)


def _move(app: Flask, how: object, revision: str) -> None:
    with app.app_context():
        how(directory=str(MIGRATIONS), revision=revision)  # type: ignore[operator]
    dispose(app)
