"""THE TESTS: the counter of the demo district, with its clerk signed in."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import QualityClient
from tests.desks.counter_office import open_office, signed_in


@pytest.fixture
def office(app: Flask) -> Flask:
    return open_office(app)


@pytest.fixture
def clerk(office: Flask) -> QualityClient:
    return signed_in(office, "cell")
