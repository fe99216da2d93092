"""DESK: the registers of the office, one declaration each; the pages know nothing else of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, or_, select

from app.accounts import charges, people, places
from app.accounts import registers as verbs
from app.complaints.actions.recount import calendar_changed
from app.complaints.placing import live
from app.desks.office import forms, holiday_form, staff_forms
from app.desks.office.book import Book
from app.desks.office.names import AREA_NAMES, CHARGE_KINDS, HOLIDAY_KINDS, PLACE_KINDS, PROOF_NAMES, ROLE_NAMES
from app.desks.office.register import Register, Writing
from app.models.account import Person
from app.models.category import Category
from app.models.office import Charge, Department, Holiday, LadderRung, Post, PostKind, SlaProfile
from app.models.place import Place
from app.web.language import lazy_gettext as _l
from app.web.language import named
from app.web.words import PROFILES


def _name(row: Any, _book: Book) -> str:
    return named(row)


def _of(rows: str, column: str) -> Any:
    """A cell that names the row of another register."""
    return lambda row, book: named(getattr(book, rows).get(getattr(row, column)))


def _called(names: dict[str, Any], column: str) -> Any:
    """A cell that says a code in words."""
    return lambda row, _book: names.get(getattr(row, column), "")


def _plain(column: str) -> Any:
    return lambda row, _book: getattr(row, column)


def _level(column: str) -> Any:
    return lambda row, _book: f"L{getattr(row, column)}"


def _live(model: Any) -> Any:
    return lambda at: live(model, at)


def _named(model: Any) -> tuple[Any, ...]:
    return (model.name_hi, model.name_en, model.code)


def _ack(row: Any, _book: Book) -> str:
    if row.ack_working_days is not None:
        return ngettext("%(num)s working day", "%(num)s working days", row.ack_working_days)
    return _("%(hours)s office hours", hours=row.ack_office_hours)


def _days(row: Any, _book: Book) -> str:
    if "hearing" in row.days:
        return ngettext("%(num)s working day", "%(num)s working days", row.days["hearing"])
    return " · ".join(f"L{level}: {days}" for level, days in sorted(row.days.items()))


def _replace(register: Register, row: Any, form: Any, w: Writing) -> None:
    verbs.replace(w.session, row, form.values(), by=w.by, at=w.at)


def _add_holiday(register: Register, form: Any, w: Writing) -> None:
    verbs.add(w.session, Holiday, form.values(), by=w.by, at=w.at)
    calendar_changed(w.session, by=w.by, at=w.at)


def _change_holiday(register: Register, row: Any, form: Any, w: Writing) -> None:
    _replace(register, row, form, w)
    calendar_changed(w.session, by=w.by, at=w.at)


def _retire_holiday(row: Any, w: Writing) -> None:
    verbs.retire(w.session, row, by=w.by, at=w.at)
    calendar_changed(w.session, by=w.by, at=w.at)


def _reinstate_holiday(row: Any, w: Writing) -> None:
    """The old row tells when the holiday stood; that it stands again is a row of its own."""
    columns = ("on", "name_hi", "name_en", "kind", "place_id", "order_no")
    verbs.add(w.session, Holiday, {name: getattr(row, name) for name in columns}, by=w.by, at=w.at)
    calendar_changed(w.session, by=w.by, at=w.at)


def _add_person(register: Register, form: Any, w: Writing) -> None:
    people.create(
        w.session, username=form.username.data, password=form.password.data, values=form.values(), by=w.by, at=w.at
    )


def _change_person(register: Register, row: Any, form: Any, w: Writing) -> None:
    people.change(w.session, row, form.values(), password=form.password.data or "", by=w.by, at=w.at)


def _disable(row: Any, w: Writing) -> None:
    people.disable(w.session, row, by=w.by, at=w.at)


def _enable(row: Any, w: Writing) -> None:
    people.enable(w.session, row, by=w.by, at=w.at)


def _add_place(register: Register, form: Any, w: Writing) -> None:
    places.add(w.session, form.written(), by=w.by, at=w.at)


def _change_place(register: Register, row: Any, form: Any, w: Writing) -> None:
    places.change(w.session, row, form.written(), by=w.by, at=w.at)


def _reinstate_place(row: Any, w: Writing) -> None:
    places.reinstate(w.session, row, by=w.by, at=w.at)


def _active(_at: datetime) -> ColumnElement[bool]:
    return Person.is_active


def _give(register: Register, form: Any, w: Writing) -> None:
    charges.give(w.session, **form.values(), by=w.by, at=w.at)


def _end(row: Any, w: Writing) -> None:
    charges.end(w.session, row, by=w.by, at=w.at)


def _running(at: datetime) -> ColumnElement[bool]:
    return or_(Charge.to_at.is_(None), Charge.to_at > at)


_CODE = (_l("Code"), _plain("code"))
_CHARGE_SEARCH = (
    select(Post.name_hi).where(Post.id == Charge.post_id).scalar_subquery(),
    select(Post.name_en).where(Post.id == Charge.post_id).scalar_subquery(),
    select(Person.name_hi).where(Person.id == Charge.person_id).scalar_subquery(),
    select(Person.name_en).where(Person.id == Charge.person_id).scalar_subquery(),
)

_ALL = (
    Register(
        "places", Place, _l("Places"), _l("Place"),
        ((_l("Kind of place"), _called(AREA_NAMES | PLACE_KINDS, "kind")),
         (_l("Lies in"), _of("containers", "parent_id")), _CODE, (_l("LGD code"), _plain("lgd_code"))),
        forms.PlaceForm, _named(Place), (Place.parent_id.is_not(None), Place.parent_id, Place.name_hi), _live(Place),
        _name, add=_add_place, change=_change_place, reinstate=_reinstate_place,
        note=_l("Sub-divisions, blocks, towns and wards, panchayats and villages. Long lists: the command “places”."),
    ),
    Register(
        "departments", Department, _l("Departments"), _l("Department"),
        (_CODE, (_l("Short name"), lambda row, _book: row.short_hi or row.short_en)),
        forms.DepartmentForm, _named(Department), (Department.name_hi,), _live(Department), _name,
    ),
    Register(
        "post-kinds", PostKind, _l("Kinds of post"), _l("Kind of post"),
        (_CODE, (_l("What the post may do"), _called(ROLE_NAMES, "role"))),
        forms.PostKindForm, _named(PostKind), (PostKind.name_hi,), _live(PostKind), _name,
    ),
    Register(
        "posts", Post, _l("Posts"), _l("Post"),
        ((_l("Kind of post"), _of("kinds", "kind_id")), (_l("Department"), _of("departments", "department_id")),
         (_l("Area"), _of("places", "place_id")), (_l("Reports to"), _of("posts", "reports_to_id")),
         (_l("Level"), _level("level"))),
        forms.PostForm, _named(Post), (Post.name_hi,), _live(Post), _name,
    ),
    Register(
        "ladder", LadderRung, _l("Ladder"), _l("Rung"),
        ((_l("Level"), _level("level")), (_l("Kind of post"), _of("kinds", "post_kind_id")),
         (_l("Area it serves"), _called(AREA_NAMES, "area"))),
        forms.LadderForm,
        tuple(select(c).where(Department.id == LadderRung.department_id).scalar_subquery()
              for c in (Department.name_hi, Department.name_en)),
        (LadderRung.department_id, LadderRung.level), _live(LadderRung), _of("departments", "department_id"),
        note=_l("Which kind of post gets a department's complaints at each level."),
    ),
    Register(
        "charges", Charge, _l("Charges"), _l("Charge"),
        ((_l("Person"), lambda row, book: named(book.everybody.get(row.person_id))),
         (_l("Kind of charge"), _called(CHARGE_KINDS, "kind")),
         (_l("From"), lambda row, _book: row.from_at),
         (_l("Until"), lambda row, _book: row.to_at)),
        staff_forms.ChargeForm, _CHARGE_SEARCH, (Charge.from_at.desc(),), _running, _of("posts", "post_id"),
        add=_give, change=None, retire=_end, reinstate=None, retire_word=_l("End the charge"),
        note=_l("Who sits in which post. Complaints stay with the post when people change."),
    ),
    Register(
        "people", Person, _l("People"), _l("Person"), ((_l("User name"), _plain("username")),),
        staff_forms.PersonForm, (Person.name_hi, Person.name_en, Person.username), (Person.name_hi,), _active, _name,
        add=_add_person, change=_change_person, retire=_disable, reinstate=_enable,
        retire_word=_l("Disable the sign-in"), note=_l("A person may do nothing before a charge is given."),
    ),
    Register(
        "categories", Category, _l("Categories"), _l("Category"),
        ((_l("Department"), _of("departments", "department_id")), (_l("Time limit"), _called(PROFILES, "profile")),
         (_l("Proof that is needed"), _called(PROOF_NAMES, "proof")), (_l("Starts at level"), _level("first_level"))),
        forms.CategoryForm, _named(Category), (Category.department_id, Category.name_hi), _live(Category), _name,
    ),
    Register(
        "holidays", Holiday, _l("Holidays"), _l("Holiday"),
        ((_l("Date"), lambda row, _book: row.on), (_l("Kind of holiday"), _called(HOLIDAY_KINDS, "kind")),
         (_l("Place"), _of("shut", "place_id"))),
        holiday_form.HolidayForm, (Holiday.name_hi, Holiday.name_en, Holiday.order_no), (Holiday.on.desc(),),
        _live(Holiday), _name, add=_add_holiday, change=_change_holiday, retire=_retire_holiday,
        reinstate=_reinstate_holiday,
        note=_l("A new holiday moves time limits that still run to a later day. It never makes one earlier."),
    ),
    Register(
        "time-limits", SlaProfile, _l("Time limits"), _l("Time limit"),
        ((_l("Accept within"), _ack), (_l("Days"), _days), (_l("From"), lambda row, _book: row.valid_from)),
        staff_forms.SlaForm, _named(SlaProfile), (SlaProfile.id,), _live(SlaProfile), _name, change=_replace,
        note=_l("A change rules what is assigned from now on. What runs already keeps its date."),
    ),
)  # fmt: skip

REGISTERS = {register.slug: register for register in _ALL}

# The order in which a new district fills its registers: each needs those before it. The number: rows that create-admin
# makes there for itself.
FILLING = {
    "places": 1, "departments": 0, "post-kinds": 1, "posts": 1, "ladder": 0, "people": 1, "charges": 1,
    "categories": 0, "holidays": 0,
}  # fmt: skip
