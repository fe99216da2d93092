"""THE TESTS: what each test's application would make anew from the same sources is made once per worker process.

Templates, addresses and statements are compiled in every application's first request: half of the suite's time. What
is kept here is the compiled code alone, under all that it was made from; nothing of one test's data reaches another.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import util
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

from app.accounts import passwords
from app.extensions import db
from app.web import voices

_templates: dict[tuple[str, str, str], CodeType] = {}
_builders: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
_statements: dict[type, util.LRUCache[Any, Any]] = {}


class Shelf(BytecodeCache):
    """Compiled templates of one language, by name and source."""

    def __init__(self, language: str) -> None:
        self.language = language

    def _place(self, bucket: Bucket) -> tuple[str, str, str]:
        return self.language, bucket.key, bucket.checksum

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _templates.get(self._place(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            _templates[self._place(bucket)] = bucket.code


def install() -> None:
    """Once per process: addresses are compiled once, two engines of one kind can read each other's statements, and
    a password costs nothing."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._hasher.hash("nobody has this password")
    compiled = Rule._compile_builder

    def builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made_from = (tuple(rule._trace), tuple(sorted((rule.defaults or {}).items())), append_unknown)
        if made_from not in _builders:
            _builders[made_from] = compiled(rule, append_unknown)
        return _builders[made_from]

    Rule._compile_builder = builder  # type: ignore[method-assign]
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign, assignment]
        dialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign, assignment]


def warm(app: Flask) -> Flask:
    """Give an application what others before it compiled."""
    for language, environment in app.extensions[voices._KEY].items():
        environment.bytecode_cache = Shelf(language)
    with app.app_context():
        for engine in db.engines.values():
            engine._compiled_cache = _statements.setdefault(type(engine.dialect), util.LRUCache(4000))
    return app
