"""DESK: one step, one sheet – heading, a line of advice, fields, one button; the same way for every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, request, url_for

from app.complaints import timeline
from app.complaints.errors import NotFound, Refused
from app.complaints.proofs import Offered
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import load
from app.web.casefile import fresh, leads, may
from app.web.forms import OfficeForm
from app.web.page import anew, is_htmx, page, part
from app.web.uploads import choose_again, offered


@dataclass(frozen=True)
class Files:
    """What came with a form: whether its other fields could be read, and the files that were good."""

    readable: bool
    kinds: Mapping[str, str]
    good: Sequence[Offered]

    def one(self, *kinds: str) -> Offered | None:
        """The first file of one of the kinds."""
        return next((file for file in self.good if file.kind in kinds), None)


@dataclass(frozen=True)
class Sheet:
    """The words of a step's page. `done` is said on the case page afterwards; `files`: the form carries files."""

    action: Action
    heading: Any
    button: Any
    done: Any
    advice: Any = ""
    is_grave: bool = False
    files: bool = False


def open_for(number: str, action: Action, leads_to: Action | None = None) -> Complaint:
    """The complaint, if this step is open to who is asking. Raises NotFound otherwise, as for a stranger's number.

    `leads_to`: what a proposal asks for; its row of the table must be open too.
    """
    complaint = load(number)
    if request.method == "GET" and not (may(complaint, action) and leads(complaint, leads_to)):
        raise NotFound(number)
    return complaint


def files_of(form: OfficeForm, kinds: Mapping[str, str]) -> Files | None:
    """The files that came with a form, looked at before the database is touched; None where the page is only opened.

    `kinds`: field name → kind of attachment.
    """
    if request.method != "POST":
        return None
    readable = form.accepts()
    return Files(readable, kinds, offered(form, kinds))


def serve(
    complaint: Complaint, sheet: Sheet, form: OfficeForm, run: Callable[[], object], files: Files | None = None,
    **shown: Any,
) -> Response:  # fmt: skip
    """Show the sheet, or take the step and go back to the case. A refusal stands at its field with all that was typed.

    `run` calls the action of the casebook; `shown` goes to the template beside the form. `files` are those that
    `files_of` has looked at: the fields were read with them.
    """
    number = complaint.number
    if request.method == "POST":
        fresh(complaint)
    if files.readable and not form.problems if files else form.accepts():
        try:
            run()
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(str(sheet.done))
            return anew(url_for("casework.case", number=number))
    if request.method == "GET":
        return _sheet(complaint, sheet, form, 200, shown)
    if files:
        choose_again(form, files.kinds)
    db.session.rollback()  # whatever the step had begun to write is gone
    return _sheet(load(number), sheet, form, 422, shown)


def _sheet(complaint: Complaint, sheet: Sheet, form: OfficeForm, status: int, shown: dict[str, Any]) -> Response:
    told = {"c": complaint, "sheet": sheet, "form": form, "rev": timeline.revision_now(db.session, complaint), **shown}
    return part("steps/_form.html", status, **told) if is_htmx() else page("steps/step.html", status, **told)
