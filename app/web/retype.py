"""WEB: text pasted from Kruti Dev – offered in Unicode at its field, changed when asked, else sent as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, request
from wtforms import Field, Form

from app.complaints.errors import Refused
from app.domain import krutidev
from app.domain.text import clean
from app.web.messages import sentence

CHANGE, SEEN = "to_unicode", "as_typed"  # the button that changes a field; the offers that stood on the page before
LONGEST_TASTE = 60


def look(form: Form, fields: Iterable[Field]) -> bool:
    """Change what was asked for and offer the rest. True: the form must be looked at once more."""
    written = [field for field in fields if isinstance(field.data, str) and field.data]
    asked = [field for field in written if field.name in request.form.getlist(CHANGE)]
    seen = set(request.form.getlist(SEEN))
    typed = asked or any(krutidev.looks_typed(field.data) for field in written)
    offered = [field for field in written if field not in asked and _is_open(field.data, bool(typed))]
    if asked:
        for field in form:
            field.errors = []  # the entry is not being sent yet
        for field in asked:
            field.data = krutidev.to_unicode(field.data)
            field.errors = [sentence("retyped")]
    for field in offered:
        field.retype = taste(field.data)
        if field.name not in seen:
            field.errors = [*field.errors, sentence("krutidev")]
    return bool(asked) or any(field.name not in seen for field in offered)


def _is_open(text: str, beside: bool) -> bool:
    return krutidev.looks_typed(text) or (beside and krutidev.could_be(text))


def lone(name: str) -> tuple[str, Refused | None]:
    """A text that stands alone, without a form: its words, and why it must be looked at once more."""
    text = clean(request.form.get(name, ""))
    if name in request.form.getlist(CHANGE):
        return krutidev.to_unicode(text), Refused("retyped", field=name)
    if krutidev.looks_typed(text) and name not in request.form.getlist(SEEN):
        return text, Refused("krutidev", field=name)
    return text, None


def taste(text: Any) -> str:
    """The beginning of a text as it would be in Unicode; "" for one that is not typed for the face."""
    shown = krutidev.to_unicode(text) if isinstance(text, str) and text else ""
    return shown if len(shown) <= LONGEST_TASTE else shown[:LONGEST_TASTE].rsplit(" ", 1)[0] + " …"


def lone_taste(text: Any) -> str:
    """The same for a text that stands alone."""
    return taste(text) if isinstance(text, str) and krutidev.looks_typed(text) else ""


def install(app: Flask) -> None:
    """Templates draw the offer."""
    app.jinja_env.filters["retype"] = lone_taste
