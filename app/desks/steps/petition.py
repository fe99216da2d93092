"""DESK: the petition itself – its parts, who stands behind it, and the court (D12-7 to 9, 17)."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_babel import gettext as _
from wtforms import FileField

from app.complaints.actions import petitioners
from app.complaints.actions.court import note_court
from app.complaints.actions.petitioners import Newcomer
from app.complaints.actions.split import Matter, split
from app.complaints.directory import Directory
from app.complaints.petitions import parts_of
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, files_of, open_for, serve
from app.domain.policy import Right
from app.domain.states import Action
from app.extensions import db
from app.models.category import Category
from app.models.complaint import Complaint
from app.web import words
from app.web.access import actor, allow, has, load
from app.web.casefile import may
from app.web.fields import Choice, Tiles
from app.web.forms import Line, Mobile, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.page import now, page

SPLIT = Sheet(
    Action.SPLIT, _l("Several matters: split into parts"), _l("Split"), _l("Split. Each part has its own number."),
    advice=_l(
        "The first matter stays under this number. Each further one gets a number, a post and a clock of its own."
    ),
)  # fmt: skip
JOIN = Sheet(
    Action.ADD_PETITIONER, _l("Add a petitioner"), _l("Add"), _l("Added."),
    advice=_l("One complaint, many people: each of them is told of every step."),
)  # fmt: skip
HEIR = Sheet(
    Action.CHANGE_PETITIONER, _l("Somebody else carries it on"), _l("Write down"), _l("Written down."),
    advice=_l("The history stays. From now on messages and calls go to this person."),
)  # fmt: skip
COURT = Sheet(
    Action.NOTE_COURT, _l("Before a court"), _l("Note the court case"), _l("Noted. The time limit goes on."),
    advice=_l("Only with the number of the case and its paper. The time limit goes on until a hold is approved."),
    files=True,
)  # fmt: skip


class _PersonForm(OfficeForm):
    name = Line(_l("Name"), [needed])
    mobile = Mobile(_l("Mobile number"))
    address = Line(_l("Address"))
    other_way = Line(_l("Another way to reach the person"))

    def person(self) -> Newcomer:
        """Who was written down."""
        return Newcomer(self.name.data, self.mobile.number, self.address.data, self.other_way.data)


class JoinForm(_PersonForm):
    """One more petitioner."""


class HeirForm(_PersonForm):
    """Who goes on with it, and why."""

    reason_code = Tiles(_l("Reason"), [needed], choices=list(words.HEIRS.items()))
    text = Words(_l("How it is known"), [needed])


class CourtForm(OfficeForm):
    """The number, the paper, and what is asked there."""

    court_case_no = Line(_l("Number of the court case"), [needed])
    text = Words(_l("Which court, and what it is about"), [needed])
    paper = FileField(_l("Paper of the court"))


class SplitForm(OfficeForm):
    """Up to three further matters."""

    text1 = Words(_l("Second matter"), [needed])
    category1 = Choice(_l("Its category"), default="")
    text2 = Words(_l("Third matter, if any"))
    category2 = Choice(_l("Its category"), default="")
    text3 = Words(_l("Fourth matter, if any"))
    category3 = Choice(_l("Its category"), default="")

    def matters(self, categories: dict[str, Category]) -> list[Matter]:
        """What was filled in; a matter without a category waits at the marking desk."""
        pairs = ((self.text1, self.category1), (self.text2, self.category2), (self.text3, self.category3))
        return [Matter(text.data, categories.get(chosen.data)) for text, chosen in pairs if (text.data or "").strip()]


# What may be done to a petition, each on a sheet of its own.
OPEN = ((SPLIT, "steps.split_parts"), (JOIN, "steps.petitioner"), (HEIR, "steps.heir"), (COURT, "steps.court"))


@bp.get("/complaints/<number>/petition")
@allow(Right.SEE)
def petition(number: str) -> Response:
    """Who stands behind it, its parts in one list, and what may be done about both."""
    complaint = load(number)
    by = actor()
    people = petitioners.parties_of(db.session, complaint.id) if may_know(complaint) else []
    return page(
        "steps/petition.html", c=complaint, people=people, parts=parts_of(db.session, complaint, by=by),
        sheets=[(sheet.heading, endpoint) for sheet, endpoint in OPEN if may(complaint, sheet.action)],
    )  # fmt: skip


def may_know(complaint: Complaint) -> bool:
    """Whether the names behind it are for who is looking: the post complained against never gets here."""
    return not complaint.is_confidential or has(Right.SEE_CONFIDENTIAL)


@bp.route("/complaints/<number>/split", methods=["GET", "POST"])
@allow(Action.SPLIT)
def split_parts(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.SPLIT), SplitForm()
    by, at = actor(), now()
    known = {code: row for code, row in Directory(db.session, by.district_id, at).categories.items()
             if row.department_id is not None}  # fmt: skip
    choices: list[Any] = [("", _("To be assigned later")), *[(code, named(row)) for code, row in known.items()]]
    for field in (form.category1, form.category2, form.category3):
        field.choices = choices
    return serve(complaint, SPLIT, form, lambda: split(db.session, complaint.id, form.matters(known), by=by, at=at))


@bp.route("/complaints/<number>/petitioner", methods=["GET", "POST"])
@allow(Action.ADD_PETITIONER)
def petitioner(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.ADD_PETITIONER), JoinForm()
    return serve(
        complaint, JOIN, form,
        lambda: petitioners.add_petitioner(db.session, complaint.id, form.person(), by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/heir", methods=["GET", "POST"])
@allow(Action.CHANGE_PETITIONER)
def heir(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.CHANGE_PETITIONER), HeirForm()
    return serve(
        complaint, HEIR, form,
        lambda: petitioners.change_petitioner(
            db.session, complaint.id, form.person(), reason_code=form.reason_code.data, text=form.text.data,
            by=actor(), at=now(),
        ),
    )  # fmt: skip


@bp.route("/complaints/<number>/court", methods=["GET", "POST"])
@allow(Action.NOTE_COURT)
def court(number: str) -> Response:
    """The sheet, and the step with its paper."""
    form = CourtForm()
    files = files_of(form, {"paper": "order"})
    complaint = open_for(number, Action.NOTE_COURT)
    return serve(
        complaint, COURT, form,
        lambda: note_court(
            db.session, complaint.id, court_case_no=form.court_case_no.data, text=form.text.data,
            paper=files.one("order") if files else None, by=actor(), at=now(),
        ),
        files,
    )  # fmt: skip
