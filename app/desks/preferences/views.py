"""DESK: how this computer serves the person who sits at it. Nothing goes into the registers: cookies only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from wtforms import BooleanField

from app.web import keys
from app.web.access import signed_in
from app.web.fields import Choice
from app.web.forms import OfficeForm
from app.web.language import lazy_gettext as _l
from app.web.menu import WHERE
from app.web.page import page, see_other

bp = Blueprint("preferences", __name__)
YEAR = 365 * 86400


class KeysForm(OfficeForm):
    """On or off, and one key for each action."""

    on = BooleanField(_l("Work with single keys"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Every action needs a key of its own."""
        sound = super().validate(extra_validators)
        seen: set[str] = set()
        for field in self.letters:
            if field.data in seen:
                field.errors = [*field.errors, _("This key does something else already.")]
                sound = False
            seen.add(field.data)
        return sound

    @property
    def letters(self) -> list[Any]:
        """The fields of the keys, in the order of the actions."""
        return [self[name] for name in keys.ACTIONS]


for _name, (_key, _words) in keys.ACTIONS.items():
    setattr(KeysForm, _name, Choice(_words, choices=[(one, one) for one in keys.KEYS], default=_key))


def _page(form: KeysForm, status: int = 200) -> Response:
    answer = page("preferences/page.html", status, form=form, doors=[(key, WHERE[at]) for at, key in keys.GO.items()])
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/settings")
@signed_in
def settings() -> Response:
    """Keys and language, with the list of keys."""
    now = keys.chosen()
    return _page(KeysForm(data={"on": bool(now), **dict(zip(keys.ACTIONS, now or keys.USUAL, strict=True))}))


@bp.post("/settings/keys")
@signed_in
def set_keys() -> Response:
    """Switch the keys on or off in this browser, with the keys chosen."""
    form = KeysForm()
    if not form.accepts():
        return _page(form, 422)
    answer = see_other(url_for("preferences.settings"))
    if form.on.data:
        mapped = "".join(field.data for field in form.letters)
        answer.set_cookie(
            keys.COOKIE, mapped, max_age=YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )  # fmt: skip
    else:
        answer.delete_cookie(keys.COOKIE, secure=request.is_secure, httponly=True, samesite="Lax")
    flash(_("Saved."))
    return answer
