"""DESK: the words of the deadline ledger. The days of all lines, added to the first date, give the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints.ledger import Account, begun
from app.domain.calendar import Off, OffKind, ist_date, to_ist
from app.domain.ledger import LedgerLine, LineKind
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import ClockEvent, Event
from app.models.office import Post
from app.web.language import named
from app.web.words import PROFILES


@dataclass(frozen=True)
class Line:
    """One line: what happened, how many days it adds, the date reached so far; who did it, and when."""

    words: str
    days: int
    reached: date
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """The whole ledger. `first` + the days of all lines = `due`. `passed` are the closed days before accepting."""

    first: date
    lines: Sequence[Line]
    total: int
    due: date
    ack_words: str
    passed: Sequence[str]


def told(session: Session, complaint: Complaint, account: Account) -> Told:
    """The ledger in the language of the page. One statement for all who acted."""
    doers = _doers(session, complaint, account.events)
    lines = [_line(line, account, doers) for line in account.deadline.lines]
    first = ist_date(account.events[0].at if account.rule else begun(account.stint))
    return Told(first, lines, sum(line.days for line in lines), ist_date(account.deadline.due),
                *_accepting(account))  # fmt: skip


def _doers(session: Session, complaint: Complaint, events: Sequence[ClockEvent]) -> dict[datetime, str]:
    """Who did what at an instant: the clock event's own person and post, else those of the step that wrote it."""
    moments = [event.at for event in events]
    query = select(Event).where(Event.complaint_id == complaint.id, Event.at.in_(moments)).order_by(Event.no)
    found: dict[datetime, str] = {}
    for row in session.scalars(query.options(joinedload(Event.post), joinedload(Event.person))):
        found.setdefault(row.at, _who(row.person, row.post))
    people = {e.person_id for e in events if e.person_id} - {None}
    if people:
        persons = {p.id: p for p in session.scalars(select(Person).where(Person.id.in_(people)))}
        posts = {p.id: p for p in session.scalars(select(Post).where(Post.id.in_({e.post_id for e in events})))}
        found |= {e.at: _who(persons.get(e.person_id), posts.get(e.post_id)) for e in events if e.person_id}
    return found


def _who(person: Person | None, post: Post | None) -> str:
    if post is None:
        return _("by itself")
    return f"{named(post)} – {named(person)}" if person else named(post)


def _line(line: LedgerLine, account: Account, doers: dict[datetime, str]) -> Line:
    reached = ist_date(line.due_after) if line.due_after else ist_date(account.deadline.start)
    words = WORDS[line.kind](line, account)
    if line.kind in (LineKind.OFF_DAY, LineKind.KEPT):
        return Line(words, line.days, reached)
    return Line(words, line.days, reached, doers.get(line.at, ""), line.at)


def _moved(line: LedgerLine, account: Account) -> str:
    at = to_ist(line.at)
    when = {"date": f"{at:%d-%m-%Y}", "time": f"{at:%H:%M}"}
    if line.off is None:
        return _("Came on %(date)s at %(time)s, after closing: the clock starts on the next working day", **when)
    return _("Came on %(date)s at %(time)s, a closed day (%(why)s): the clock starts on the next working day",
             why=_closed(line.off, account), **when)  # fmt: skip


def _start(line: LedgerLine, account: Account) -> str:
    begun = account.events[0] if account.rule else None
    if begun is None:
        return _("Registered: the DC office has 1 working day to assign it")
    rule = {"profile": str(PROFILES.get(str(begun.data.get("profile")), "")), "level": begun.data.get("level", "")}
    if line.working_days:
        return _("%(profile)s, L%(level)s: %(days)s working days from the start", days=line.working_days, **rule)
    return _("%(profile)s, L%(level)s: %(days)s days from the start", days=line.days, **rule)


def _category(line: LedgerLine, account: Account) -> str:
    change = next((e for e in account.events if e.at == line.at and e.kind == "category_change"), account.rule)
    profile = str(PROFILES.get(str(change.data.get("profile")), "")) if change else ""
    return _("Category corrected: counted again from the start, %(profile)s, %(days)s days", profile=profile,
             days=change.days if change else "")  # fmt: skip


def _extended(line: LedgerLine, _account: Account) -> str:
    return _("More time was granted (%(note)s)", note=line.note) if line.note else _("More time was granted")


def _closed(off: Off, account: Account) -> str:
    """The reason a day is closed; a holiday with its order, as the office entered it."""
    if off.kind is OffKind.WEEKLY:
        return DAYS[off.on.weekday()]()
    if off.kind is OffKind.SECOND_SATURDAY:
        return _("Saturday no. %(nth)s of the month", nth=off.nth)
    order = next((row for row in reversed(account.calendars.holidays) if row.on == off.on), None)
    name = named(order) if order else off.name
    if order and order.order_no:
        return _("%(name)s – order %(order)s of %(date)s", name=name, order=order.order_no,
                 date=to_ist(order.valid_from).strftime("%d-%m-%Y"))  # fmt: skip
    return name


def _off_day(line: LedgerLine, account: Account) -> str:
    if line.off is None:
        return ""
    day = f"{line.off.on:%d-%m-%Y}"
    return _("%(date)s is a closed day (%(why)s): one day later", date=day, why=_closed(line.off, account))


def _accepting(account: Account) -> tuple[str, Sequence[str]]:
    """How the date for accepting was counted, and the closed days that were passed over."""
    stint = account.stint
    if stint.ack_due_at is None or account.rule is None:
        return "", ()
    due = to_ist(stint.ack_due_at)
    words = _("Accept by %(date)s, %(time)s: counted in office time from %(start)s",
              date=f"{due:%d-%m-%Y}", time=f"{due:%H:%M}",
              start=to_ist(account.deadline.start).strftime("%d-%m-%Y, %H:%M"))  # fmt: skip
    calendar = account.calendars(account.events[-1].at)
    first, last = ist_date(account.deadline.start), due.date()
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal()))
    offs = (off for day in days if (off := calendar.why_off(day)))
    return words, [f"{off.on:%d-%m-%Y} – {_closed(off, account)}" for off in offs]


WORDS: dict[LineKind, Callable[[LedgerLine, Account], str]] = {
    LineKind.START_MOVED: _moved,
    LineKind.START: _start,
    LineKind.PAUSE: lambda _line, _account: _("The clock was stopped"),
    LineKind.RESUME: lambda line, _account: ngettext(
        "The clock went on; it stood for %(num)s day", "The clock went on; it stood for %(num)s days", line.days
    ),
    LineKind.EXTEND: _extended,
    LineKind.CATEGORY_CHANGE: _category,
    LineKind.CALENDAR_CHANGE: lambda _line, _account: _("The calendar changed: the days ahead were counted again"),
    LineKind.OFF_DAY: _off_day,
    LineKind.KEPT: lambda _line, _account: _("A holiday was taken back: the date once given stays"),
}
DAYS: tuple[Callable[[], Any], ...] = (
    lambda: _("Monday"), lambda: _("Tuesday"), lambda: _("Wednesday"), lambda: _("Thursday"), lambda: _("Friday"),
    lambda: _("Saturday"), lambda: _("Sunday"),
)  # fmt: skip
