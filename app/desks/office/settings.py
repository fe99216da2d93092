"""DESK: the settings of the district, each with its own kind of field; changes are kept with their dates."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from app.accounts import rules
from app.complaints.actions.recount import calendar_changed
from app.complaints.settings import settings_of
from app.desks.office.blueprint import bp
from app.desks.office.book import Book
from app.desks.office.names import WEEKDAYS
from app.domain.clock import TRIES
from app.domain.policy import Right
from app.domain.text import latin_digits
from app.extensions import db
from app.web.access import actor, allow, has
from app.web.fields import Count, Ticks
from app.web.forms import Line, OfficeForm, needed
from app.web.language import lazy_gettext as _l
from app.web.messages import sentence
from app.web.page import anew, is_htmx, now, page, part

CALENDAR = {"weekly_off", "off_saturdays"}
SHOWN_CHANGES = 20


def _given(form: OfficeForm, field: Field) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(sentence("required"))


def _ten_digits(_form: OfficeForm, field: Field) -> None:
    """A number without country code or a leading 0, in 0-9; or nothing."""
    field.data = re.sub(r"[\s\-]+", "", latin_digits(field.data or ""))
    field.data = field.data[1:] if len(field.data) == 11 and field.data.startswith("0") else field.data
    if field.data and not re.fullmatch("[0-9]{10}", field.data):
        raise ValidationError(_("Write the ten digits of the number, or nothing."))


class SettingsForm(OfficeForm):
    """One field per setting; the field names are the keys."""

    weekly_off = Ticks(_l("Weekly days off"), coerce=int, choices=WEEKDAYS)
    off_saturdays = Ticks(
        _l("Saturdays off"), coerce=int, choices=[(n, f"{n}.") for n in range(1, 6)],
        description=_l("Which Saturdays of the month the office is closed."),
    )  # fmt: skip
    move_to_l4 = BooleanField(
        _l("Late complaints move from L3 to the DC"),
        description=_l("Otherwise the head of department stays responsible and the DC's cell watches."),
    )
    nodal_closes_special = BooleanField(
        _l("The nodal officer may close by order"), description=_l("Otherwise only the DC does.")
    )
    undo_seconds = Count(_l("Seconds in which an approval can be taken back"), least=60, most=3600, validators=[_given])
    feedback_days = Count(_l("Days to ask the complainant"), least=1, most=60, validators=[_given])
    feedback_call_days = Ticks(
        _l("Days on which the call desk rings"), coerce=int, choices=[(n, str(n)) for n in range(1, 15)],
        description=_l("Counted from the day of the report, each time at another part of the day."),
    )  # fmt: skip
    walk_in_report_days = Count(
        _l("Days between progress reports for walk-in complaints"), least=1, most=60, validators=[_given]
    )
    frequent_over = Count(
        _l("Open complaints of one number that count as many"),
        least=3,
        most=200,
        validators=[_given],
        description=_l("Nobody is turned away: one officer may hear all of them together."),
    )
    sms_part_paise = Count(
        _l("Price of one part of a message, in paise"), least=0, most=1000, validators=[_given],
        description=_l("As the SMS company charges it; what messages cost is counted with it."),
    )  # fmt: skip
    missed_call_yes = Line(
        _l("Number for missed calls: the work is done"), [_ten_digits], limit=20,
        description=_l("Empty where there is none. It must look very different from the other one."),
    )  # fmt: skip
    missed_call_no = Line(_l("Number for missed calls: the work is not done"), [_ten_digits], limit=20)
    dc_title_hi = Line(_l("Title of the DC in Hindi"), [needed], limit=40)
    dc_title_en = Line(_l("Title of the DC in English"), [needed], limit=40)
    office_address_hi = Line(_l("Address of the office in Hindi"), description=_l("Said on the page of contact."))
    office_address_en = Line(_l("Address of the office in English"))
    office_email = Line(_l("E-mail of the office"), limit=80)

    def validate_missed_call_no(self, field: Field) -> None:
        if field.data and field.data == self.missed_call_yes.data:
            raise ValidationError(_("The two numbers must differ."))

    def validate_weekly_off(self, field: Field) -> None:
        if len(field.data or []) == len(WEEKDAYS):
            raise ValidationError(_("At least one day of the week must be a working day."))

    def validate_feedback_call_days(self, field: Field) -> None:
        if len(field.data or []) < TRIES:
            raise ValidationError(_("At least three days: who was tried less often may not be closed."))

    def values(self) -> dict[str, Any]:
        """Values as the settings keep them."""
        return {name: sorted(value) if isinstance(value, list) else value for name, value in self.data.items()}


@bp.get("/office/settings")
@allow(Right.MASTERS_SEE)
def settings() -> Response:
    """All settings and the latest changes."""
    return _page(SettingsForm(data=settings_of(db.session, actor().district_id, now())))


@bp.post("/office/settings")
@allow(Right.MASTERS)
def set_settings() -> Response:
    """Write what differs; a changed week moves dates that still run."""
    at, form = now(), SettingsForm()
    if not form.accepts():
        return _returned(form)
    changed = rules.set_values(db.session, form.values(), by=actor(), at=at)
    if CALENDAR & set(changed):
        calendar_changed(db.session, by=actor(), at=at)
    flash(_("Saved.") if changed else _("Nothing was changed."))
    return anew(url_for("office.settings"))


def _returned(form: SettingsForm) -> Response:
    """The form comes back with what was typed and what is wrong."""
    if is_htmx():
        return part("office/_rules.html", 422, form=form, may_change=True)
    return _page(form, 422)


def _page(form: SettingsForm, status: int = 200) -> Response:
    by, at = actor(), now()
    changes = [
        {"label": form[row.key].label.text if row.key in form else row.key, "value": _said(row.value), "row": row}
        for row in rules.history(db.session, by.district_id, SHOWN_CHANGES)
    ]
    reply = page(
        "office/settings.html", status, form=form, changes=changes, may_change=has(Right.MASTERS),
        people=Book(db.session, by.district_id, at).everybody if changes else {},
    )  # fmt: skip
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
