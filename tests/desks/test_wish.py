"""The call desk: a wish to withdraw goes from the cell's sheet to the desk's own list, and only the caller ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.complaint import Complaint
from tests.client import QualityClient
from tests.complaints.way import accepted
from tests.office import one_complaint, seated

SAID = "भाई ने फ़ोन किया: अब शिकायत वापस लेनी है"


@pytest.fixture
def number(app: Flask) -> str:
    def bring(session, office, *, at):  # type: ignore[no-untyped-def]
        return accepted(session, office, at)

    return one_complaint(app, at=datetime.now(UTC) - timedelta(hours=6), bring=bring)


def noted(app: Flask, number: str) -> QualityClient:
    cell = seated(app, "cell")
    assert f"/complaints/{number}/wants-to-withdraw" in cell.get(f"/complaints/{number}").text
    assert cell.get(f"/complaints/{number}/wants-to-withdraw").status_code == 200
    short = cell.post(f"/complaints/{number}/wants-to-withdraw", data={"text": "हाँ"})
    assert short.status_code == 422
    assert cell.post(f"/complaints/{number}/wants-to-withdraw", data={"text": SAID}).status_code == 303
    case = cell.get(f"/en/complaints/{number}").text
    assert "Wants to withdraw – the call desk asks back" in case
    assert f"/complaints/{number}/wants-to-withdraw" not in case
    return cell


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_desk_lists_it_and_the_complaint_goes_on(app: Flask, number: str, prefix: str) -> None:
    caller = seated(app, "caller")
    assert number not in caller.get("/call-desk").text
    assert caller.get(f"/call-desk/{number}").status_code == 404
    noted(app, number)
    assert number in caller.get(f"{prefix}/call-desk").text
    script = caller.get(f"{prefix}/call-desk/{number}").text
    assert SAID in script
    assert f"{prefix}/complaints/{number}/withdraw" in script
    assert 'name="satisfied"' not in script  # no report was made: there is nothing to be satisfied with
    refused = caller.post(f"{prefix}/call-desk/{number}/keep", data={"text": "नहीं, काम अभी बाकी है, चलने दें"})
    assert refused.status_code == 422
    assert "काम अभी बाकी है" in refused.text
    assert caller.post(f"{prefix}/call-desk/{number}/call").status_code == 200
    kept = caller.post(f"{prefix}/call-desk/{number}/keep", data={"text": "नहीं, काम अभी बाकी है, चलने दें"})
    assert kept.status_code == 303
    assert caller.get(f"{prefix}/call-desk/{number}").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Complaint.state)).one() == "in_action"


def test_the_caller_closes_it_and_nobody_else_can(app: Flask, number: str) -> None:
    noted(app, number)
    for who in ("officer", "hod", "nodal", "dc", "cell"):
        assert seated(app, who).get(f"/complaints/{number}/withdraw").status_code == 403
        assert seated(app, who).post(f"/call-desk/{number}/keep", data={"text": SAID}).status_code == 403
    caller = seated(app, "caller")
    said = {"text": "ख़ुद बताया कि दबाव नहीं है, काम हो गया"}
    assert caller.post(f"/complaints/{number}/withdraw", data=said).status_code == 422
    caller.post(f"/call-desk/{number}/call")
    assert caller.post(f"/complaints/{number}/withdraw", data=said).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Complaint.state)).one() == "withdrawn"
