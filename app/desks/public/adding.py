"""DESK: words and a photo that a complainant adds, by a link or in the own view."""

from __future__ import annotations

from datetime import datetime, time

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.complaints.actions.ask import WEB, answer
from app.complaints.actions.evidence import add_evidence
from app.complaints.actions.work import comment
from app.complaints.errors import Refused
from app.complaints.openings import Opened
from app.complaints.proofs import Offered
from app.desks.public.forms import MoreForm
from app.desks.public.visit import actor_of
from app.domain.calendar import instant, ist_date
from app.domain.policy import Role
from app.extensions import db, reading
from app.models.event import Event
from app.web.uploads import choose_again, offered

FIELDS = {"photo": "complaint"}
MOST_A_DAY = 10


def examined(form: MoreForm) -> list[Offered]:
    """The file, looked at by its content before the write lock is taken; what is wrong stands at the field.

    To be asked after the right to add was checked: else anybody could fill the store.
    """
    form.accepts()
    db.session.commit()
    files = offered(form, FIELDS)
    reading.set(False)
    return files


def add(form: MoreForm, seen: Opened, files: list[Offered], *, asked: bool = False, at: datetime) -> bool:
    """Lay it into the file. False with the reason in the form, everything typed kept.

    `asked`: the officer's question stood above the form; what is written is its answer, and the clock goes on (T9).
    """
    if not form.problems and not _add(form, seen, files, asked=asked, at=at):
        db.session.rollback()
    if not form.problems:
        return True
    choose_again(form, FIELDS)
    return False


def _add(form: MoreForm, seen: Opened, files: list[Offered], *, asked: bool, at: datetime) -> bool:
    by, key, text = actor_of(seen), seen.complaint.id, form.text.data or ""
    try:
        if not text and not files:
            raise Refused("required", field="text")
        if _today(key, at) >= MOST_A_DAY:
            raise Refused("too_much_today")
        if asked:
            answer(
                db.session, key, text=text or (_("See the photo or paper.") if files else ""), channel=WEB, by=by, at=at
            )
        elif text:
            comment(db.session, key, text=text, by=by, at=at)
        if files:
            add_evidence(db.session, key, files, by=by, at=at)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _today(complaint_id: int, at: datetime) -> int:
    since = instant(ist_date(at), time(0))
    mine = (Event.complaint_id == complaint_id, Event.role == Role.PUBLIC.value, Event.at >= since)
    return db.session.scalar(select(func.count()).select_from(Event).where(*mine)) or 0
