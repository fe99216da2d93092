"""DESK: steps that have to do with time – the progress report, reports asked for regularly, the category corrected."""

from __future__ import annotations

from flask import Response

from app.complaints.actions.mark import mark, may_count_late
from app.complaints.actions.work import progress as report_progress
from app.complaints.directory import Directory
from app.complaints.errors import Refused
from app.complaints.progress import MOST_DAYS, ask_regularly
from app.complaints.stints import open_stint
from app.desks.steps.blueprint import bp
from app.desks.steps.sheet import Sheet, open_for, serve
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint
from app.web.access import actor, allow
from app.web.fields import Choice, Count
from app.web.forms import OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.page import now

PROGRESS = Sheet(
    Action.COMMENT, _l("Progress report"), _l("Send the progress report"), _l("The progress report is in the file."),
    advice=_l("Say how far the work is and what comes next. The DC's list of walk-ins counts it."),
)  # fmt: skip
REGULARLY = Sheet(
    Action.COMMENT, _l("Have it reported regularly"), _l("Ask for it"), _l("A report is now owed regularly."),
    advice=_l("Whoever has the complaint owes a progress report each time, until it is disposed."),
)  # fmt: skip
CATEGORY = Sheet(
    Action.MARK, _l("Correct the category or the post"), _l("Correct it"), _l("It was corrected."),
    advice=_l("Another post of the same department gets it with the same dates. Another category: within three days of "
              "assigning the dates are counted anew from the start, later only by the DC office."),
)  # fmt: skip


class ProgressForm(OfficeForm):
    """How far it is."""

    text = Words(_l("How far is it, what comes next?"), [needed])


class RegularForm(OfficeForm):
    """Every so many days."""

    every = Count(_l("Days between two reports"), least=1, most=MOST_DAYS, validators=[needed], default=7)


class CategoryForm(OfficeForm):
    """The right category, and who has it then."""

    category = Choice(_l("Right category"))
    post = Choice(_l("Which post"), coerce=int)
    text = Words(_l("Why"))


@bp.route("/complaints/<number>/progress", methods=["GET", "POST"])
@allow(Action.COMMENT)
def progress(number: str) -> Response:
    """The holder's report on a walk-in (ruling 12)."""
    complaint, form = open_for(number, Action.COMMENT), ProgressForm()
    return serve(
        complaint, PROGRESS, form,
        lambda: report_progress(db.session, complaint.id, text=form.text.data, by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/regular-reports", methods=["GET", "POST"])
@allow(Action.HOLD)
def regularly(number: str) -> Response:
    """The DC or the nodal officer wants to hear of it every so many days."""
    complaint, form = open_for(number, Action.COMMENT), RegularForm()
    return serve(
        complaint, REGULARLY, form,
        lambda: ask_regularly(db.session, complaint.id, every=form.every.data or 0, by=actor(), at=now()),
    )  # fmt: skip


@bp.route("/complaints/<number>/category", methods=["GET", "POST"])
@allow(Action.MARK)
def category(number: str) -> Response:
    """Another category of the same department, with or without another post."""
    complaint = open_for(number, Action.MARK)
    book = Directory(db.session, complaint.district_id, now())
    form = _category_form(complaint, book)
    stands = _other_days(complaint, form)

    def correct() -> None:
        kind, post = book.categories[form.category.data], book.posts[form.post.data]
        same = (kind.id, post.id) == (complaint.category_id, complaint.post_id)
        if same and not stands:
            raise Refused("nothing_changed", field="category")
        mark(db.session, complaint.id, category=kind, post=post, by=actor(), at=now(), text=form.text.data, anew=same)

    return serve(complaint, CATEGORY, form, correct)


def _other_days(complaint: Complaint, form: CategoryForm) -> bool:
    """Whether its category came too late for the dates, and who asks may have them counted: then the page says so."""
    running = open_stint(db.session, complaint)
    if running is None or not may_count_late(db.session, complaint, running, actor(), now()):
        return False
    form.category.description = _l(
        "The dates still run by the days of the earlier category. Press “Correct it” and change nothing else: they are "
        "counted anew from the start by this one."
    )
    return True


def _category_form(complaint: Complaint, book: Directory) -> CategoryForm:
    known = complaint.category.code if complaint.category else ""
    form = CategoryForm(category=known, post=complaint.post_id)
    mine = complaint.department_id
    form.category.choices = [(code, named(row)) for code, row in book.categories.items() if row.department_id == mine]
    form.post.choices = [
        (post.id, named(post)) for post in book.posts.values()
        if post.id == complaint.post_id or (post.level and post.department_id == mine)
    ]  # fmt: skip
    return form
