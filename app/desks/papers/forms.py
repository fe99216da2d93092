"""DESK: for whom a copy of the file is made."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.domain.masking import people_in
from app.models.party import Party
from app.web.fields import Tiles
from app.web.forms import OfficeForm, Words
from app.web.language import lazy_gettext as _l

OFFICE, STRANGER = "office", "stranger"


class CopyForm(OfficeForm):
    """Who gets the copy decides what it hides (D12-19)."""

    reader = Tiles(_l("For whom is this copy?"), default=OFFICE)
    photos = BooleanField(_l("With photos"))
    more = Words(_l("Further names and words to hide"), limit=2000)

    def validate_more(self, field: Words) -> None:
        """The office's own copy hides nobody: what was typed would be lost unseen."""
        if field.data and self.reader.data == OFFICE:
            words = _("The copy for the office hides nobody. Choose another reader, or leave this empty.")
            raise ValidationError(words)

    @property
    def added(self) -> list[str]:
        """What was typed, one name or word each."""
        return people_in(self.more.data or "")


def copy_form(parties: Sequence[Party]) -> CopyForm:
    """The form with everybody who stands behind the complaint."""
    form = CopyForm(photos=True)
    form.reader.choices = [
        (OFFICE, _("For the office – nobody's name is hidden")),
        *[
            (
                f"party-{party.id}",
                _("For %(name)s – the own name stays, others are hidden", name=party.complainant.name),
            )
            for party in parties
        ],
        (STRANGER, _("For somebody else (RTI) – the names on record are hidden")),
    ]
    return form
