"""DESK: what a copy shows of people, and what stands in its place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.masking import HIDDEN, hide_names, hide_numbers, hide_words
from app.models.account import Person
from app.models.party import Complainant
from app.web.language import named


@dataclass(frozen=True)
class Masks:
    """Which names one copy hides. Numbers are hidden in every copy: a number is shown by a call alone (ruling 16).

    `reader`: the complainant whose copy it is; the own name stays. `names` are hidden wherever they stand, `words`
    (parts of names, witnesses, what was added by hand) where they stand as words of their own.
    """

    is_on: bool = False
    reader: int | None = None
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names this very set: what was looked at is what is made."""
        told = "\n".join([str(self.reader), *sorted(self.names), "", *sorted(self.words)])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def text(self, said: str) -> str:
        """Somebody's words, fit for this copy."""
        return hide_words(hide_names(hide_numbers(said), self.names), self.words)

    def person(self, one: Complainant) -> str:
        """A complainant's name."""
        return one.name or _("Name not given") if not self.is_on or one.id == self.reader else HIDDEN

    def officer(self, one: Person | None) -> str:
        """Who acted, beside the post: for the office only."""
        return "" if one is None or self.is_on else named(one)
