"""THE TESTS, the machine: where its lives are led – each on an untouched copy of the built district."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from app.extensions import db
from tests import postgres
from tests.machine.district import World, build


@contextmanager
def on_sqlite(make_app: Any, template: Path, folder: Path) -> Iterator[Any]:
    """Each life on a fresh copy of the file in which the district was built."""
    built, used = folder / "built.db", folder / "used.db"
    shutil.copyfile(template, built)
    app: Flask = make_app(f"sqlite:///{built}")
    world = _built(app)
    _close(app)
    app = make_app(f"sqlite:///{used}")

    def fresh() -> tuple[Flask, World]:
        _close(app)
        for old in folder.glob("used.db*"):
            old.unlink()
        shutil.copyfile(built, used)
        return app, _again(world)

    yield fresh


@contextmanager
def on_postgres(make_app: Any, server: postgres.PostgresServer, template: str) -> Iterator[Any]:
    """Each life on a fresh copy of the database in which the district was built."""
    built, used = f"machine_{id(make_app)}", f"life_{id(make_app)}"
    app: Flask = make_app(server.create(built, template=template))
    world = _built(app)
    _close(app)
    app = make_app(server.url(used))

    def fresh() -> tuple[Flask, World]:
        _close(app)
        if server.has(used):
            server.drop(used)
        server.create(used, template=built)
        return app, _again(world)

    yield fresh
    _close(app)
    for name in (built, used):
        if server.has(name):
            server.drop(name)


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _built(app: Flask) -> World:
    with app.app_context():
        world = build(db.session)  # type: ignore[arg-type]
        db.session.commit()
        db.session.expire_on_commit = False  # type: ignore[attr-defined]
        for row in [*world.categories.values(), *world.office.posts.values(), world.office.district]:
            db.session.refresh(row)
        for place in world.office.places.values():
            db.session.refresh(place)
        db.session.expunge_all()
    return world


def _again(world: World) -> World:
    """The same people in a new life."""
    return World(world.office, world.categories, world.actors)
