"""THE CASEBOOK: what can be wrong with a step. `app/web/errors.py` turns each into one answer."""

from __future__ import annotations


class Refused(Exception):
    """The step cannot be taken as asked. `code` names the reason, `field` the form field it belongs to."""

    def __init__(self, code: str, field: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code, self.field, self.facts = code, field, facts


class Conflict(Exception):
    """Somebody else changed the complaint in the meantime, or the step was taken already."""


class NotFound(LookupError):
    """No such complaint – or none that this person may see."""
