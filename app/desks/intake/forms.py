"""DESK: the counter's form. What needs the registers – place, category, post – is checked by the view."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField

from app.web.fields import Choice, Tiles
from app.web.forms import Day, Line, Mobile, OfficeForm, Words, enough_said, happened, needed
from app.web.language import lazy_gettext as _l
from app.web.messages import sentence
from app.web.words import SOURCES

AT_THE_COUNTER = [(code, words) for code, words in SOURCES.items() if code not in ("WEB", "IMP")]
HELP = [("", _l("No")), ("reading", _l("Reading")), ("hearing", _l("Hearing and speaking"))]
DETAILS = ("contact", "other_way", "anonymous_reason", "source", "source_no", "received_on", "address", "needs_help",
           "urgent", "against", "language")  # fmt: skip


class IntakeForm(OfficeForm):
    """Everything that may be written down at the counter; only words and place are always needed."""

    mobile = Mobile(_l("Mobile number"))
    name = Line(_l("Name"))
    place = Line(_l("Village or ward"), [needed])
    text = Words(_l("What is the complaint?"), [enough_said])
    category = HiddenField()
    category_other = Choice(_l("Another kind of complaint"), validate_choice=False, choices=())
    suggested = HiddenField()  # what was ticked for the clerk, not by the clerk
    similar_seen = HiddenField()  # numbers of the similar complaints that stood before the clerk's eyes

    contact = Mobile(_l("Number of a neighbour or relative"))
    other_way = Line(_l("Another way to reach the person"))
    anonymous_reason = Line(_l("Gives no name – why?"))
    address = Line(_l("Address"))
    needs_help = Choice(_l("Needs help with"), choices=HELP, default="")
    language = Tiles(_l("Messages and slip in"), choices=[("hi", "हिन्दी"), ("en", "English")], default="hi")
    urgent = BooleanField(_l("Urgent: danger to life or health"))
    source = Choice(_l("Came by"), choices=AT_THE_COUNTER, default="WLK")
    source_no = Line(_l("Number there"))
    received_on = Day(_l("Date on the paper"), [happened])
    against = Line(_l("Against an officer: which post?"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then what must stand in one of two places (T1)."""
        sound = super().validate(extra_validators)
        for field, others, code in (
            (self.name, (self.anonymous_reason,), "name_or_reason"),
            (self.mobile, (self.contact, self.other_way, self.anonymous_reason), "mobile_or_other_way"),
        ):
            if not any((other.data or "").strip() for other in (field, *others)):
                field.errors = [*field.errors, sentence(code)]
                sound = False
        return sound

    @property
    def has_details(self) -> bool:
        """Whether something stands under "more", so that it must be shown open."""
        fields = [self[name] for name in DETAILS]
        return any(field.errors or (field.data or "") != (field.default or "") for field in fields)
