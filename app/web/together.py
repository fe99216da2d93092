"""WEB: many rows at once – each by itself, with its own result, and what of it can still be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from app.complaints.errors import Conflict, NotFound, Refused
from app.complaints.step import lock_in_order
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db
from app.web.messages import sentence

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Outcome:
    """What came of one row: `said`, or the `problem`. `is_open`: it may be taken back. `again`: worth another try."""

    number: str
    said: str = ""
    problem: str = ""
    is_open: bool = False
    again: bool = False


def ticked(name: str) -> list[str]:
    """The numbers that came under a name, each once, in the order of the list."""
    return list(dict.fromkeys(request.form.getlist(name)))[:MOST_AT_ONCE]


def attempt(number: str, do: Callable[[str], str]) -> Outcome:
    """Do it to one row in a savepoint of its own: one that is refused says why and holds up nobody."""
    try:
        with db.session.begin_nested():
            return Outcome(number, do(number), is_open=True)
    except Refused as refused:
        return Outcome(number, problem=sentence(refused.code, **refused.facts), again=bool(refused.field))
    except (Conflict, IllegalStep, Forbidden, NotFound):
        return Outcome(number, problem=_("It has changed in the meantime, or is not with you."))


def taken_back(undo: Callable[[str], None]) -> list[Outcome]:
    """Take back the one row whose button was pressed, or all; the others stay as they were, with their buttons."""
    done, one = ticked("done"), request.form.get("number")
    wanted = {one} if one else set(done)
    lock_in_order(db.session, sorted(wanted))

    def back(number: str) -> str:
        undo(number)
        return _("taken back")

    return [_closed(attempt(number, back)) if number in wanted else _still(number) for number in done]


def _closed(row: Outcome) -> Outcome:
    return Outcome(row.number, row.said, row.problem)


def _still(number: str) -> Outcome:
    return Outcome(number, _("done"), is_open=True)
