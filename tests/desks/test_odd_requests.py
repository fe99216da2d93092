"""Requests that no form of ours sends: refused or harmless, never a fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.complaints.queries import visible_to
from app.extensions import db
from app.models.complaint import Complaint
from tests.client import QualityClient
from tests.office import make_office, one_complaint, register_one, seated

AT = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def number(any_app: Flask) -> str:
    return one_complaint(any_app, at=AT, bring=register_one)


@pytest.fixture
def cell(any_app: Flask, number: str) -> QualityClient:
    return seated(any_app, "cell")


@pytest.mark.parametrize("post", ["²", "9" * 30, "9" * 5000, "-1", "१"])
def test_a_post_that_is_none_is_the_suggested_one(cell: QualityClient, number: str, post: str) -> None:
    answer = cell.post(f"/marking/{number}", data={f"category-{number}": "ROAD", f"post-{number}": post})
    assert answer.status_code == 303


@pytest.mark.parametrize("charge", ["²", "9" * 30, "9" * 5000])
def test_a_charge_that_is_none_is_not_mine(cell: QualityClient, charge: str) -> None:
    assert cell.post("/account/charge", data={"charge": charge}).status_code == 303


@pytest.mark.parametrize(
    "address", ["/marking?page=" + "9" * 30, "/search?q=" + "+".join(f"w{i}" for i in range(1500))]
)
def test_more_than_a_database_can_count(cell: QualityClient, address: str) -> None:
    assert cell.get(address).status_code == 200


def test_a_head_without_a_department_does_not_get_the_unmarked(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_office(db.session, AT)
        register_one(db.session, office, at=AT)
        head = replace(office.actors["hod"], department_id=None)
        assert db.session.scalars(select(Complaint.id).where(visible_to(head))).all() == []
