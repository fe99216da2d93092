"""DESK: steps, tests: settled on the spot at a camp, from the officer's sheet to the senior's yes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.extensions import db
from app.models.complaint import Complaint
from tests.client import QualityClient
from tests.desks.casework.conftest import TEXT, Case, photo, report_fields
from tests.office import make_office, register_and_mark


@pytest.fixture
def camp(app: Flask) -> Case:
    """A complaint of today's camp at its officer, who is signed in."""
    at = datetime.now(UTC)
    with app.app_context():
        office = make_office(db.session, at)  # type: ignore[arg-type]
        number = register_and_mark(db.session, office, at=at, source="SSV").number  # type: ignore[arg-type]
        db.session.commit()
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in("officer")
    return Case(app, client, number, office)


def sheet(**other: object) -> dict[str, object]:
    return {"outcome": "relief", "text": TEXT, "action_on": report_fields()["action_on"], "signature": photo()} | other


def test_settled_and_agreed(camp: Case) -> None:
    assert f"/complaints/{camp.number}/settled" in camp.get().text
    assert camp.get("/settled").status_code == 200
    assert camp.post("settled", **sheet()).status_code == 303
    sdm = camp.as_("sdm")
    assert TEXT in sdm.client.get("/decisions").text
    decided = sdm.client.post(f"/decisions/{camp.number}/on_spot", data={"decision": "grant"})
    assert decided.status_code == 303
    assert camp.row().state == "closed_satisfied"
    assert "शिविर में" in camp.get().text


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_without_the_signature_all_is_kept(camp: Case, htmx: bool) -> None:
    fields = sheet()
    del fields["signature"]
    refused = camp.post("settled", htmx=htmx, **fields)
    assert refused.status_code == 422
    assert TEXT in refused.text
    assert 'href="#signature"' in refused.text


def test_no_such_door_beside_a_camp(camp: Case) -> None:
    with camp.app.app_context():
        db.session.query(Complaint).update({"source": "WLK"})
        db.session.commit()
    assert f"/complaints/{camp.number}/settled" not in camp.get().text
    refused = camp.post("settled", **sheet())
    assert refused.status_code == 422
    assert TEXT in refused.text
