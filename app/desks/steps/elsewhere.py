"""DESK: "not my department's work" (T22) – a proposal to give a complaint to another department."""

from __future__ import annotations

from flask import Response
from sqlalchemy import select

from app.complaints.actions import transfer as act
from app.complaints.errors import Refused
from app.complaints.placing import live
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.models.category import Category
from app.models.complaint import Complaint
from app.models.office import Department
from app.web.access import actor, allow
from app.web.fields import Choice, Tiles
from app.web.forms import OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.page import now
from app.web.requested import TRANSFER

SHEET = Sheet(
    Action.PROPOSE, _l("Not my department’s work"), _l("Ask for the transfer"),
    _l("Asked. Until the other department says yes, the complaint stays with you."),
    advice=_l("The other department has 2 working days to say yes; then the DC office decides. "
              "The time limit goes on."),
)  # fmt: skip


class TransferForm(OfficeForm):
    """Whose work it is, and why."""

    category = Choice(_l("Whose work is it?"), [needed])
    reason_code = Tiles(_l("Reason"), [needed], choices=list(TRANSFER.items()))
    text = Words(_l("Why does it belong there?"), [needed])


def _kinds(complaint: Complaint) -> list[tuple[str, str]]:
    """Every kind of complaint of the other departments, by department."""
    rows = db.session.execute(
        select(Category, Department)
        .join(Department, Department.id == Category.department_id)
        .where(Category.district_id == complaint.district_id, live(Category, now()))
        .where(Category.department_id != complaint.department_id)
        .order_by(Department.id, Category.id)
    ).all()
    return [(row.Category.code, f"{named(row.Department)} – {named(row.Category)}") for row in rows]


def _category(complaint: Complaint, code: str) -> Category:
    query = select(Category).where(Category.district_id == complaint.district_id, Category.code == code)
    found = db.session.scalar(query.where(live(Category, now())))
    if found is None:
        raise Refused("required", field="category")
    return found


@bp.route("/complaints/<number>/transfer", methods=["GET", "POST"])
@allow(Action.PROPOSE)
def transfer(number: str) -> Response:
    """The sheet, and the proposal."""
    complaint, form = open_for(number, Action.PROPOSE, Action.TRANSFER), TransferForm()
    form.category.choices = [("", "–"), *_kinds(complaint)]
    return serve(
        complaint, SHEET, form,
        lambda: act.ask(
            db.session, complaint.id, category=_category(complaint, form.category.data),
            reason_code=form.reason_code.data, text=form.text.data, by=actor(), at=now(),
        ),
    )  # fmt: skip
