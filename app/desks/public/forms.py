"""DESK: the complainant's own pages: what is typed there."""

from __future__ import annotations

from typing import Any

from wtforms import Field, FileField
from wtforms.validators import ValidationError

from app.complaints.actions.feedback import REASONS
from app.domain.numbers import BadNumber, parse_number
from app.domain.text import latin_digits
from app.web.fields import Choice
from app.web.forms import Line, Mobile, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.words import DISSATISFIED

LONGEST_WORDS = 1000


class _FourDigits(Line):
    def pre_validate(self, form: Any) -> None:
        self.data = "".join(latin_digits(self.data or "").split())
        if len(self.data) != 4 or not self.data.isascii() or not self.data.isdigit():
            raise ValidationError(_l("Write the last four digits of the mobile."))


class _Number(Line):
    """A complaint number of this district; `canonical` as it is stored."""

    canonical = ""

    def __init__(self, label: Any = None, validators: Any = (), **rest: Any) -> None:
        super().__init__(label, validators, limit=40, **rest)


class TrackForm(OfficeForm):
    """Number and last four digits."""

    number = _Number(_l("Complaint number"), [needed])
    last4 = _FourDigits(_l("Last four digits of your mobile"), limit=20)

    def __init__(self, letters: str, code: int, **rest: Any) -> None:
        super().__init__(**rest)
        self._district = (letters, code)

    def validate_number(self, field: Field) -> None:
        if field.errors:  # nothing was typed, and that is said already
            return
        try:
            self.canonical = parse_number(field.data or "", *self._district).canonical
        except BadNumber:
            raise ValidationError(_l("This is not a number of ours. It looks like NG26-4127-5.")) from None


class CodeForm(OfficeForm):
    """The six digits."""

    code = Line(_l("Code from the message"), [needed], limit=20)


class MobileForm(OfficeForm):
    """Whose mobile?"""

    mobile = Mobile(_l("Mobile number"), [needed])


class MoreForm(OfficeForm):
    """Something to add: words, a photo, or both."""

    text = Words(_l("Your words"), limit=LONGEST_WORDS)
    photo = FileField(_l("Photo or paper (not needed)"))


class ReasonForm(OfficeForm):
    """Why: for taking back and for opening again."""

    text = Words(_l("Why?"), [needed], limit=LONGEST_WORDS)


class WithdrawForm(ReasonForm):
    """The reason and the code."""

    code = Line(_l("Code from the message"), [needed], limit=20)


def _reasons() -> list[tuple[str, Any]]:
    """Nothing is chosen beforehand: what nobody said is not written down."""
    return [("", "–"), *((code, said) for code, said in DISSATISFIED.items() if code in REASONS)]


class WhyForm(OfficeForm):
    """What is not right with the work."""

    reason_code = Choice(_l("What is not right?"), [needed], choices=_reasons)
    text = Words(_l("In your words (not needed)"), limit=LONGEST_WORDS)
