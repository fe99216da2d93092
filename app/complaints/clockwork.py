"""THE CASEBOOK: the district's calendar and profiles as the rules want them, and the clock of one arrival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    String,
    bindparam,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from app.complaints.placing import live
from app.complaints.settings import DEFAULTS, IN_FORCE, keep, setting
from app.domain.calendar import WorkingCalendar
from app.domain.clock import ack_due, level_due
from app.domain.ladder import PROFILES, REOPENED, REOPENED_FIRST, Profile
from app.models.base import Json
from app.models.office import Holiday, Setting, SlaProfile
from app.models.place import Place

WEEK = ("weekly_off", "off_saturdays")


def _since(row: type[Holiday] | type[Setting]) -> ColumnElement[str]:
    """The beginning of its validity, to sort by and not to read."""
    return type_coerce(row.valid_from, String).label("since")


def _everywhere(district_id: int | BindParameter[int]) -> Select[tuple[int]]:
    """The id of the district as a place: what is shut in it is shut everywhere."""
    return select(Place.id).where(Place.district_id == district_id, Place.kind == "district")


def _around(place: Place | None) -> list[int]:
    """Ids of the place and of all that it lies in, but for the district: a ward's town, a village's panchayat."""
    ids = (place.id, place.parent_id, place.block_id, place.sub_division_id) if place else ()
    return list(dict.fromkeys(key for key in ids if key))


# Made once: every new clock asks them.
_NO_DAY = (type_coerce(null(), Date).label("on"), type_coerce(null(), String).label("name_hi"))
_HOLIDAYS = select(literal(""), type_coerce(null(), Json), Holiday.on, Holiday.name_hi, _since(Holiday)).where(
    Holiday.district_id == bindparam("district"), live(Holiday, bindparam("at")),
    or_(
        Holiday.place_id.is_(None), Holiday.place_id.in_(bindparam("here", expanding=True)),
        Holiday.place_id.in_(_everywhere(bindparam("district"))),
    ),
)  # fmt: skip
# Which days are off is said by both; the settings are asked by most steps besides.
_DAYS = union_all(IN_FORCE.order_by(None).add_columns(*_NO_DAY, _since(Setting)), _HOLIDAYS).order_by("since")
_PROFILE = (
    select(SlaProfile)
    .where(SlaProfile.district_id == bindparam("district"), SlaProfile.code == bindparam("code"))
    .where(live(SlaProfile, bindparam("at")))
    .order_by(SlaProfile.valid_from.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Clock:
    """The dates of one arrival: when the clock starts, when it must be acknowledged, when it is due (all UTC)."""

    start: datetime
    ack_due: datetime
    due: datetime
    days: int
    working: bool
    profile: str


def calendar_of(session: Session, district_id: int, place: Place | None, at: datetime) -> WorkingCalendar:
    """Working days of a place: holidays of the district and those declared for it or anything that it lies in."""
    here = _around(place)
    if (known := session.info.get("calendar")) and known[0] == (district_id, *here, at):
        return known[1]  # type: ignore[no-any-return]
    rows = session.execute(_DAYS, {"district": district_id, "at": at, "here": here}).all()
    holidays: Mapping[date, str] = {row.on: row.name_hi for row in rows if row.on}
    keep(session, district_id, {row.key: row.value for row in rows if row.key})
    calendar = WorkingCalendar(
        weekly_off=frozenset(setting(session, district_id, "weekly_off", at)),
        off_saturdays=frozenset(setting(session, district_id, "off_saturdays", at)),
        holidays=holidays,
    )
    session.info["calendar"] = ((district_id, *here, at), calendar)
    return calendar


def _reaching(district_id: int, place: Place | None) -> ColumnElement[bool]:
    here = or_(Holiday.place_id.in_(_around(place)), Holiday.place_id.in_(_everywhere(district_id)))
    return or_(Holiday.place_id.is_(None), here)


@dataclass(frozen=True)
class Calendars:
    """The calendar of one place through time: what the office knew at each instant (D4-3)."""

    holidays: Sequence[Holiday]
    week: Sequence[Setting]

    def __call__(self, at: datetime) -> WorkingCalendar:
        """The working days as they were known at an instant."""
        week = {name: DEFAULTS[name] for name in WEEK}
        week |= {row.key: row.value for row in self.week if _stood(row, at)}
        return WorkingCalendar(
            weekly_off=frozenset(week["weekly_off"]), off_saturdays=frozenset(week["off_saturdays"]),
            holidays={row.on: row.name_hi for row in self.holidays if _stood(row, at)},
        )  # fmt: skip


def _stood(row: Holiday | Setting, at: datetime) -> bool:
    return row.valid_from <= at and (row.valid_to is None or at < row.valid_to)


def calendars_of(session: Session, district_id: int, place: Place | None) -> Calendars:
    """Everything ever ordered for a place: old deadlines are explained by the calendar of their own day."""
    holidays = select(Holiday).where(Holiday.district_id == district_id, _reaching(district_id, place))
    week = select(Setting).where(Setting.district_id == district_id, Setting.key.in_(WEEK)).order_by(Setting.valid_from)
    return Calendars(session.scalars(holidays.order_by(Holiday.id)).all(), session.scalars(week).all())


def profile_of(session: Session, district_id: int, code: str, at: datetime) -> Profile:
    """The district's own days for a profile, else the defaults of domain.md D4."""
    row = session.scalar(_PROFILE, {"district": district_id, "code": code, "at": at})
    if row is None:
        return PROFILES[code]
    if "hearing" in row.days:
        return Profile(code, row.ack_working_days, row.ack_office_hours, hearing_days=int(row.days["hearing"]))
    days = {int(level): int(n) for level, n in row.days.items()}
    return Profile(code, row.ack_working_days, row.ack_office_hours, days)


def clock_for(
    session: Session, *, district_id: int, profile: str, level: int, cycle: int, place: Place | None, at: datetime,
    risen: bool = False, calendar: WorkingCalendar | None = None,
) -> Clock:  # fmt: skip
    """The clock of a complaint that arrives at a level now. From the second cycle on the reopened profile rules,
    but for the first level: only what no office ever had begins there again."""
    calendar = calendar or calendar_of(session, district_id, place, at)
    code = REOPENED.code if cycle > 1 and level >= REOPENED_FIRST else profile
    rules = profile_of(session, district_id, code, at)
    allowed = rules.allowance(level, risen=risen)
    start = calendar.clock_start(at)
    return Clock(
        start=start,
        ack_due=ack_due(start, calendar, working_days=rules.ack_working_days, office_hours=rules.ack_office_hours),
        due=level_due(start, allowed.days, calendar, working=allowed.working),
        days=allowed.days,
        working=allowed.working,
        profile=code,
    )
