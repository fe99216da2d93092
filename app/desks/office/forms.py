"""DESK: the forms of the registers of departments, kinds of post, posts, ladder, categories and holidays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from app.accounts.places import Written
from app.desks.office.book import Book, live_choices
from app.desks.office.names import AREA_NAMES, LEVELS, PLACE_KINDS, PROOF_NAMES, ROLE_NAMES
from app.domain.policy import LEVEL_OF, Role
from app.models.office import PostKind
from app.web.fields import Choice, Count
from app.web.forms import Line, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.messages import sentence
from app.web.words import PROFILES


def id_or_none(value: Any) -> int | None:
    """A select's value as an id; nothing chosen is None."""
    return int(value) if value not in (None, "", "None") else None


class RegisterForm(OfficeForm):
    """A form of one row. Field names are the columns; `fixed` are set once and shown no more afterwards."""

    fixed: tuple[str, ...] = ()

    def __init__(self, book: Book, row: Any = None) -> None:
        super().__init__(obj=row)
        self.row = row
        for name in self.fixed if row is not None else ():
            del self[name]
        self.offer(book)

    def offer(self, book: Book) -> None:
        """Fill what there is to choose from."""

    def values(self) -> dict[str, Any]:
        """The columns as the form has them."""
        return dict(self.data)


def choices(field: Any, options: Any, *, empty: Any = None) -> None:
    """Set a select's options; `empty` is what choosing nothing is called."""
    field.choices = [*([("", empty)] if empty is not None else []), *options]


def with_kind(place: Any) -> str:
    """A place as it is offered: a block and its town often have one name."""
    return f"{named(place)} – {AREA_NAMES.get(place.kind, place.kind)}"


def code_like(form: RegisterForm, field: Field) -> None:
    """Validator: letters, digits, dot, dash and underscore, so that a code can stand in an address and a file."""
    if not all(sign.isascii() and (sign.isalnum() or sign in "._-") for sign in field.data or ""):
        raise ValidationError(str(_l("Use A–Z, 0–9, dot, dash or underscore only.")))


class NamedForm(RegisterForm):
    """Code and the names in both languages."""

    code = Line(_l("Code"), [needed, code_like], limit=40, description=_l("Stays as it is once it is in use."))
    name_hi = Line(_l("Name in Hindi"), [needed])
    name_en = Line(_l("Name in English"), [needed])
    fixed = ("code",)


class PlaceForm(RegisterForm):
    """The parent is typed, as no select holds a district's villages. The district itself lies in nothing."""

    kind = Choice(_l("Kind of place"), choices=list(PLACE_KINDS.items()), default="village")
    parent = Line(_l("Lies in"), description=_l("Code or name of the place around it. Empty: the district."))
    name_hi = Line(_l("Name in Hindi"), [needed])
    name_en = Line(_l("Name in English"), [needed])
    lgd_code = Count(_l("LGD code"), least=1, most=99_999_999)
    code = Line(_l("Code"), [code_like], limit=40, description=_l("Empty: made from the LGD code or the name."))
    fixed = ("kind", "code")

    def offer(self, book: Book) -> None:
        if self.row is not None and self.row.parent_id is None:
            del self.parent
        elif self.row is not None and self.parent.raw_data is None:
            self.parent.data = book.containers[self.row.parent_id].code

    def written(self) -> Written:
        """The place as the form has it; what is fixed as it was."""
        kept = {} if self.row is None else {name: getattr(self.row, name) for name in self.fixed}
        return Written(**({"parent": ""} | kept | self.values()))


class DepartmentForm(NamedForm):
    short_hi = Line(_l("Short name in Hindi"), limit=40)
    short_en = Line(_l("Short name in English"), limit=40)


class PostKindForm(NamedForm):
    role = Choice(_l("What the post may do"), choices=list(ROLE_NAMES.items()))


def at_its_level(kinds: Mapping[int, PostKind], kind_id: int | None, level: int) -> None:
    """Raise ValidationError where a kind of post has the rights of a lower level: its holder could not do the work."""
    kind = kinds.get(kind_id or 0)
    right = LEVEL_OF.get(Role(kind.role)) if kind is not None else None
    if right is not None and right < level:
        raise ValidationError(
            str(_l("This kind of post has only the rights of L%(level)s. Choose another kind.", level=right))
        )


