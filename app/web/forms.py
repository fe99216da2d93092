"""WEB: forms. Errors stand at the field, in the user's language, and everything typed is kept."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import DateField, Field, Form, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.complaints import dates as office_dates
from app.complaints.actions.register import MIN_LETTERS
from app.complaints.errors import Refused
from app.domain import dates
from app.domain.calendar import ist_date
from app.domain.numbers import BadMobile, parse_mobile
from app.domain.text import clean, latin_digits, letters
from app.web import retype
from app.web.messages import sentence
from app.web.page import now

LONGEST_TEXT = 5000
LONGEST_LINE = 200


class OfficeForm(Form):
    """A form of a desk: reads the request's fields and says what is wrong at each of them."""

    def __init__(self, *, blank: bool = False, **known: Any) -> None:
        """`blank`: leave the request alone – another form of the same page was sent."""
        data = request.form if request.method == "POST" and not blank else None
        super().__init__(formdata=data, **known)

    def accepts(self) -> bool:
        """Whether this is a post with valid fields, and none of them typed for a face of the typewriter."""
        if request.method != "POST":
            return False
        sound = bool(self.validate())
        return not retype.look(self, [field for field in self if isinstance(field, Line | Words)]) and sound

    def refuse(self, refused: Refused) -> None:
        """Put a refusal of the casebook at its field, or above the form when it has none here."""
        words = sentence(refused.code, **refused.facts)
        field = self._fields.get(refused.field)
        if field is None:
            self.form_errors.append(words)
        else:
            field.errors = [*field.errors, words]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """All errors as (field id, sentence) for the summary on top; form-wide ones have no id."""
        found = [(field.id, self._named(field, str(words))) for field in self for words in field.errors]
        return [("", str(words)) for words in self.form_errors] + found

    @staticmethod
    def _named(field: Field, words: str) -> str:
        """On top of the page "this is needed" must say what is; so must what several fields may have at once."""
        return f"{field.label.text} – {words}" if words in (sentence("required"), sentence("krutidev")) else words


def needed(form: Form, field: Field) -> None:
    """Validator: the field may not be empty. What was written and cannot be read has been told as that."""
    if field.errors:
        return
    if not field.data or (isinstance(field.data, str) and not field.data.strip()):
        raise ValidationError(sentence("required"))


def happened(form: Form, field: Field) -> None:
    """Validator: the day of something that has happened."""
    try:
        office_dates.done(field.data, field.name, now())
    except Refused as refused:
        raise ValidationError(sentence(refused.code, **refused.facts)) from None


def enough_said(form: Form, field: Field) -> None:
    """Validator: at least ten letters (T1)."""
    if letters(field.data or "") < MIN_LETTERS:
        raise ValidationError(sentence("too_short", least=MIN_LETTERS))


def not_too_long(limit: int) -> Any:
    """Validator: a text within the limit, counted in characters (never by maxlength: it counts Hindi wrongly)."""

    def check(form: Form, field: Field) -> None:
        if len(field.data or "") > limit:
            raise ValidationError(_("At most %(limit)s characters, please.", limit=limit))

    return check


class Line(StringField):
    """One line of text: cleaned, blanks trimmed."""

    def __init__(self, label: Any = None, validators: Any = (), limit: int = LONGEST_LINE, **rest: Any) -> None:
        super().__init__(label, [*validators, not_too_long(limit)], **rest)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = " ".join(clean(valuelist[0]).split()) if valuelist else ""


class Words(TextAreaField):
    """Some lines of text: cleaned."""

    def __init__(self, label: Any = None, validators: Any = (), limit: int = LONGEST_TEXT, **rest: Any) -> None:
        super().__init__(label, [*validators, not_too_long(limit)], **rest)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(valuelist[0]).strip() if valuelist else ""


class Mobile(StringField):
    """A mobile number in any digits and spacing. `number` is its ten digits, "" when the field was left empty."""

    number = ""

    def pre_validate(self, form: Form) -> None:
        self.number = ""
        if not (self.data or "").strip():
            return
        try:
            self.number = parse_mobile(self.data or "")
        except BadMobile as bad:
            raise ValidationError(sentence(f"mobile_{bad.reason}", digits=bad.digits)) from None


DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%d/%m/%y")


def read_day(text: str, field: str = "") -> date | None:
    """A date as browsers send it or as people write it; None where nothing is written. Raises Refused("day")."""
    said = latin_digits(text).strip()
    for shape in DAYS if said else ():
        try:
            return datetime.strptime(said, shape).date()  # noqa: DTZ007 – a date on paper has no zone
        except ValueError:
            continue
    if said:
        raise Refused("day", field=field)
    return None


class Day(DateField):
    """A date as browsers send it, or as people write it: 2026-11-23, 23-11-2026, 23/11/26, in any digits.

    `data` is a date that this office can mean (domain/dates.py) or None; what its use allows is the casebook's to say.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: date | None = None
        try:
            on = read_day(valuelist[0] if valuelist else "")
        except Refused as refused:
            raise ValueError(sentence(refused.code)) from None
        self.data = self._meant(on) if on else None

    @staticmethod
    def _meant(on: date) -> date:
        today = ist_date(now())
        if not dates.is_one(on, today):
            raise ValueError(sentence("date_strange", first=dates.FIRST.year, last=dates.farthest(today).year))
        return on


class Hour(StringField):
    """An hour of the day as people write it: 11, 11:30, 11.30, in any digits; a `time`, or None when left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = latin_digits(valuelist[0]).strip().replace(".", ":") if valuelist else ""
        self.data: time | None = None
        if not text:
            return
        hour, _colon, minute = text.partition(":")
        try:
            self.data = time(int(hour), int(minute or 0))
        except ValueError:
            raise ValueError(_("Write the hour like 11:30.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if isinstance(self.data, time) else str(self.data or "")
