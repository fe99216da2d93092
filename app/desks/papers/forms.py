"""DESK: for whom a copy of the file is made."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from wtforms import BooleanField

from app.models.party import Party
from app.web.fields import Tiles
from app.web.forms import OfficeForm
from app.web.language import lazy_gettext as _l

OFFICE, STRANGER = "office", "stranger"


class CopyForm(OfficeForm):
    """Who gets the copy decides what it hides (D12-19)."""

    reader = Tiles(_l("For whom is this copy?"), default=OFFICE)
    photos = BooleanField(_l("With photos"))


def copy_form(parties: Sequence[Party]) -> CopyForm:
    """The form with everybody who stands behind the complaint."""
    form = CopyForm(photos=True)
    form.reader.choices = [
        (OFFICE, _("For the office – nobody's name is hidden")),
        *[
            (f"party-{party.id}", _("For %(name)s – names of all other people are hidden", name=party.complainant.name))
            for party in parties
        ],
        (STRANGER, _("For somebody else (RTI) – all names are hidden")),
    ]
    return form
