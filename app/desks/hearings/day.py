"""DESK: the list of hearings, and the cause list of a day on paper."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, request

from app.complaints import hearings
from app.desks.hearings.blueprint import bp
from app.domain.calendar import ist_date
from app.domain.policy import Right
from app.extensions import db
from app.web.access import actor, allow
from app.web.forms import Day, OfficeForm
from app.web.page import now, page

BACK = timedelta(days=30)


class _DayForm(OfficeForm):
    on = Day()


def _asked(default: date) -> date:
    form = _DayForm(blank=True)
    form.process(request.args)
    return form.on.data or default


@bp.get("/hearings")
@allow(Right.HEARINGS)
def coming() -> Response:
    """What is called from today on, and what should have been written down already."""
    today = ist_date(now())
    rows = hearings.listed(db.session, by=actor(), since=today - BACK, until=None, only_waiting=True)
    behind = [row for row in rows if ist_date(row.at) < today]
    ahead = [row for row in rows if ist_date(row.at) >= today]
    days: dict[date, list[object]] = {}
    for row in ahead:
        days.setdefault(ist_date(row.at), []).append(row)
    to_call = hearings.to_call(db.session, actor())
    return page("hearings/list.html", behind=behind, days=days, today=today, to_call=to_call)


@bp.get("/hearings/print")
@allow(Right.HEARINGS)
def cause_list() -> Response:
    """The cause list of one day, with room for the order and for signatures."""
    on = _asked(ist_date(now()))
    rows = hearings.listed(db.session, by=actor(), since=on, until=on)
    return page("hearings/print.html", rows=rows, on=on)
