"""DESK: the report – what was done, with proof; and papers laid into the file beside it."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from app.complaints.actions.evidence import add_evidence
from app.complaints.actions.report import Draft, report
from app.complaints.errors import Refused
from app.complaints.proofs import Offered
from app.desks.casework.blueprint import bp
from app.desks.casework.case import receipt
from app.desks.casework.case_forms import PAPERS, EvidenceForm, ReportForm
from app.desks.casework.caseview import afresh, case_page, open_case, undone, whole
from app.domain.proof import REASON_LETTERS
from app.domain.states import Action, State
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow
from app.web.casefile import fresh
from app.web.messages import sentence
from app.web.page import is_htmx, now, part
from app.web.uploads import choose_again, offered

# Where the name of a lacking proof (domain/proof.py) stands in the form.
FIELD_OF = {
    "place": "photo_after",
    **dict.fromkeys(("document", "order", "report", "certificate", "test_slip", "statement"), "paper"),
    "money_reference": "transaction_no",
    "sanction_no": "transaction_no",
    "action_text": "text",
}


PHOTO_FIELDS = ("photo_after", "photo_before", "place")  # for these, and only these, a written reason may stand


@bp.post("/complaints/<number>/report")
@allow(Action.REPORT)
def send_report(number: str) -> Response:
    """Put the report before the approver. Nothing is half-saved: without proof not even the photos are kept."""
    form = ReportForm()
    readable = form.accepts()
    kinds = {"photo_after": "after", "photo_before": "before", "paper": _paper_kind(form)}
    files = offered(form, kinds, words_first=True)
    complaint = open_case(number)
    fresh(complaint)
    if readable and not form.problems:
        try:
            report(db.session, complaint.id, _draft(form, files), by=actor(), at=now())
        except Refused as refused:
            _place(form, refused)
        else:
            return _sent(complaint)
    choose_again(form, kinds)
    complaint = undone(number)
    if not is_htmx():
        return case_page(complaint, 422, report=form)
    return part("casework/_report.html", 422, **whole(complaint, report=form))


def _paper_kind(form: ReportForm) -> str:
    return form.paper_kind.data if form.paper_kind.data in PAPERS else "other"


def _draft(form: ReportForm, files: list[Offered]) -> Draft:
    return Draft(
        outcome=form.outcome.data or "", text=form.text.data, action_on=form.action_on.data,
        transaction_no=form.transaction_no.data or "", transaction_on=form.transaction_on.data,
        no_proof_reason=form.no_proof_reason.data or "", files=files,
    )  # fmt: skip


def _place(form: ReportForm, refused: Refused) -> None:
    """A refusal to its field: each lacking proof where it is to be given."""
    if refused.code == "money_reference":
        refused.field = "transaction_no"
    for name in refused.facts.get("lacking") or [refused.field]:  # type: ignore[attr-defined]
        field = str(name).split("|")[0]
        code = "proof_paper" if refused.code == "proof" and field not in PHOTO_FIELDS else refused.code
        form.refuse(Refused(code, field=FIELD_OF.get(field, field), **_facts(refused)))
        if code == "proof" and form.no_proof_reason.data:  # it was written, and was not enough
            form.no_proof_reason.errors = [sentence("too_short", least=REASON_LETTERS)]


def _facts(refused: Refused) -> dict[str, object]:
    return {name: value for name, value in refused.facts.items() if name != "lacking"}


def _sent(complaint: Complaint) -> Response:
    complaint = afresh(complaint)
    straight = complaint.state == State.DISPOSED
    words = _("Sent. The complainant is asked now.") if straight else _("Sent for approval.")
    return receipt(complaint, words, "report")


@bp.post("/complaints/<number>/photos")
@allow(Action.ADD_EVIDENCE)
def add_photos(number: str) -> Response:
    """Lay a photo or paper into the file, also of a closed complaint."""
    form = EvidenceForm()
    form.accepts()
    files = offered(form, {"file": form.kind.data or ""}, words_first=True)
    complaint = open_case(number)
    if not form.problems:
        try:
            add_evidence(db.session, complaint.id, files, by=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return receipt(complaint, _("Laid into the file."))
    choose_again(form, {"file": ""})
    return case_page(undone(number), 422, file=form)
