"""DESK: why it was due when it was due – who moved the clock, and the closed days that it passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from app.complaints import ledger as book
from app.desks.papers.parts import NOBODY, or_none
from app.desks.papers.shown import Masks
from app.domain.ledger import LineKind
from app.domain.states import Holder
from app.models.complaint import Stint
from app.models.event import ClockEvent, Event
from app.press.typesetting import Part
from app.web.closed_days import passed_over, why_closed
from app.web.filters import date_time, full_date
from app.web.language import lazy_gettext as _l
from app.web.language import named

CLOCK = {
    "start": _l("Clock started"), "ack_start": _l("Time to accept started"), "pause": _l("Clock stopped"),
    "resume": _l("Clock went on"), "extend": _l("More time was given"), "category_change": _l("Category corrected"),
    "calendar_change": _l("Calendar of working days changed"), "escalate": _l("Moved up"), "stop": _l("Clock ended"),
    "restart": _l("Clock carried on at the next holder"),
}  # fmt: skip


def ledger(rows: Sequence[ClockEvent], stays: Sequence[Stint], events: Sequence[Event], masks: Masks) -> Part:
    """Each event of the clock with who wrote it and the date before and after; the day for assigning comes first."""
    who = _doers(rows, events, masks)
    lines = [
        (stay.from_at, (date_time(stay.from_at), _("With the DC office, to be assigned"), _("by itself"), "", "",
                        date_time(stay.due_at)))
        for stay in stays if stay.holder == Holder.CELL.value and stay.due_at
    ]  # fmt: skip
    lines += [
        (row.at, (date_time(row.at), " · ".join(filter(None, [str(CLOCK[row.kind]), masks.text(row.note)])),
                  who.get(row.id) or NOBODY, str(row.days) if row.days is not None else "", date_time(row.due_before),
                  date_time(row.due_after)))
        for row in rows
    ]  # fmt: skip
    head = (_("When"), _("What happened"), _("Who"), _("Days"), _("Due before"), _("Due after"))
    shown = [line for _at, line in sorted(lines, key=lambda one: one[0])]
    return or_none(Part(_("Time limits: the book of the clock"), "table", head=head, rows=shown,
                        widths=(1.3, 2.2, 1.8, 0.5, 1.3, 1.3)))  # fmt: skip


def _doers(rows: Sequence[ClockEvent], events: Sequence[Event], masks: Masks) -> dict[int, str]:
    """Who wrote each clock event: the step of the same instant says it."""
    steps: dict[datetime, Event] = {}
    for event in events:
        steps.setdefault(event.at, event)
    return {row.id: _who(steps[row.at], masks) for row in rows if row.at in steps}


def _who(step: Event, masks: Masks) -> str:
    if step.post is None:
        return _("by itself")
    return " · ".join(filter(None, [named(step.post), masks.officer(step.person)]))


def closed_days(clocks: Sequence[book.Account]) -> Part:
    """The closed days and holidays that moved a date, each with its order."""
    rows = [row for account in clocks for row in _closed(account)]
    head = (_("Day"), _("Why it is closed"), _("What it did"))
    return or_none(Part(_("Closed days and holidays in these time limits"), "table", head=head, rows=rows,
                        widths=(1, 3, 3)))  # fmt: skip


def _closed(account: book.Account) -> list[tuple[str, str, str]]:
    lines = account.deadline.lines
    told = {line.off.on: (line.off, _("The clock began on the next working day")
                          if line.kind is LineKind.START_MOVED else _("One day later"))
            for line in lines if line.off}  # fmt: skip
    until = [account.deadline.due] if any(line.working_days for line in lines) or account.rule is None else []
    until += [account.ack] if account.ack else []
    for last in until:
        for off in passed_over(account, last):
            told.setdefault(off.on, (off, _("Not counted")))
    return [(full_date(day), why_closed(told[day][0], account), told[day][1]) for day in sorted(told)]
