"""DESK: the sign-in form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from app.web.forms import Line, OfficeForm, needed


class SignInForm(OfficeForm):
    """Name and password. Pasting and password managers are welcome; there is no puzzle."""

    username = Line(_l("User name"), [needed])
    password = PasswordField(_l("Password"), [needed])
