"""DESK: the forms of people, charges and time limits."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from wtforms import Field, PasswordField
from wtforms.validators import ValidationError

from app.desks.office.book import Book, live_choices
from app.desks.office.forms import RegisterForm, choices, id_or_none
from app.desks.office.names import CHARGE_KINDS
from app.domain.calendar import instant, ist_date
from app.domain.ladder import PROFILES as RULES
from app.domain.numbers import mask_mobile
from app.web.fields import Choice, Count, Tiles
from app.web.forms import Day, Line, Mobile, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.messages import sentence
from app.web.words import PROFILES

LONGEST = timedelta(days=3 * 366)


class PersonForm(RegisterForm):
    """A person's phone is never shown again in full: an empty field keeps it."""

    username = Line(_l("User name"), [needed], limit=60)
    name_hi = Line(_l("Name in Hindi"), [needed])
    name_en = Line(_l("Name in English"), [needed])
    phone = Mobile(_l("Mobile number"))
    password = PasswordField(_l("First password"))
    again = PasswordField(_l("The same password again"))
    fixed = ("username",)

    def offer(self, book: Book) -> None:
        if self.row is None:
            return
        self.password.label.text = _l("New password")
        self.password.description = _l("Leave it empty to keep the old one. A new one signs the person out.")
        if self.row.phone:
            self.phone.description = _l("At present %(phone)s. Leave it empty to keep it.",
                                        phone=mask_mobile(self.row.phone))  # fmt: skip
        if self.phone.raw_data is None:
            self.phone.data = ""

    def validate_password(self, field: Field) -> None:
        if self.row is None and not field.data:
            raise ValidationError(sentence("required"))

    def validate_again(self, field: Field) -> None:
        if (field.data or "") != (self.password.data or ""):
            raise ValidationError(sentence("password_twice"))

    def values(self) -> dict[str, Any]:
        phone = {"phone": self.phone.number} if self.phone.number else {}
        return {"name_hi": self.name_hi.data, "name_en": self.name_en.data, **phone}


class ChargeForm(RegisterForm):
    person_id = Choice(_l("Person"), coerce=id_or_none, validators=[needed])
    post_id = Choice(_l("Post"), coerce=id_or_none, validators=[needed])
    kind = Tiles(_l("Kind of charge"), choices=list(CHARGE_KINDS.items()), default="regular")
    on = Day(_l("From"), description=_l("Empty: from now on."))
    until = Day(
        _l("Until"),
        description=_l(
            "For a link officer during a leave: the last day. Both see the complaints; what is new "
            "goes to the link officer."
        ),  # fmt: skip
    )
    order_no = Line(_l("Order number"), limit=80)

    def offer(self, book: Book) -> None:
        self.now = book.at
        people = [(person.id, f"{named(person)} ({person.username})") for person in book.people.values()]
        choices(self.person_id, people, empty=_l("Choose"))
        choices(self.post_id, live_choices(book.posts.values(), book.at, None), empty=_l("Choose"))

    def validate_on(self, field: Field) -> None:
        if field.data and field.data < ist_date(self.now) - timedelta(days=366):
            raise ValidationError(str(_l("This lies more than a year back.")))

    def validate_until(self, field: Field) -> None:
        if field.data and field.data < (self.on.data or ist_date(self.now)):
            raise ValidationError(str(_l("The last day must not lie before the first.")))
        if field.data and field.data - (self.on.data or ist_date(self.now)) > LONGEST:
            raise ValidationError(str(_l("This lies more than three years ahead.")))

    @property
    def to_at(self) -> datetime | None:
        """When it ends by itself: the midnight after the last day."""
        return instant(self.until.data + timedelta(days=1), time(0)) if self.until.data else None

    @property
    def from_at(self) -> datetime:
        """When the charge begins: now, or the first minute of another day."""
        on = self.on.data
        return self.now if on is None or on == ist_date(self.now) else instant(on, time(0))

    def values(self) -> dict[str, Any]:
        return {
            "person_id": self.person_id.data, "post_id": self.post_id.data, "kind": self.kind.data,
            "from_at": self.from_at, "to_at": self.to_at, "order_no": self.order_no.data or None,
        }  # fmt: skip


def _days(label: Any) -> Count:
    return Count(label, least=1, most=365)


class SlaForm(RegisterForm):
    """One way of counting the acknowledgement, and the days that the profile has – per level, or in all."""

    code = Choice(_l("Time limit"), choices=list(PROFILES.items()))
    name_hi = Line(_l("Name in Hindi"), [needed])
    name_en = Line(_l("Name in English"), [needed])
    ack_working_days = Count(_l("Accept within working days"), least=1, most=30)
    ack_office_hours = Count(
        _l("Accept within office hours"), least=1, most=40,
        description=_l("Fill one of the two: working days or office hours."),
    )  # fmt: skip
    l1 = _days(_l("Days at L1"))
    l2 = _days(_l("Days at L2"))
    l3 = _days(_l("Days at L3"))
    l4 = _days(_l("Days at L4"))
    hearing = _days(_l("Working days in all (hearing)"))
    fixed = ("code",)

    def offer(self, book: Book) -> None:
        if self.row is None:
            return
        wanted = self.wanted
        for name in ("l1", "l2", "l3", "l4", "hearing"):
            if name not in wanted:
                del self[name]
            elif self[name].raw_data is None:
                self[name].data = self.row.days.get(wanted[name])

    @property
    def wanted(self) -> dict[str, str]:
        """Fields that this profile fills, with their key in the row."""
        rules = RULES[self.row.code if self.row is not None else self.code.data]
        if rules.hearing_days is not None:
            return {"hearing": "hearing"}
        return {f"l{level}": str(level) for level in rules.days}

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if (self.ack_working_days.data is None) == (self.ack_office_hours.data is None):
            self.ack_office_hours.errors = [str(_l("Fill one of the two: working days or office hours."))]
            good = False
        for name in self.wanted if self.row is not None or self.code.data in RULES else ():
            if not self[name].data and not self[name].errors:
                self[name].errors = [sentence("required")]
                good = False
        return good

    def values(self) -> dict[str, Any]:
        kept = ("code",) if self.row is None else ()
        columns = (*kept, "name_hi", "name_en", "ack_working_days", "ack_office_hours")
        days = {key: self[name].data for name, key in self.wanted.items()}
        return {name: self[name].data for name in columns} | {"days": days}
