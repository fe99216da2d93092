"""WEB: fields that say what is wrong in the language of the page."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.domain.text import latin_digits
from app.web.language import lazy_gettext as _l


class _FromList:
    """A choice from pairs of value and name. One that is not on the list: retired meanwhile, or never there."""

    def __init__(self, label: Any = None, validators: Any = None, *, choices: Any = (), **rest: Any) -> None:
        told = choices if callable(choices) else [SelectChoice(*pair) for pair in choices]
        super().__init__(label, validators, choices=told, **rest)  # type: ignore[call-arg]

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise ValidationError(_("Choose one from the list.")) from None


class Choice(_FromList, SelectField):
    """One of a list."""


def reason(label: Any, validators: Any = None, *, choices: Any, **rest: Any) -> Choice:
    """Why, one of a list. None is chosen beforehand: what nobody chose would stand in the file as a reason."""
    return Choice(label, validators, choices=[("", _l("Choose")), *choices], **rest)


class Tiles(_FromList, RadioField):
    """One of a few."""


class Ticks(_FromList, SelectMultipleField):
    """Any of a few."""


class Count(IntegerField):
    """A whole number within limits, in any digits; None when left empty."""

    def __init__(self, label: Any = None, *, least: int, most: int, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        text = latin_digits(valuelist[0]).strip() if valuelist else ""
        self.data: int | None = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and self.least <= int(text[:9]) <= self.most):
            raise ValueError(_("Write a number from %(least)s to %(most)s.", least=self.least, most=self.most))
        self.data = int(text)