class PostForm(NamedForm):
    short_hi = Line(_l("Short name in Hindi"), limit=40, description=_l("For messages."))
    kind_id = Choice(_l("Kind of post"), coerce=id_or_none, validators=[needed])
    department_id = Choice(_l("Department"), coerce=id_or_none)
    place_id = Choice(_l("Area"), coerce=id_or_none, validators=[needed])
    reports_to_id = Choice(_l("Reports to"), coerce=id_or_none)
    level = Choice(_l("Usual level"), coerce=int, choices=[(n, f"L{n}") for n in range(5)])

    def offer(self, book: Book) -> None:
        choose = _l("Choose")
        choices(self.kind_id, live_choices(book.kinds.values(), book.at, self.kind_id.data), empty=choose)
        choices(self.place_id, live_choices(book.places.values(), book.at, self.place_id.data, with_kind), empty=choose)
        choices(self.department_id, live_choices(book.departments.values(), book.at, self.department_id.data),
                empty=_l("None"))  # fmt: skip
        seniors = [post for post in book.posts.values() if self.row is None or post.id != self.row.id]
        choices(self.reports_to_id, live_choices(seniors, book.at, self.reports_to_id.data), empty=_l("None"))
        self.kinds = book.kinds

    def validate_level(self, field: Field) -> None:
        at_its_level(self.kinds, self.kind_id.data, field.data)


class LadderForm(RegisterForm):
    department_id = Choice(_l("Department"), coerce=id_or_none, validators=[needed])
    level = Choice(_l("Level"), coerce=int, choices=LEVELS)
    post_kind_id = Choice(_l("Kind of post"), coerce=id_or_none, validators=[needed])
    area = Choice(_l("Area it serves"), choices=list(AREA_NAMES.items()))

    def offer(self, book: Book) -> None:
        choices(self.department_id, live_choices(book.departments.values(), book.at, self.department_id.data),
                empty=_l("Choose"))  # fmt: skip
        choices(self.post_kind_id, live_choices(book.kinds.values(), book.at, self.post_kind_id.data),
                empty=_l("Choose"))  # fmt: skip
        self.kinds = book.kinds

    def validate_level(self, field: Field) -> None:
        at_its_level(self.kinds, self.post_kind_id.data, field.data)


class WordList(Words):
    """One word or phrase a line; `data` is the list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        lines = (line.strip() for line in str(self.data).replace(",", "\n").splitlines())
        self.data = list(dict.fromkeys(line for line in lines if line))

    def _value(self) -> str:
        return "\n".join(self.data or [])


class CategoryForm(NamedForm):
    department_id = Choice(
        _l("Department"), coerce=id_or_none, description=_l("None: it is no complaint, people are told where to go.")
    )
    profile = Choice(_l("Time limit"), choices=[(code, name) for code, name in PROFILES.items() if code != "reopened"])
    proof = Choice(_l("Proof that is needed"), choices=list(PROOF_NAMES.items()))
    first_level = Choice(_l("Starts at level"), coerce=int, choices=LEVELS)
    needs_approval = BooleanField(_l("A senior must approve the report"), default=True)
    is_confidential = BooleanField(_l("Confidential: only those named see it"))
    is_money = BooleanField(_l("Money: the report needs a transaction number"))
    words = WordList(_l("Words that lead here"), description=_l("One per line, in any spelling people use."))
    notice_hi = Words(_l("Where to go instead, in Hindi"), limit=500)
    notice_en = Words(_l("Where to go instead, in English"), limit=500)

    def offer(self, book: Book) -> None:
        choices(self.department_id, live_choices(book.departments.values(), book.at, self.department_id.data),
                empty=_l("None"))  # fmt: skip

    def validate_notice_hi(self, field: Field) -> None:
        if self.department_id.data is None and not field.data:
            raise ValidationError(sentence("required"))

    validate_notice_en = validate_notice_hi
