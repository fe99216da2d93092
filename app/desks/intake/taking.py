"""DESK: from the counter's form to a complaint in the casebook, its photo, and – where clear – its post."""

from __future__ import annotations

from app.complaints.actions.mark import mark, suggest_seat
from app.complaints.actions.register import Petition, register
from app.complaints.placing import shunned
from app.complaints.proofs import Offered, attach
from app.desks.intake.counter import Counter
from app.models.complaint import Complaint


def take_down(counter: Counter, photo: Offered | None, *, assign: bool) -> Complaint:
    """Register, and with `assign` mark in the same transaction. Raises Refused."""
    session, category = counter.session, counter.category
    complaint = register(session, _petition(counter), by=counter.by, at=counter.at)
    if photo is not None:
        attach(session, complaint, photo, by=counter.by, at=counter.at)
    if assign and category is not None and counter.assignable(category):
        never = shunned(session, complaint, counter.at)
        seat = suggest_seat(session, category, counter.place, at=counter.at, never=never)
        if seat is not None:
            mark(session, complaint.id, category=category, post=seat[0], by=counter.by, at=counter.at, seat=seat)
    return complaint


def _petition(counter: Counter) -> Petition:
    form, category, against = counter.form, counter.category, counter.needed_against()
    return Petition(
        source=form.source.data, text=form.text.data, name=form.name.data or "", mobile=form.mobile.number,
        contact=form.contact.number, other_way=form.other_way.data or "",
        anonymous_reason="" if form.name.data else form.anonymous_reason.data or "", address=form.address.data or "",
        language=form.language.data, place=counter.needed_place(), source_no=form.source_no.data or "",
        received_on=form.received_on.data, urgent=form.urgent.data, needs_help=form.needs_help.data or "",
        category_id=category.id if category else None, confidential=bool(category and category.is_confidential),
        against_post_id=against.id if against else None, closed_before=counter.closed_before,
    )  # fmt: skip
