"""THE TESTS: two transactions at once, the second begun while the first has not committed yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

from app.extensions import db

Made = TypeVar("Made")
A_WHILE = 0.5  # seconds that the second has to run into the first


def first_and_second(app: Flask, act: Callable[[], Made]) -> tuple[Made, Made]:
    """`act` in two threads with a session each; the second begins when the first has acted and not yet committed."""
    acted, begun = threading.Event(), threading.Event()

    def first() -> Made:
        with app.app_context():
            made = act()
            db.session.flush()
            acted.set()
            begun.wait(timeout=20)
            threading.Event().wait(A_WHILE)
            db.session.commit()
            return made

    def second() -> Made:
        with app.app_context():
            acted.wait(timeout=20)
            begun.set()
            made = act()
            db.session.commit()
            return made

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(first), pool.submit(second)
        return one.result(timeout=60), other.result(timeout=60)
