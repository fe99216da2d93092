"""DESK: the form of one text – its words and what the operators gave it."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from app.domain.calendar import instant, ist_date, to_ist
from app.domain.text import latin_digits
from app.models.notice import NoticeTemplate
from app.notices.registry import Registration
from app.web.forms import Day, Line, OfficeForm, needed
from app.web.language import lazy_gettext as _l
from app.web.messages import sentence
from app.web.page import now

DIGITS = 19
GIVEN = ("dlt_template_id", "pe_id", "header", "approved_on")


def _id(_form: OfficeForm, field: Field) -> None:
    """Nineteen digits, in any script and spacing; or nothing."""
    field.data = re.sub(r"[\s\-]+", "", latin_digits(field.data or ""))
    if field.data and not re.fullmatch(f"[0-9]{{{DIGITS}}}", field.data):
        raise ValidationError(_("Write all %(count)s digits, or nothing.", count=DIGITS))


def _six_letters(_form: OfficeForm, field: Field) -> None:
    field.data = (field.data or "").upper()
    if field.data and not re.fullmatch("[A-Z]{6}", field.data):
        raise ValidationError(_("The sender's name has six letters, A–Z."))


class TextForm(OfficeForm):
    """One version in work. `version`: the one that was read."""

    version = HiddenField()
    text = Line(_l("Text"), [needed], limit=500)
    dlt_template_id = Line(
        _l("Id of this text with the operators (DLT)"), [_id], limit=40,
        description=_l("19 digits. Leave empty until it is registered; a changed text gets a new one."),
    )  # fmt: skip
    pe_id = Line(_l("Id of the office with the operators (PE)"), [_id], limit=40, description=_l("19 digits."))
    header = Line(_l("Sender's name"), [_six_letters], limit=10, description=_l("Six letters, as phones show it."))
    approved_on = Day(_l("Approved on"))

    @classmethod
    def of(cls, row: NoticeTemplate, usual: Registration) -> TextForm:
        """As a version stands; entity and header of the office's other texts where it has none yet."""
        return cls(
            blank=True,
            data={
                "version": str(row.version), "text": row.text, "dlt_template_id": row.dlt_template_id,
                "pe_id": row.pe_id or usual.pe_id, "header": row.header or usual.header,
                "approved_on": to_ist(row.approved_on).date() if row.approved_on else None,
            },
        )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if self.dlt_template_id.data:
            for name in GIVEN[1:]:
                if not self[name].data and not self[name].errors:
                    self[name].errors = [sentence("required")]
                    good = False
        elif self.approved_on.data and not self.dlt_template_id.errors:
            self.dlt_template_id.errors = [_("Write the id that was approved.")]
            good = False
        return good

    def validate_approved_on(self, field: Field) -> None:
        if field.data and field.data > ist_date(now()):
            raise ValidationError(sentence("date_future"))

    @property
    def based_on(self) -> int:
        """The number of the version that was read; nonsense is none."""
        told = self.version.data or ""
        return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0

    def registration(self) -> Registration:
        """What the operators gave it."""
        day = self.approved_on.data
        approved: datetime | None = instant(day, time(0)) if day else None
        return Registration(self.dlt_template_id.data or None, self.pe_id.data or None, self.header.data or None,
                            approved)  # fmt: skip
