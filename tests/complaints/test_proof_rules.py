"""THE CASEBOOK, tests: every category of D11 through the real report – what it asks for, what stands for it, and what
the approver sees."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.complaints.actions.approve import approve, is_flagged
from app.complaints.actions.mark import mark
from app.complaints.actions.report import Draft, report
from app.complaints.actions.work import acknowledge, log_dialogue
from app.complaints.errors import Refused
from app.complaints.proofs import Offered
from app.domain.calendar import ist_date
from app.evidence.keep import Kept
from app.extensions import db
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.report import Report
from tests.office import Office, make_office, register_one

TEXT = "मौके पर जाकर काम पूरा कराया गया, शिकायतकर्ता से बात हुई और रिकॉर्ड में लिखा गया"
REASON = "रात के समय बारिश में तार जोड़ा गया, अंधेरे के कारण मौके की फ़ोटो नहीं ली जा सकी, लाइनमैन साथ थे"
PAID = {"transaction_no": "UTR2026112200017", "transaction_on": date(2026, 11, 2)}

# D11: category → rule, what is lacking with nothing at hand, what fulfils it (kinds of files, fields).
D11 = [
    ("water, no supply", "photo", ["photo_after"], ("after",), {}),
    ("water, dirty", "test_slip", ["test_slip"], ("receipt",), {}),
    ("water, leakage", "before_after", ["photo_before", "photo_after"], ("before", "after"), {}),
    ("water, bill", "document", ["document"], ("receipt",), {}),
    ("live wire, transformer", "photo", ["photo_after"], ("after",), {}),
    ("power connection, meter, bill", "document", ["document"], ("letter",), {}),
    ("pothole, road, culvert", "before_after_place", ["photo_before", "photo_after", "place"], ("before", "after"), {}),
    ("land for road", "order", ["order"], ("order",), {}),
    ("waste, drain, street light", "photo", ["photo_after"], ("after",), {}),
    ("encroachment", "photo_order", ["photo_after", "order"], ("after", "order"), {}),
    ("property ID, tax", "document", ["document"], ("other",), {}),
    ("MGNREGA wages", "transaction", ["transaction_no", "transaction_on"], (), PAID),
    ("PMAY", "document", ["document"], ("letter",), {}),
    ("against sarpanch", "report", ["report"], ("report",), {}),
    ("mutation, demarcation", "order", ["order"], ("order",), {}),
    ("possession", "order", ["order"], ("order",), {}),
    ("certificates", "certificate", ["certificate"], (), {"transaction_no": "INC/2026/441"}),
    ("pension not received", "transaction", ["transaction_no", "transaction_on"], (), PAID),
    ("new pension", "sanction", ["sanction_no"], (), {"transaction_no": "SW/2026/88"}),
    ("ration", "document_or_statement", ["document|statement"], ("statement",), {}),
    ("staff absent, medicine", "report", ["report"], ("report",), {}),
    ("Ayushman", "document", ["document"], ("letter",), {}),
    ("teacher absent, mid-day meal", "report", ["report"], ("report",), {}),
    ("FIR, enquiry", "report", ["report"], ("report",), {}),
    ("crop insurance", "document", ["document"], ("receipt",), {}),
    ("canal water", "photo", ["photo_after"], ("after",), {}),
]  # fmt: skip
WITH_PHOTO = {"photo", "before_after", "before_after_place", "photo_order"}
serial = count(1)


def file(kind: str) -> Offered:
    """A stored file of a kind, as the evidence room would hand it on."""
    sha = hashlib.sha256(f"{kind}{next(serial)}".encode()).hexdigest()
    kept = Kept(sha256=sha, store_key=f"{sha}.jpg", mime="image/jpeg", size=1000, dhash=int(sha[:15], 16))
    return Offered(kept=kept, kind=kind, latitude=29.1, longitude=76.2, accuracy_m=8)


class Ready:
    """A small office in which complaints of any rule wait for their report."""

    def __init__(self, session: Session, office: Office, at: datetime) -> None:
        self.session, self.office, self.at = session, office, at

    def complaint(self, rule: str) -> Complaint:
        """Marked, accepted, spoken."""
        no = next(serial)
        since = self.at - timedelta(days=300)
        category = Category(
            district_id=self.office.district.id, code=f"{rule}{no}", department_id=self.office.department.id,
            name_hi=rule, name_en=rule, profile="standard", proof=rule, words=[], valid_from=since,
            is_money=rule == "transaction",
        )  # fmt: skip
        self.session.add(category)
        row = register_one(self.session, self.office, at=self.at, no=no)
        officer = self.office.actors["officer"]
        mark(self.session, row.id, category=category, post=self.office.posts["officer"],
             by=self.office.actors["cell"], at=self.at)  # fmt: skip
        acknowledge(self.session, row.id, next_step="visit", next_step_on=ist_date(self.at), by=officer, at=self.at)
        log_dialogue(self.session, row.id, kind="visit", result="talked", text="बात हुई", by=officer, at=self.at)
        return row

    def report(self, row: Complaint, kinds: tuple[str, ...] = (), **fields: Any) -> Report:
        told = {"outcome": "relief", "text": TEXT, "action_on": ist_date(self.at), **fields}
        draft = Draft(**told, files=[file(kind) for kind in kinds])
        return report(self.session, row.id, draft, by=self.office.actors["officer"], at=self.at)


@pytest.fixture
def ready(any_app: Flask) -> Any:
    at = datetime(2026, 11, 3, 6, tzinfo=UTC)
    with any_app.app_context():
        session: Session = db.session  # type: ignore[assignment]
        yield Ready(session, make_office(session, at), at)
        session.rollback()


def test_nothing_passes_without_its_proof_and_each_passes_with_it(ready: Ready) -> None:
    for name, rule, lacking, kinds, fields in D11:
        row = ready.complaint(rule)
        with pytest.raises(Refused) as refused:
            ready.report(row)
        assert refused.value.code == "proof", name
        assert refused.value.facts["lacking"] == lacking, name
        assert ready.report(row, kinds, **fields).state == "submitted", name
        assert row.state == "atr_submitted", name


def test_money_has_a_number_that_can_be_found(ready: Ready) -> None:
    row = ready.complaint("transaction")
    with pytest.raises(Refused) as refused:
        ready.report(row, **PAID | {"transaction_no": "--"})
    assert refused.value.code == "money_reference"
    assert ready.report(row, **PAID).state == "submitted"


def test_a_written_reason_stands_for_a_photo_never_for_a_paper_or_money(ready: Ready) -> None:
    for name, rule, _lacking, kinds, _fields in D11:
        row = ready.complaint(rule)
        papers = tuple(kind for kind in kinds if kind not in ("before", "after"))
        if rule in WITH_PHOTO:
            sent = ready.report(row, papers, no_proof_reason=REASON)
            assert sent.no_proof_reason == REASON, name
            assert is_flagged(sent), name
        else:
            with pytest.raises(Refused, match="proof"):
                ready.report(row, no_proof_reason=REASON)


def test_a_short_reason_stands_for_nothing(ready: Ready) -> None:
    with pytest.raises(Refused, match="proof"):
        ready.report(ready.complaint("photo"), no_proof_reason="फ़ोटो नहीं ली")


def test_who_approves_in_spite_of_the_reason_writes_why(ready: Ready) -> None:
    row = ready.complaint("photo")
    ready.report(row, no_proof_reason=REASON)
    hod = ready.office.actors["hod"]
    with pytest.raises(Refused, match="reason_for_flag"):
        approve(ready.session, row.id, by=hod, at=ready.at)
    approve(ready.session, row.id, remark="स्वयं मौके पर जाकर देखा, काम पूरा है", by=hod, at=ready.at)
    assert row.state == "disposed"


def test_what_is_only_explained_needs_no_proof(ready: Ready) -> None:
    for rule in ("photo", "order", "certificate"):
        assert ready.report(ready.complaint(rule), outcome="explained").state == "submitted"


def test_a_photo_of_the_complaint_shows_how_it_was_before(ready: Ready) -> None:
    row = ready.complaint("before_after")
    assert ready.report(row, ("complaint", "after")).state == "submitted"


@pytest.mark.parametrize("outcome", ["partial", "already_done"])
def test_whatever_claims_work_owes_its_proof(ready: Ready, outcome: str) -> None:
    row = ready.complaint("photo")
    with pytest.raises(Refused) as refused:
        ready.report(row, outcome=outcome)
    assert refused.value.facts["lacking"] == ["photo_after"]
    ready.report(row, ("after",), outcome=outcome)
    assert row.state == "atr_submitted"
