"""DESK: the sign-in form."""

from __future__ import annotations

from wtforms import PasswordField

from app.web.forms import Line, OfficeForm, needed
from app.web.language import lazy_gettext as _l


class SignInForm(OfficeForm):
    """Name and password. Pasting and password managers are welcome; there is no puzzle."""

    username = Line(_l("User name"), [needed])
    password = PasswordField(_l("Password"), [needed])
