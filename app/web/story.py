"""WEB: the words of a complaint's history – a title for every kind of line, and the short facts beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.complaints.timeline import Line
from app.domain.states import Action as A
from app.web import words
from app.web.language import lang

TITLES: Mapping[str, Any] = {
    A.REGISTER: _l("Registered"),
    A.MARK: _l("Assigned"),
    A.REFUSE: _l("Not taken up"),
    A.MERGE: _l("Joined with another complaint"),
    A.ACKNOWLEDGE: _l("Accepted"),
    A.ESCALATE: _l("Moved up"),
    "dc_watch": _l("Time limit missed – the DC is watching"),
    A.SEND_DOWN: _l("Sent down with a direction"),
    A.ASK: _l("Asked the complainant a question"),
    A.ANSWER: _l("The answer came in"),
    A.HOLD: _l("Put on hold"),
    A.LIFT_HOLD: _l("Taken up again"),
    A.REPORT: _l("Reported, asked for approval"),
    A.APPROVE: _l("Approved – the complainant is asked"),
    A.SEND_BACK: _l("Sent back"),
    A.SATISFIED: _l("Closed – satisfied"),
    A.DISSATISFIED: _l("The complainant is not satisfied – reopened"),
    A.NO_RESPONSE: _l("Closed – no reply"),
    A.REOPEN: _l("Reopened"),
    A.CLOSE_SPECIAL: _l("Closed – by order"),
    A.REJECT: _l("Found not valid after enquiry"),
    A.WITHDRAW: _l("The complainant took it back"),
    A.TRANSFER: _l("Given to another office"),
    A.TRANSFER_OUT: _l("Sent to another authority"),
    A.FAIL_VERIFICATION: _l("The check on the spot failed – reopened"),
    A.COMMENT: _l("Note"),
    A.ADD_EVIDENCE: _l("Photo or paper added"),
    A.CHANGE_CONTACT: _l("Contact changed"),
    A.INTERIM_REPLY: _l("The complainant was told of the progress"),
    A.DISPOSE_ON_SPOT: _l("Solved at the camp"),
    A.UNDO_APPROVAL: _l("Approval taken back"),
    A.RECALL: _l("Report taken back"),
    A.UNMERGE: _l("Separated again"),
    A.CORRECT_FEEDBACK: _l("The answer was corrected"),
    A.BREACH_MARKING: _l("Not assigned in time – the nodal officer was told"),
    A.IMPORT: _l("Brought in from another register"),
    A.IMPORT_CLOSED: _l("Was already closed there"),
    A.IMPORT_REJECTED: _l("Was already turned down there"),
    "imported_history": _l("Earlier action there"),
    "source_changed": _l("Changed in the other register"),
    **{f"dialogue_{result}": said for result, said in words.CALL_RESULTS.items()},
    "dialogue_pending": _l("Number shown for a call"),
}


def title(line: Line) -> str:
    """What a line says happened; imported history of an unknown kind keeps the other portal's word."""
    if line.code == A.MARK and line.facts.get("post"):
        names = (line.facts.get("post_en"), line.facts["post"])
        return _("Assigned to %(post)s", post=names[0] if lang() == "en" and names[0] else names[1])
    if line.code == A.ESCALATE and line.facts.get("level"):
        return _("Moved up to L%(level)s", level=line.facts["level"])
    return str(TITLES.get(line.code, line.code))


def notes(line: Line) -> list[str]:
    """The short facts beside the title, in a fixed order."""
    return [
        said for name, say in NOTES.items() if line.facts.get(name) not in (None, "") for said in [say(line)] if said
    ]


def _in_time(line: Line) -> str:
    return _("in time") if line.facts["in_time"] else _("late")


def _next_step(line: Line) -> str:
    step = str(words.NEXT_STEPS.get(line.facts["next_step"], line.facts["next_step"]))
    on = day(line.facts.get("next_step_on"))
    return f"{step} ({on})" if on else step


def _reason(line: Line) -> str:
    tables = {A.SEND_BACK: words.SEND_BACK, A.REOPEN: words.REOPEN, A.DISSATISFIED: words.DISSATISFIED}
    table = tables.get(line.code)  # type: ignore[call-overload]
    if table is None:
        return _("not accepted in time") if line.facts["reason_code"] == "ack_missed" else ""
    return str(table.get(line.facts["reason_code"], ""))


def _kind(line: Line) -> str:
    if line.code == A.ADD_EVIDENCE:
        return str(words.FILES.get(line.facts["kind"], ""))
    return _("visit") if line.facts["kind"] == "visit" else ""


def _odd(line: Line) -> str:
    words_of = {"before_received": _("dated before the complaint came"), "legacy_font": _("typed in an old font")}
    return ", ".join(said for code, said in words_of.items() if code in line.facts["odd"])


def _there(line: Line) -> str:
    """The other portal's own word for an ending, with its date."""
    on = day(line.facts.get("on_there"))
    return f"{line.facts['said_there']} ({on})" if on else str(line.facts["said_there"])


NOTES: Mapping[str, Callable[[Line], str]] = {
    "in_time": _in_time,
    "kind": _kind,
    "next_step": _next_step,
    "outcome": lambda line: str(words.OUTCOMES.get(line.facts["outcome"], "")),
    "promised_on": lambda line: _("promised by %(date)s", date=day(line.facts["promised_on"])),
    "reason_code": _reason,
    "said_there": _there,
    "odd": _odd,
}


def day(iso: object) -> str:
    """A date as events store it, as staff write it: 23-11-2026; nothing for none."""
    return date.fromisoformat(str(iso)).strftime("%d-%m-%Y") if iso else ""


def install(app: Flask) -> None:
    """Filters for the templates: {{ line|happened }}, {{ line|beside }}, {{ iso|day }}."""
    app.jinja_env.filters.update(happened=title, beside=notes, day=day)
