"""DESK: handing over charge, and the charge report that both sign (D12-11)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from wtforms import Field
from wtforms.validators import ValidationError

from app.accounts.handover import hand_over as act
from app.accounts.handover import may_hand_over
from app.accounts.order_dates import AHEAD, BACK
from app.complaints import charge_report
from app.complaints.errors import NotFound, Refused
from app.complaints.placing import live
from app.desks.posts.blueprint import bp
from app.domain.calendar import instant, ist_date
from app.domain.policy import Right
from app.extensions import db
from app.models.account import Person
from app.models.office import Post
from app.web.access import actor, allow, has
from app.web.fields import Choice, Tiles
from app.web.forms import Day, Line, OfficeForm, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.page import anew, is_htmx, now, page, part

YEAR = timedelta(days=366)


def _key(raw: Any) -> int | None:
    return int(raw) if str(raw).isdigit() else None


class HandOverForm(OfficeForm):
    """Which post, to whom, from when, by which order."""

    post_id = Choice(_l("Post"), coerce=_key, validators=[needed])
    person_id = Choice(_l("Who takes over"), coerce=_key, validators=[needed])
    kind = Tiles(
        _l("Kind of charge"), default="regular",
        choices=[("regular", _l("Regular")), ("additional", _l("Additional charge"))],
    )  # fmt: skip
    on = Day(
        _l("From"),
        description=_l(
            "Empty: from now on. At most %(back)s days back and %(ahead)s days ahead.", back=BACK, ahead=AHEAD
        ),
    )
    order_no = Line(_l("Order number"), [needed], limit=80)

    def validate_on(self, field: Field) -> None:
        if field.data and field.data < ist_date(now()) - YEAR:
            raise ValidationError(_("This lies more than a year back."))

    def from_at(self, at: datetime) -> datetime:
        """When the charge changes hands: now, or the first minute of another day."""
        on = self.on.data
        return at if on is None or on == ist_date(at) else instant(on, time(0))


def _form(at: datetime) -> HandOverForm:
    by = actor()
    posts = select(Post).where(may_hand_over(by), live(Post, at)).order_by(Post.department_id, Post.name_hi)
    people = select(Person).where(Person.district_id == by.district_id, Person.is_active).order_by(Person.name_hi)
    form = HandOverForm()
    form.post_id.choices = [("", _l("Choose")), *((post.id, named(post)) for post in db.session.scalars(posts))]
    form.person_id.choices = [
        ("", _l("Choose")),
        *((person.id, f"{named(person)} ({person.username})") for person in db.session.scalars(people)),
    ]
    return form


@bp.route("/posts/hand-over", methods=["GET", "POST"])
@allow(Right.HAND_OVER)
def hand_over() -> Response:
    """End one person's charge of a post and begin another's."""
    at = now()
    form = _form(at)
    if form.accepts():
        try:
            given = act(
                db.session, post_id=form.post_id.data, person_id=form.person_id.data, kind=form.kind.data,
                from_at=form.from_at(at), order_no=form.order_no.data, by=actor(), at=at,
            )  # fmt: skip
        except Refused as refused:
            db.session.rollback()
            form = _form(at)
            form.validate()
            form.refuse(refused)
        else:
            flash(_("The charge is handed over. Complaints stay with the post. Both sign the charge report.")
                  if given.from_at <= at else
                  _("The charge passes on %(date)s. Complaints stay with the post. Both sign the charge report then.",
                    date=ist_date(given.from_at).strftime("%d-%m-%Y")))  # fmt: skip
            return anew(url_for("posts.report" if _may_see() else "office.listed", **_after(form)))
    status = 200 if request.method == "GET" else 422
    shown = part if is_htmx() else page
    answer = shown("posts/_hand_over.html" if is_htmx() else "posts/hand_over.html", status, form=form)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _may_see() -> bool:
    """Whether who writes the order may also read complaints: an administrator may not."""
    return has(Right.SEE)


def _after(form: HandOverForm) -> dict[str, Any]:
    return {"key": form.post_id.data} if _may_see() else {"register": "charges"}


@bp.get("/posts/<int:key>/charge-report")
@allow(Right.SEE)
def report(key: int) -> Response:
    """What lies with a post today, to be printed and signed by both."""
    post = db.session.get(Post, key)
    if post is None or not charge_report.may_print(actor(), post):
        raise NotFound(str(key))
    shown = charge_report.of(db.session, post, by=actor(), at=now())
    return page("posts/charge_report.html", report=shown)
