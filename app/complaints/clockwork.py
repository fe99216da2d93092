"""THE CASEBOOK: the district's calendar and profiles as the rules want them, and the clock of one arrival."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.complaints.placing import live
from app.complaints.settings import setting
from app.domain.calendar import WorkingCalendar
from app.domain.clock import ack_due, level_due
from app.domain.ladder import PROFILES, REOPENED, Profile
from app.models.office import Holiday, SlaProfile
from app.models.place import Place


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
    """Working days of a place: holidays of the district and those declared for it, its block or its sub-division."""
    here = [p for p in (place and place.id, place and place.block_id, place and place.sub_division_id) if p]
    rows = session.execute(
        select(Holiday.on, Holiday.name_hi).where(
            Holiday.district_id == district_id,
            live(Holiday, at),
            or_(Holiday.place_id.is_(None), Holiday.place_id.in_(here)),
        )
    ).all()
    holidays: Mapping[date, str] = {row.on: row.name_hi for row in rows}
    return WorkingCalendar(
        weekly_off=frozenset(setting(session, district_id, "weekly_off", at)),
        off_saturdays=frozenset(setting(session, district_id, "off_saturdays", at)),
        holidays=holidays,
    )


def profile_of(session: Session, district_id: int, code: str, at: datetime) -> Profile:
    """The district's own days for a profile, else the defaults of domain.md D4."""
    row = session.scalar(
        select(SlaProfile)
        .where(SlaProfile.district_id == district_id, SlaProfile.code == code, live(SlaProfile, at))
        .order_by(SlaProfile.valid_from.desc())
        .limit(1)
    )
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
    """The clock of a complaint that arrives at a level now. From the second cycle on the reopened profile rules."""
    calendar = calendar or calendar_of(session, district_id, place, at)
    code = REOPENED.code if cycle > 1 else profile
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
