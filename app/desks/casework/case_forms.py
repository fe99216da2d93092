"""DESK: the forms of the case page. Ids differ on one page; names are those the casebook's refusals speak of."""

from __future__ import annotations

from wtforms import FileField

from app.complaints.actions.feedback import REOPEN_REASONS
from app.complaints.actions.report import OFFICER_OUTCOMES
from app.complaints.actions.work import NEXT_STEPS
from app.web import words
from app.web.fields import Choice, Tiles, reason
from app.web.forms import Day, Line, OfficeForm, Words, needed
from app.web.language import lazy_gettext as _l

PAPERS = ("order", "receipt", "letter", "report", "statement", "other")


class AcceptForm(OfficeForm):
    """Accept: what comes next, and when (ruling 6)."""

    next_step = Choice(
        _l("Next step"), choices=[(code, words.NEXT_STEPS[code]) for code in NEXT_STEPS], validate_choice=False
    )
    next_step_on = Day(_l("By when"), [needed])


class TalkForm(OfficeForm):
    """What came of a call or visit; the result is the button that was pressed."""

    kind = Tiles(_l("How"), choices=[("call", _l("By phone")), ("visit", _l("On the spot"))], default="call")
    text = Words(_l("What was said"), id="talk-text")
    promised_on = Day(_l("Date promised, if any"))


class CommentForm(OfficeForm):
    """A note for the file; the complainant does not see it."""

    text = Words(_l("Note for the file (the complainant does not see it)"), [needed], id="comment-text")


class ReportForm(OfficeForm):
    """What was done, with proof. The casebook checks length, proof and talk; here only what can be read at all."""

    outcome = Tiles(
        _l("What came of it"), choices=[(code.value, words.OUTCOMES[code.value]) for code in OFFICER_OUTCOMES],
        default="relief", validate_choice=False,
    )  # fmt: skip
    text = Words(_l("What was done? (the complainant sees this)"), [needed], id="report-text")
    action_on = Day(_l("Done on"), [needed])
    photo_after = FileField(_l("Photo after"))
    photo_before = FileField(_l("Photo before"))
    paper = FileField(_l("Paper"))
    paper_kind = Choice(
        _l("Kind of paper"), choices=[(code, words.FILES[code]) for code in PAPERS], default="order",
        validate_choice=False,
    )  # fmt: skip
    transaction_no = Line(_l("Number (payment, certificate, sanction)"))
    transaction_on = Day(_l("Paid on"))
    no_proof_reason = Words(_l("No photo possible? Write why (30 letters)"))


class EvidenceForm(OfficeForm):
    """One photo or paper laid into the file."""

    kind = Choice(
        _l("What it is"),
        choices=[(code, words.FILES[code]) for code in ("before", "after", *PAPERS)],
        default="before", validate_choice=False, id="file-kind",
    )  # fmt: skip
    file = FileField(_l("File"))


class ReopenForm(OfficeForm):
    """Open a closed complaint again."""

    reason_code = reason(
        _l("Reason"), [needed], choices=[(code, words.REOPEN[code]) for code in REOPEN_REASONS], validate_choice=False
    )
    text = Words(_l("In your own words"), [needed], id="reopen-text")
