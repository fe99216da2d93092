"""DESK: the form of a holiday – of the whole district, of an area, or of one panchayat, village or ward."""

from __future__ import annotations

from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from app.desks.office.book import AREAS, Book, live_choices
from app.desks.office.forms import RegisterForm, choices, id_or_none, with_kind
from app.desks.office.names import HOLIDAY_KINDS
from app.web.fields import Choice, Tiles
from app.web.forms import Day, Line, needed
from app.web.language import lazy_gettext as _l
from app.web.messages import sentence


class HolidayForm(RegisterForm):
    """A smaller place is typed, as no select holds a district's villages; it wins over the area chosen."""

    on = Day(_l("Date"), [needed])
    name_hi = Line(_l("Name in Hindi"), [needed])
    name_en = Line(_l("Name in English"), [needed])
    kind = Tiles(_l("Kind of holiday"), choices=list(HOLIDAY_KINDS.items()), default="public")
    place_id = Choice(
        _l("Place"), coerce=id_or_none, description=_l("Only for a local holiday, or an emergency in one place."),
    )  # fmt: skip
    small = Line(_l("Panchayat, village or ward"), description=_l("Code or name, where it is not a whole area."))
    order_no = Line(_l("Order number"), limit=80, description=_l("Needed for an emergency."))

    def offer(self, book: Book) -> None:
        self.book = book
        stands = book.shut.get(self.row.place_id) if self.row is not None else None
        if stands is not None and stands.kind not in AREAS and self.small.raw_data is None:
            self.small.data, self.place_id.data = stands.code, None
        kept = self.row.place_id if self.row is not None else None
        areas = [place for place in book.places.values() if place.kind != "district" or place.id == kept]
        choices(self.place_id, live_choices(areas, book.at, self.place_id.data, with_kind),
                empty=_l("Whole district"))  # fmt: skip

    def validate_place_id(self, field: Field) -> None:
        somewhere = field.data is not None or self.small.data
        if self.kind.data == "local" and not somewhere:
            raise ValidationError(str(_l("Choose the place where it is a holiday.")))
        if self.kind.data == "public" and somewhere:
            raise ValidationError(str(_l("A holiday of one place is a local one.")))

    def validate_small(self, field: Field) -> None:
        said = (field.data or "").strip()
        found = self.book.called(said) if said else []
        if said and not found:
            raise ValidationError(sentence("place_unknown", name=said))
        if len(found) > 1:
            raise ValidationError(sentence("place_parents", codes=", ".join(place.code for place in found)))

    def validate_order_no(self, field: Field) -> None:
        if self.kind.data == "emergency" and not field.data:
            raise ValidationError(sentence("required"))

    def values(self) -> dict[str, Any]:
        said = (self.small.data or "").strip()
        columns = {name: value for name, value in self.data.items() if name != "small"}
        place_id = self.book.called(said)[0].id if said else self.place_id.data
        return {**columns, "place_id": place_id, "order_no": self.order_no.data or None}
