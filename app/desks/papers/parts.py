"""DESK: the parts of the file, each from rows to lines of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.complaints import timeline
from app.desks.papers.shown import Masks
from app.domain.masking import HIDDEN
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue
from app.models.event import Event
from app.models.party import Party
from app.models.report import Report
from app.press.typesetting import Part
from app.web import story, words
from app.web.filters import date_time, full_date, kilobytes
from app.web.language import lazy_gettext as _l
from app.web.language import named

NOBODY = "–"
KINDS = {"call": _l("By phone"), "visit": _l("On the spot"), "hearing": _l("Hearing"), "letter": _l("By letter")}


def cover(c: Complaint, parties: Sequence[Party], masks: Masks) -> Part:
    """Number, people, department, state and dates."""
    people = "\n".join(masks.person(party.complainant) for party in parties)
    level = f"L{c.level} · {named(c.post)}" if c.post else ""
    rows = [
        (_("Number"), c.number), (_("Subject"), masks.text(c.subject)),
        (_("Complainant"), people or _("Name not given")),
        (_("Came by"), str(words.SOURCES[c.source])), (_("Number there"), c.source_no),
        (_("Place"), named(c.place) or masks.text(c.place_text)), (_("Department"), named(c.department)),
        (_("Category"), named(c.category)), (_("State"), str(words.STATES[c.state][0])), (_("Level"), level),
        (_("What came of it"), str(words.OUTCOMES[c.outcome]) if c.outcome else ""),
        (_("Date on the paper"), full_date(c.received_on)), (_("Registered"), date_time(c.received_at)),
        (_("Assigned"), date_time(c.marked_at)), (_("Time limit"), date_time(c.due_at)),
        (_("Solved on"), date_time(c.disposed_at)), (_("Closed on"), date_time(c.closed_at)),
        (_("Reopened"), str(c.cycle - 1) if c.cycle > 1 else ""), (_("Court case"), c.court_case_no),
    ]  # fmt: skip
    return Part("", "pairs", rows=[(word, value) for word, value in rows if value])


def history(events: Sequence[Event], masks: Masks) -> Part:
    """Every event, oldest first."""
    rows = []
    for event in events:
        line = timeline.line(event)
        who = " · ".join(filter(None, [named(line.post), masks.officer(event.person)])) or NOBODY
        said = " · ".join([story.title(line), *(masks.text(note) for note in story.notes(line))])
        rows.append((str(line.no), date_time(line.at), who, "\n".join(filter(None, [said, masks.text(line.text)]))))
    head = (_("No."), _("When"), _("Who"), _("What happened"))
    return Part(_("History"), "table", head=head, rows=rows, widths=(0.4, 1.3, 2, 4))


def dialogue(talks: Sequence[Dialogue], masks: Masks) -> Part:
    """Every try to speak with the complainant."""
    head = (_("When"), _("Who"), _("How"), _("What was said"))
    rows = [(date_time(talk.at), named(talk.post), _how(talk, masks), _said(talk, masks)) for talk in talks]
    return or_none(Part(_("Talks with the complainant"), "table", head=head, rows=rows, widths=(1.3, 1.8, 1.6, 3)))


def _how(talk: Dialogue, masks: Masks) -> str:
    number = HIDDEN if masks.is_on else f"…{talk.number_last4}"
    return f"{KINDS[talk.kind]} {number}" if talk.number_last4 and talk.kind == "call" else str(KINDS[talk.kind])


def _said(talk: Dialogue, masks: Masks) -> str:
    promise = _("promised by %(date)s", date=full_date(talk.promised_on)) if talk.promised_on else ""
    return " · ".join(filter(None, [str(words.CALL_RESULTS[talk.result]), masks.text(talk.text), promise]))


def or_none(part: Part) -> Part:
    """A part with nothing in it says so."""
    return part if part.rows else Part(part.heading, "text", text=_("Nothing is on record."))


def reports(rows: Sequence[Report], masks: Masks) -> list[Part]:
    """Each report with what was decided on it."""
    return [_report(row, masks) for row in rows]


def _report(row: Report, masks: Masks) -> Part:
    decided = {
        "approved": _("Approved"),
        "sent_back": _("Sent back"),
        "recalled": _("Report taken back"),
        "lapsed": _("Does not count: a photo did not come"),
    }
    who = " · ".join(filter(None, [named(row.author_post), masks.officer(row.author)]))
    pairs = [
        (_("Who"), who), (_("Sent on"), date_time(row.submitted_at)),
        (_("What came of it"), str(words.OUTCOMES[row.outcome])), (_("What was done"), masks.text(row.text)),
        (_("Done on"), full_date(row.action_on)),
        (_("Number (payment, certificate, sanction)"), masks.text(row.transaction_no)),
        (_("Paid on"), full_date(row.transaction_on)), (_("Why there is no photo"), masks.text(row.no_proof_reason)),
        (_("Decision"), decided.get(row.state, _("Not decided yet"))), (_("Decided on"), date_time(row.decided_at)),
        (_("Decided by"), named(row.decider_post)),
        (_("Reason"), str(words.SEND_BACK.get(row.reason_code or "", ""))),
        (_("In words"), masks.text(row.reason_text or row.remark)),
    ]  # fmt: skip
    shown = [(word, value) for word, value in pairs if value]
    return Part(_("Report %(no)s", no=row.no), "pairs", rows=shown)


def files(rows: Sequence[Attachment]) -> Part:
    """The list of papers and photos; the checksum (SHA-256) says that a file is the one that was handed in."""
    head = (_("No."), _("What it is"), _("When"), _("Size"), _("Checksum (SHA-256)"))
    lines = [
        (str(no), str(words.FILES[row.kind]), date_time(row.received_at), kilobytes(row.bytes),
         f"{row.sha256[:32]} {row.sha256[32:]}")  # two lines of the column: unbroken it runs over its edge
        for no, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return or_none(Part(_("Papers and photos"), "table", head=head, rows=lines, widths=(0.4, 1.2, 1.3, 0.7, 4)))
