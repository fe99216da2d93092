"""DESK: casework, tests: photos and papers – laid into the file, and shown only to those who may see the complaint."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from tests.desks.casework.conftest import Case, photo

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" \
      b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n" \
      b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n98\n%%EOF\n"  # fmt: skip


def first_photo(case: Case) -> int:
    with case.app.app_context():
        return db.session.scalars(select(Attachment.id)).one()


@pytest.mark.parametrize(("size", "kind"), [("full", "image/jpeg"), ("thumb", "image/webp"), ("small", "image/webp")])
def test_a_photo_in_its_sizes(case: Case, size: str, kind: str) -> None:
    assert case.post("photos", kind="before", file=photo()).status_code == 303
    answer = case.get(f"/photos/{first_photo(case)}/{size}")
    assert answer.status_code == 200
    assert answer.content_type == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    named = answer.headers["Content-Disposition"]
    assert named.startswith("inline; ")
    assert case.number in unquote(named)
    assert answer.data[:3] == b"\xff\xd8\xff" or answer.data[:4] == b"RIFF"


def test_what_was_laid_into_the_file_is_an_event(case: Case) -> None:
    case.post("photos", kind="before", file=photo())
    case.post("photos", kind="before", file=photo())
    assert case.actions().count("add_evidence") == 1, "the same file is not laid twice"


def test_a_paper_is_shown_in_a_sandbox(case: Case) -> None:
    answer = case.post("photos", kind="order", file=(io.BytesIO(PDF), "order.pdf"))
    assert answer.status_code == 303, answer.text
    shown = case.get(f"/photos/{first_photo(case)}/full")
    assert shown.content_type == "application/pdf"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert case.get(f"/photos/{first_photo(case)}/thumb").status_code == 404


@pytest.mark.parametrize("file", [(io.BytesIO(), ""), (io.BytesIO(b"MZ"), "x.jpg")])
def test_nothing_and_no_photo_are_refused(case: Case, file: tuple[io.BytesIO, str]) -> None:
    assert case.post("photos", kind="before", file=(io.BytesIO(file[0].getvalue()), file[1])).status_code == 422
    assert "add_evidence" not in case.actions()


def test_a_paper_is_no_photo(case: Case) -> None:
    assert case.post("photos", kind="after", file=(io.BytesIO(PDF), "after.jpg")).status_code == 422


def test_a_photo_of_another_complaint_is_not_found(case: Case) -> None:
    case.post("photos", kind="before", file=photo())
    known = first_photo(case)
    foreign = case.another()
    assert case.client.get(f"/complaints/{foreign}/photos/{known}/full").status_code == 404
    assert case.client.get(f"/complaints/{case.number}/photos/{known + 1}/full").status_code == 404


@pytest.mark.parametrize("username", ["caller", "admin"])
def test_who_may_not_see_the_complaint_sees_no_photo(case: Case, username: str) -> None:
    case.post("photos", kind="before", file=photo())
    answer = case.as_(username).get(f"/photos/{first_photo(case)}/full")
    assert answer.status_code in (403, 404)


def test_no_other_sizes(case: Case) -> None:
    case.post("photos", kind="before", file=photo())
    assert case.get(f"/photos/{first_photo(case)}/original").status_code == 404


def test_a_confidential_photo_is_not_for_the_cell(case: Case) -> None:
    case.post("photos", kind="before", file=photo())
    with case.app.app_context():
        db.session.scalars(select(Complaint)).one().is_confidential = True
        db.session.commit()
    assert case.as_("cell").get(f"/photos/{first_photo(case)}/full").status_code == 404
