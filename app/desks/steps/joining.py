"""DESK: join a complaint to another of the same problem (T4), and take it apart again (T30)."""

from __future__ import annotations

from flask import Response

from app.complaints.actions import join as asked
from app.complaints.actions import merge as act
from app.complaints.errors import NotFound, Refused
from app.complaints.similar import Alike, similar
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow, load
from app.web.fields import Tiles
from app.web.forms import Line, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.page import now

JOIN = Sheet(
    Action.MERGE, _l("Join it to another complaint"), _l("Join it"),
    _l("Joined. The complainant keeps the number and hears of every step."),
    advice=_l("Only for the same problem at the same place. The other complaint goes on; this one can be taken out "
              "again for 30 days."),
)  # fmt: skip
ASK_JOIN = Sheet(
    Action.PROPOSE, _l("Ask to join it to another complaint"), _l("Send for the decision"),
    _l("Asked. Until it is decided, the complaint stays with you."),
    advice=_l("Only for the same problem at the same place. The DC office decides."),
)  # fmt: skip
PART = Sheet(
    Action.UNMERGE, _l("Take it out again"), _l("Take it out"), _l("It stands alone again, its clock as it ran."),
)  # fmt: skip


class JoinForm(OfficeForm):
    """One of those that look alike, or another by its number."""

    alike = Tiles(_l("These look alike"), validate_choice=False)
    number = Line(_l("Or the number of another one"))

    def __init__(self, found: list[Alike]) -> None:
        super().__init__()
        self.alike.choices = [(one.complaint.number, _line_of(one.complaint)) for one in found]
        if not found:
            self.number.label.text = _l("Number of the other complaint")
            del self.alike

    @property
    def chosen(self) -> str:
        """The number that was typed, else the one that was ticked."""
        return str(self.number.data or (self.alike.data if self.alike else "") or "")


class AskJoinForm(JoinForm):
    """The same, and why; the cell decides."""

    text = Words(_l("Why is it the same problem?"), [needed])


class PartForm(OfficeForm):
    """Why they are two after all."""

    text = Words(_l("Why are these two problems?"), [needed])


def _line_of(complaint: Complaint) -> str:
    return f"{complaint.number} · {complaint.received_on:%d-%m} · {complaint.subject}"


@bp.route("/complaints/<number>/join", methods=["GET", "POST"])
@allow(Action.MERGE)
def join(number: str) -> Response:
    """The sheet with what looks alike, and the step."""
    complaint = open_for(number, Action.MERGE)
    form = JoinForm(_alike(complaint))
    return serve(
        complaint, JOIN, form,
        lambda: act.merge(db.session, complaint.id, parent_id=_parent(complaint, form).id, by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/ask-join", methods=["GET", "POST"])
@allow(Action.PROPOSE)
def ask_join(number: str) -> Response:
    """The sheet of the holder, who proposes what the cell decides."""
    complaint = open_for(number, Action.PROPOSE, Action.MERGE)
    form = AskJoinForm(_alike(complaint))
    return serve(
        complaint, ASK_JOIN, form,
        lambda: asked.ask(
            db.session, complaint.id, parent=_parent(complaint, form), text=form.text.data, by=actor(), at=now()
        ),
    )  # fmt: skip


def _alike(complaint: Complaint) -> list[Alike]:
    """Open ones of the same place, or of the same complainant."""
    person = complaint.petitioner
    mobile = next((phone.number for phone in person.phones if phone.to_at is None), "") if person else ""
    found = similar(
        db.session, mobile=mobile, text=complaint.body, place=complaint.place, besides=complaint.id, by=actor(),
        at=now(),
    )  # fmt: skip
    return [one for one in found if one.is_open]


def _parent(complaint: Complaint, form: JoinForm) -> Complaint:
    if not form.chosen:
        raise Refused("required", field="number")
    try:
        other = load(form.chosen)
    except NotFound:
        raise Refused("no_such_number", field="number") from None
    if other.id == complaint.id:
        raise Refused("parent_itself", field="number")
    return other


@bp.route("/complaints/<number>/take-out", methods=["GET", "POST"])
@allow(Action.UNMERGE)
def take_out(number: str) -> Response:
    """The sheet, and the step."""
    complaint, form = open_for(number, Action.UNMERGE), PartForm()
    return serve(
        complaint, PART, form,
        lambda: act.unmerge(db.session, complaint.id, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip
