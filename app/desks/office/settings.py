"""DESK: the settings of the district, each with its own kind of field; changes are kept with their dates."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from app.accounts import rules
from app.complaints.actions.recount import calendar_changed
from app.complaints.settings import settings_of
from app.desks.office.blueprint import bp
from app.desks.office.book import Book
from app.desks.office.fields import Count, Ticks
from app.desks.office.names import WEEKDAYS
from app.domain.policy import Right
from app.extensions import db
from app.web.access import actor, allow, has
from app.web.forms import Line, OfficeForm, needed
from app.web.messages import sentence
from app.web.page import now, page, see_other

CALENDAR = {"weekly_off", "off_saturdays"}
SHOWN_CHANGES = 20


def _given(form: OfficeForm, field: Field) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(sentence("required"))


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
    undo_seconds = Count(_l("Seconds in which an approval can be taken back"), least=60, most=3600, validators=[_given])
    feedback_days = Count(_l("Days to ask the complainant"), least=1, most=60, validators=[_given])
    walk_in_report_days = Count(
        _l("Days between progress reports for walk-in complaints"), least=1, most=60, validators=[_given]
    )
    dc_title_hi = Line(_l("Title of the DC in Hindi"), [needed], limit=40)
    dc_title_en = Line(_l("Title of the DC in English"), [needed], limit=40)

    def validate_weekly_off(self, field: Field) -> None:
        if len(field.data or []) == len(WEEKDAYS):
            raise ValidationError(_("At least one day of the week must be a working day."))

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
        return _page(form, 422)
    changed = rules.set_values(db.session, form.values(), by=actor(), at=at)
    if CALENDAR & set(changed):
        calendar_changed(db.session, by=actor(), at=at)
    flash(_("Saved.") if changed else _("Nothing was changed."))
    return see_other(url_for("office.settings"))


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
