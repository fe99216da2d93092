"""DESK: the own view behind a code – everything that is the complainant's, and the few things to do with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _

from app.complaints import openings
from app.complaints.actions.ask import open_question
from app.complaints.actions.work import REMIND_EVERY, remind
from app.complaints.openings import Opened
from app.desks.public import adding, pictures, story, visit
from app.desks.public.blueprint import bp, district, shown
from app.desks.public.facts import answer_at, facts_of
from app.desks.public.forms import MoreForm
from app.domain.calendar import ist_date
from app.domain.states import CLOSED, OPEN, State
from app.extensions import db, limiter, reading
from app.models.complaint import Complaint
from app.web.access import public
from app.web.filters import full_date
from app.web.page import now, see_other

REOPENABLE = CLOSED | {State.REJECTED}


def shut() -> Response:
    """The view is over, or never was open: how to open it."""
    flash(_("Please ask for a code: this page closes by itself after half an hour."), "bad")
    return see_other(url_for("public.track"))


@bp.get("/mine")
@public
def mine() -> Response:
    """The whole own view."""
    at = now()
    seen = visit.opened(at)
    return whole(seen, MoreForm(), at) if seen else shut()


def whole(seen: Opened, form: MoreForm, at: datetime, status: int = 200) -> Response:
    """The page, with what was typed."""
    c, masks = seen.complaint, story.masks_of(seen)
    return shown(
        "mine", status, facts=facts_of(seen, district().office_phone, at=at, secret=False), c=c, form=form,
        own=seen.is_own, name=openings.name_of(db.session, seen.someone or 0), story=story.told(seen, masks),
        masks=masks, reports=story.reports(seen), files=story.files(seen),
        answer=answer_at(seen, at=at), question=masks.text(question_to(seen)), **_ways(c, at),
    )  # fmt: skip


def question_to(seen: Opened) -> str:
    """What the officer wants to know of this complainant; "" for nothing. Who only follows is not asked."""
    return open_question(db.session, seen.complaint) if seen.is_own else ""


def _ways(c: Complaint, at: datetime) -> dict[str, Any]:
    """What may be done now."""
    is_open = c.state in OPEN
    return {
        "is_open": is_open, "remind_from": remind_from(c, at) if is_open else None,
        "may_reopen": c.state in REOPENABLE,
    }  # fmt: skip


def remind_from(c: Complaint, at: datetime) -> date | None:
    """The first day on which a reminder counts again; None when it counts today."""
    since = c.reminded_at or c.received_at
    return None if at - since >= REMIND_EVERY else ist_date(since + REMIND_EVERY)


@bp.post("/mine/words")
@public
@limiter.limit("10/minute")
def add_words() -> Response:
    """Words or a photo for the file."""
    reading.set(True)
    if visit.opened(now()) is None:
        return shut()
    form = MoreForm()
    files = adding.examined(form)
    seen = visit.opened(now())
    if seen is None:
        return shut()
    asked = bool(question_to(seen))
    if not adding.add(form, seen, files, asked=asked, at=now()):
        fresh = visit.opened(now())
        return whole(fresh, form, now(), 422) if fresh else shut()
    flash(_("Your answer is with the officer. Work goes on.") if asked else _("Added. The officer sees it."))
    return see_other(url_for("public.mine"))


@bp.post("/mine/remind")
@public
def remind_officer() -> Response:
    """Ask again, once in seven days."""
    at = now()
    seen = visit.opened(at)
    if seen is None:
        return shut()
    again = remind_from(seen.complaint, at)
    if seen.complaint.state not in OPEN:
        flash(_("It is closed. Open it again, if the work is not done."), "bad")
    elif again is not None:
        flash(_("You can remind again from %(date)s.", date=full_date(again)), "bad")
    else:
        remind(db.session, seen.complaint.id, text=_("The complainant asks again."), by=visit.actor_of(seen), at=at)
        flash(_("Reminded. You can remind again in seven days."))
    return see_other(url_for("public.mine"))


@bp.get("/mine/files/<int:file>")
@public
def my_file(file: int) -> Response:
    """An own paper or photo, or the proof that was let pass."""
    seen = visit.opened(now())
    if seen is None:
        return shut()
    return pictures.answer(pictures.one(seen.complaint.id, file) if seen.is_own else None, small=False)


@bp.post("/mine/close")
@public
def close_mine() -> Response:
    """Done: nobody who takes this phone next sees it."""
    visit.end(now())
    flash(_("Closed. Nobody can read your complaint on this device now."))
    return see_other(url_for("public.track"))
