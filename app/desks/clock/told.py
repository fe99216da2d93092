"""DESK: the words of the deadline ledger. The days of all lines, added to the first date, give the last one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.complaints import timeline
from app.complaints.ledger import Account
from app.domain.calendar import ist_date, to_ist
from app.domain.ledger import LedgerLine, LineKind
from app.models.account import Person
from app.models.complaint import Complaint, Stint
from app.models.event import Event
from app.models.office import Holiday, Post
from app.web.closed_days import order_of, passed_over, why_closed
from app.web.language import named
from app.web.story import notes
from app.web.words import PROFILES

ENTERED = ("register_added", "register_changed", "register_reinstated")


@dataclass(frozen=True)
class Line:
    """One line: what happened, how many days it adds, the date reached so far; who did it, and when."""

    words: str
    days: int
    reached: date
    who: str = ""
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True)
class Told:
    """One clock. `first` + the days of all lines = `due`. `passed` are the closed days before accepting; `held` says
    who had the complaint while it ran."""

    account: Account
    held: Sequence[str]

    first: date
    lines: Sequence[Line]
    total: int
    due: date
    ack_words: str
    passed: Sequence[str]


@dataclass(frozen=True)
class Doers:
    """Who did what at an instant and why, and who entered a holiday – by the id of its row."""

    who: Mapping[datetime, str]
    why: Mapping[datetime, str]
    orders: Mapping[int, str]
    people: Mapping[int | None, Person]


def told(session: Session, complaint: Complaint, accounts: Sequence[Account]) -> list[Told]:
    """The ledger of every clock in the language of the page; a few statements for all of them together."""
    doers = _doers(session, complaint, accounts)
    return [_one(account, doers) for account in accounts]


def _one(account: Account, doers: Doers) -> Told:
    lines = [_line(line, account, doers) for line in account.deadline.lines]
    first = ist_date(account.events[0].at if account.rule else account.stints[0].from_at)
    held = [_held(stint, doers) for stint in account.stints]
    return Told(account, held, first, lines, sum(line.days for line in lines), ist_date(account.deadline.due),
                *_accepting(account))  # fmt: skip


def _held(stint: Stint, doers: Doers) -> str:
    """A holder with the days: whom the complaint lay with, from when until when."""
    who = _who(doers.people.get(stint.person_id), stint.post) if stint.post else _("Grievance cell")
    until = to_ist(stint.to_at).strftime("%d-%m-%Y") if stint.to_at else _("today")
    return _("L%(level)s, %(who)s: %(from_)s to %(until)s", level=stint.level, who=who, until=until,
             from_=to_ist(stint.from_at).strftime("%d-%m-%Y"))  # fmt: skip


def _doers(session: Session, complaint: Complaint, accounts: Sequence[Account]) -> Doers:
    """The clock event's own person and post, else those of the step that wrote it; and what that step said."""
    events = [event for account in accounts for event in account.events]
    query = select(Event).where(Event.complaint_id == complaint.id, Event.at.in_({event.at for event in events}))
    steps: dict[datetime, Event] = {}
    for row in session.scalars(query.order_by(Event.no).options(joinedload(Event.post), joinedload(Event.person))):
        steps.setdefault(row.at, row)
    ids = {e.person_id for e in events} | {one.person_id for account in accounts for one in account.stints}
    people = {p.id: p for p in session.scalars(select(Person).where(Person.id.in_(ids - {None})))}
    posts = {p.id: p for p in session.scalars(select(Post).where(Post.id.in_({e.post_id for e in events} - {None})))}
    who = {at: _who(row.person, row.post) for at, row in steps.items()}
    who |= {e.at: _who(people.get(e.person_id), posts.get(e.post_id)) for e in events if e.person_id}
    return Doers(who, {at: _why(row) for at, row in steps.items()}, _orders(session, complaint, accounts), people)


def _why(step: Event) -> str:
    """The reasons and words of a step, as the history has them."""
    line = timeline.line(step)
    return " · ".join(filter(None, [*notes(line), line.text]))


def _orders(session: Session, complaint: Complaint, accounts: Sequence[Account]) -> dict[int, str]:
    """Who entered the holidays that moved a date: the audit says it at the instant from which they were known."""
    offs = {line.off.on for account in accounts for line in account.deadline.lines if line.off}
    rows = {row.id: row for account in accounts for row in account.calendars.holidays if row.on in offs}
    query = select(Event).where(
        Event.district_id == complaint.district_id, Event.class_from.is_(None), Event.class_to.is_(None),
        Event.moved_on.in_({ist_date(row.valid_from) for row in rows.values()}), Event.action.in_(ENTERED),
    )  # fmt: skip
    found: dict[int, str] = {}
    for event in session.scalars(query.options(joinedload(Event.post), joinedload(Event.person))) if rows else ():
        if event.data.get("register") == Holiday.__tablename__:
            found[event.data["id"]] = _who(event.person, event.post)
    return found


def _who(person: Person | None, post: Post | None) -> str:
    if post is None:
        return _("by itself")
    return f"{named(post)} – {named(person)}" if person else named(post)


def _line(line: LedgerLine, account: Account, doers: Doers) -> Line:
    reached = ist_date(line.due_after) if line.due_after else ist_date(account.deadline.start)
    words = WORDS[line.kind](line, account)
    order = order_of(line.off, account) if line.off else None
    if order is not None:
        return Line(words, line.days, reached, doers.orders.get(order.id, ""), order.valid_from)
    if line.kind in (LineKind.OFF_DAY, LineKind.KEPT):
        return Line(words, line.days, reached)
    why = "" if line.kind is LineKind.START_MOVED else doers.why.get(line.at, "")
    return Line(words, line.days, reached, doers.who.get(line.at, ""), line.at, why)


def _moved(line: LedgerLine, account: Account) -> str:
    at = to_ist(line.at)
    when = {"date": f"{at:%d-%m-%Y}", "time": f"{at:%H:%M}"}
    if line.off is None:
        return _("Came on %(date)s at %(time)s, after closing: the clock starts on the next working day", **when)
    return _("Came on %(date)s at %(time)s, a closed day (%(why)s): the clock starts on the next working day",
             why=why_closed(line.off, account), **when)  # fmt: skip


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


def _off_day(line: LedgerLine, account: Account) -> str:
    if line.off is None:
        return ""
    day = f"{line.off.on:%d-%m-%Y}"
    return _("%(date)s is a closed day (%(why)s): one day later", date=day, why=why_closed(line.off, account))


def _accepting(account: Account) -> tuple[str, Sequence[str]]:
    """How the date for accepting was counted, and the closed days that were passed over."""
    stint = account.stint
    if stint.ack_due_at is None or account.rule is None:
        return "", ()
    due = to_ist(stint.ack_due_at)
    words = _("Accept by %(date)s, %(time)s: counted in office time from %(start)s",
              date=f"{due:%d-%m-%Y}", time=f"{due:%H:%M}",
              start=to_ist(account.deadline.start).strftime("%d-%m-%Y, %H:%M"))  # fmt: skip
    return words, [f"{off.on:%d-%m-%Y} – {why_closed(off, account)}" for off in passed_over(account, stint.ack_due_at)]


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
