"""DESK: papers, tests: a complaint with a talk, a photo and a report."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.desks.casework.conftest import Case, opened
from tests.desks.casework.conftest import stranger as stranger


@pytest.fixture
def case(app: Flask) -> Case:
    """The complaint at its officer, who is signed in."""
    return opened(app)


@pytest.fixture
def any_case(any_app: Flask) -> Case:
    """The same, on both databases."""
    return opened(any_app)
