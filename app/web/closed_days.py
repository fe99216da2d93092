"""WEB: the closed days that a clock met – why each was closed, and by whose order."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _

from app.complaints.ledger import Account
from app.domain.calendar import Off, OffKind, ist_date, to_ist
from app.models.office import Holiday
from app.web.language import named


def order_of(off: Off, account: Account) -> Holiday | None:
    """The row of the register that closed a day; None for Sundays and second Saturdays."""
    rows = reversed(account.calendars.holidays) if off.kind is OffKind.HOLIDAY else ()
    return next((row for row in rows if row.on == off.on), None)


def why_closed(off: Off, account: Account) -> str:
    """The reason a day is closed; a holiday with its order, as the office entered it."""
    if off.kind is OffKind.WEEKLY:
        return str(format_date(off.on, "EEEE"))
    if off.kind is OffKind.SECOND_SATURDAY:
        return _("Saturday no. %(nth)s of the month", nth=off.nth)
    order = order_of(off, account)
    name = named(order) if order else off.name
    if order and order.order_no:
        return _("%(name)s – order %(order)s of %(date)s", name=name, order=order.order_no,
                 date=to_ist(order.valid_from).strftime("%d-%m-%Y"))  # fmt: skip
    return name


def passed_over(account: Account, last: datetime) -> list[Off]:
    """Closed days from the start of a clock to a date that is counted in working days."""
    first = ist_date(account.deadline.start)
    calendar = account.calendars(account.events[-1].at if account.events else account.stint.from_at)
    days = (date.fromordinal(n) for n in range(first.toordinal(), ist_date(last).toordinal()))
    return [off for day in days if (off := calendar.why_off(day))]
