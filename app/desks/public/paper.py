"""DESK: the complainant's own copy as a PDF – the own name, posts without names, nobody else."""

from __future__ import annotations

from flask import Response, current_app, flash, make_response, url_for
from flask_babel import gettext as _

from app.complaints import openings
from app.complaints.openings import Opened
from app.desks.public import story, visit
from app.desks.public.blueprint import bp, district
from app.desks.public.facts import facts_of
from app.desks.public.mine import shut
from app.extensions import db, limiter, reading
from app.press.typesetting import Paper, Part, PressStopped, typeset
from app.web.access import public
from app.web.filters import date_time, full_date
from app.web.language import lang, named
from app.web.page import now, see_other


@bp.post("/mine/file")
@public
@limiter.limit("3/minute")
def my_paper() -> Response:
    """The copy. It is not kept here."""
    reading.set(True)  # the setting takes its second: nobody waits meanwhile for the write lock
    seen = visit.opened(now())
    if seen is None:
        return shut()
    number = seen.complaint.number
    try:
        data = typeset(_paper(seen))
    except PressStopped:
        current_app.logger.exception("press_stopped")
        flash(_("The file could not be made just now. Try once more."), "bad")
        return see_other(url_for("public.mine"))
    answer = make_response(data)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _paper(seen: Opened) -> Paper:
    c, here, masks = seen.complaint, district(), story.masks_of(seen)
    facts = facts_of(seen, here.office_phone, at=now(), secret=False)
    pairs = [
        (_("Number"), c.number), (_("Complainant"), openings.name_of(db.session, seen.someone or 0)),
        (_("Place"), named(c.place) or c.place_text), (_("Department"), facts.department),
        (_("Registered"), full_date(c.received_at)), (_("State"), " ".join([facts.sentence, *facts.more])),
    ]  # fmt: skip
    said = [(full_date(row.decided_at), masks.text(row.text)) for row in story.reports(seen)]
    lines = [
        (full_date(line.at), line.post or "–", "\n".join(filter(None, [line.what, line.text])))
        for line in reversed(story.told(seen, masks))
    ]
    reported = [Part(_("What the office reported"), "table", head=(_("When"), _("Report")), rows=said, widths=(1, 5))]
    return Paper(
        lang=lang(), office=_("Office of the Deputy Commissioner, %(district)s", district=named(here)),
        title=_("My complaint"), number=c.number, page=_("Page"), of="/",
        notice=_("Made on %(when)s.", when=date_time(now())),
        parts=[
            Part("", "pairs", rows=[pair for pair in pairs if pair[1]]),
            *([Part(_("My words"), "text", text=c.body)] if seen.is_own else []),
            *(reported if said else []),
            Part(_("History"), "table", head=(_("When"), _("Who"), _("What happened")), rows=lines, widths=(1, 2, 4)),
        ],
    )  # fmt: skip
