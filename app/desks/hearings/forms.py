"""DESK: the forms of hearings and visits."""

from __future__ import annotations

from wtforms import BooleanField, FileField

from app.complaints.actions.hearing import Call
from app.models.complaint import Complaint
from app.web import words
from app.web.fields import Tiles
from app.web.forms import Day, Hour, Line, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named

CAME = [("yes", _l("Came")), ("no", _l("Did not come"))]
MET = {"satisfied": _l("Met – satisfied"), "dissatisfied": _l("Met – not satisfied"),
       "talked": _l("Met – satisfaction not asked"), "not_picked": _l("Nobody was there")}  # fmt: skip


CLOSED_TOO = _l("The office is closed on that day: hold it all the same")


class CallForm(OfficeForm):
    """Day, hour, place, and before whom."""

    on = Day(_l("Day"), [needed])
    clock = Hour(_l("Hour (24)"), [needed], default="11:00")
    place = Line(_l("Place"), [needed])
    before = Tiles(_l("Heard by"), default="dc", validate_choice=False)
    closed_too = BooleanField(CLOSED_TOO)
    asks_closed = False  # the tick is shown once a closed day was chosen

    def call(self) -> Call:
        """What was filled in."""
        return Call(self.on.data, self.clock.data, self.place.data, self.before.data or "dc")


def call_form(complaint: Complaint, *, own: bool, dc: str, place: str) -> CallForm:
    """`own`: only the holding post itself may hear it here."""
    form = CallForm(place=place, before="holder" if own else "dc")
    holder = [("holder", named(complaint.post))] if complaint.post else []
    form.before.choices = holder if own else [("dc", dc), *[one for one in holder if one[1] != dc]]
    return form


class MinutesForm(OfficeForm):
    """Who came and what was ordered."""

    result = Tiles(_l("What it brought"), choices=list(words.HEARINGS.items()), validators=[needed],
                   validate_choice=False)  # fmt: skip
    complainant_came = Tiles(_l("The complainant"), choices=CAME, validate_choice=False)
    office_came = Tiles(_l("The office"), choices=CAME, validate_choice=False)
    who_came = Line(_l("Who came (names or posts)"))
    words = Words(_l("The order, or why it was put off"), [needed])
    paper = FileField(_l("The signed order"))
    on = Day(_l("Day"))
    clock = Hour(_l("Hour (24)"), default="11:00")
    place = Line(_l("Place"))
    closed_too = BooleanField(CLOSED_TOO)
    asks_closed = False  # the tick is shown once a closed day was chosen

    def again(self) -> Call | None:
        """The next day, where one is given."""
        return Call(self.on.data, self.clock.data, self.place.data) if self.on.data else None


def yes_no(value: str | None) -> bool | None:
    """The answer of a pair of tiles; None when left open."""
    return {"yes": True, "no": False}.get(value or "")


class VisitForm(OfficeForm):
    """A visit to the place, or a hearing in the village."""

    kind = Tiles(_l("What it was"), choices=[("visit", _l("Visit to the place")), ("hearing", _l("Village hearing"))],
                 default="visit")  # fmt: skip
    result = Tiles(_l("The complainant"), choices=list(MET.items()), default="talked")
    place = Line(_l("Place"), [needed])
    text = Words(_l("What was seen and said"), [needed])
    promised_on = Day(_l("Date promised, if any"))
    photo = FileField(_l("Photo of the place"))
