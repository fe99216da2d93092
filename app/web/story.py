"""WEB: the words of a complaint's history – a title for every kind of line, and the short facts beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from app.complaints.timeline import Line
from app.domain.states import Action as A
from app.web import requested, words
from app.web.filters import date_time
from app.web.language import lang, spoken
from app.web.language import lazy_gettext as _l

TITLES: Mapping[str, Any] = {
    A.REGISTER: _l("Registered"),
    A.MARK: _l("Assigned"),
    A.REFUSE: _l("Not taken up"),
    A.MERGE: _l("Joined with another complaint"),
    A.ACKNOWLEDGE: _l("Accepted"),
    A.ESCALATE: _l("Moved up"),
    "dc_watch": _l("Time limit missed – the DC is watching"),
    "dc_asked": _l("Put before the DC with a reason – it stays with the office"),
    A.SEND_DOWN: _l("Sent down with a direction"),
    A.ASK: _l("Asked the complainant a question"),
    A.ANSWER: _l("The answer came in"),
    "no_answer": _l("No answer in time – the clock goes on"),
    A.HOLD: _l("Put on hold"),
    A.LIFT_HOLD: _l("Taken up again"),
    A.REPORT: _l("Reported, asked for approval"),
    A.APPROVE: _l("Approved – the complainant is asked"),
    A.SEND_BACK: _l("Sent back"),
    A.NOT_ARRIVED: _l("A photo did not come in 48 hours – the report does not count"),
    A.SATISFIED: _l("Closed – satisfied"),
    A.DISSATISFIED: _l("The complainant is not satisfied – reopened"),
    A.NO_RESPONSE: _l("Closed – no reply"),
    A.REOPEN: _l("Reopened"),
    A.REOPEN_UNMARKED: _l("Reopened"),
    A.ASK_REOPENING: _l("The officer asks to reopen: the report was wrong"),
    A.CLOSE_SPECIAL: _l("Closed – by order"),
    A.REJECT: _l("Found not valid after enquiry"),
    A.WITHDRAW: _l("The complainant took it back"),
    A.TRANSFER: _l("Given to another office"),
    A.TRANSFER_OUT: _l("Sent to another authority"),
    A.FAIL_VERIFICATION: _l("The check on the spot failed – reopened"),
    A.EXTEND: _l("More time was given"),
    A.PROPOSE: _l("Asked for a decision"),
    A.PROPOSE_REFUSAL: _l("Asked for a decision"),
    A.PROPOSE_CONTACT: _l("Asked for a decision"),
    A.RECOMMEND: _l("Recommended"),
    A.DECLINE: _l("Refused – it stays as it is"),
    A.TAKE_BACK: _l("The request was taken back"),
    A.LAPSE: _l("Not decided in time"),
    "overtaken": _l("The request ended – the complaint went on"),
    A.COMMENT: _l("Note"),
    A.ADD_EVIDENCE: _l("Photo or paper added"),
    "arrived": _l("A photo or paper that was still to come is here"),
    A.CHANGE_CONTACT: _l("Contact changed"),
    A.INTERIM_REPLY: _l("The complainant was told of the progress"),
    A.DISPOSE_ON_SPOT: _l("Solved at the camp"),
    A.UNDO_APPROVAL: _l("Approval taken back"),
    A.UNDO_ACKNOWLEDGE: _l("Acceptance taken back"),
    A.UNDO_ACKNOWLEDGE_RISEN: _l("Acceptance taken back"),
    A.UNDO_MARK: _l("Assignment taken back"),
    A.RECALL: _l("Report taken back"),
    A.UNMERGE: _l("Separated again"),
    A.UNMERGE_UNMARKED: _l("Separated again"),
    "withdrawal_asked": _l("Wants to withdraw – the call desk asks back"),
    "withdrawal_kept": _l("Does not want to withdraw – it goes on"),
    "joined": _l("Another complaint was joined to this one"),
    "parted": _l("A joined complaint stands alone again"),
    A.CORRECT_FEEDBACK: _l("The answer was corrected"),
    A.CALL_HEARING: _l("Hearing called"),
    A.HEAR: _l("Hearing held"),
    A.SPLIT: _l("Split into parts"),
    A.ADD_PETITIONER: _l("Another petitioner joined"),
    A.CHANGE_PETITIONER: _l("Carried on by somebody else"),
    A.NOTE_COURT: _l("Court case noted"),
    A.STRIKE_NOTE: _l("Note taken back"),
    A.SUBTASK_GIVE: _l("A part was asked of another office"),
    A.SUBTASK_CLOSE: _l("A part was closed"),
    A.SUBTASK_ACCEPT: _l("Took on its part"),
    A.SUBTASK_FINISH: _l("Did its part"),
    A.SUBTASK_DECLINE: _l("Cannot do the part"),
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
        return _("Assigned to %(post)s", post=_in(line, "post"))
    if line.facts.get("part_post"):
        named_post = line.facts.get("part_post_en") if lang() == "en" else ""
        words_of = (
            _("A part was asked of %(post)s") if line.code == A.SUBTASK_GIVE else _("Closed the part of %(post)s")
        )
        return words_of % {"post": named_post or line.facts["part_post"]}
    if line.code == A.TRANSFER and line.facts.get("to"):
        return _("Given to another department: %(to)s", to=_in(line, "to"))
    if line.code == A.HEAR and line.facts.get("result") == "called_off":
        return _("Hearing called off")
    if line.code == A.ESCALATE and line.facts.get("post"):
        return _("Moved up to %(post)s (L%(level)s)", post=_in(line, "post"), level=line.facts["level"])
    if line.code == A.ESCALATE and line.facts.get("level"):
        return _("Moved up to L%(level)s", level=line.facts["level"])
    return spoken(TITLES.get(line.code, line.code))


def _in(line: Line, name: str) -> str:
    """A name in the language of the page."""
    english = line.facts.get(f"{name}_en")
    return str(english if lang() == "en" and english else line.facts[name])


def notes(line: Line) -> list[str]:
    """The short facts beside the title, in a fixed order."""
    told = sorted(NOTES.keys() & line.facts.keys(), key=_ORDER.__getitem__)
    return [said for name in told if line.facts[name] not in (None, "") for said in [NOTES[name](line)] if said]


# Steps whose reason is that of a request, and its kind; "" where the line itself names the kind.
REASONS_OF: Mapping[str, str] = {
    A.PROPOSE: "", A.PROPOSE_REFUSAL: "", A.TRANSFER: "transfer", A.HOLD: "hold", A.EXTEND: "extension",
}  # fmt: skip


def _in_time(line: Line) -> str:
    return _("in time") if line.facts["in_time"] else _("late")


def _next_step(line: Line) -> str:
    step = spoken(words.NEXT_STEPS.get(line.facts["next_step"], line.facts["next_step"]))
    on = day(line.facts.get("next_step_on"))
    return f"{step} ({on})" if on else step


def _reason(line: Line) -> str:
    if line.code in REASONS_OF:
        return requested.reason_words(REASONS_OF[line.code] or line.facts.get("kind", ""), line.facts["reason_code"])
    tables = {A.SEND_BACK: words.SEND_BACK, A.REOPEN: words.REOPEN, A.REOPEN_UNMARKED: words.REOPEN,
              A.DISSATISFIED: words.DISSATISFIED, A.COMMENT: words.DISSATISFIED,
              A.CHANGE_PETITIONER: words.HEIRS}  # fmt: skip
    table = tables.get(line.code)  # type: ignore[call-overload]
    if table is None:
        return spoken(RISES.get(line.facts["reason_code"], ""))
    return spoken(table.get(line.facts["reason_code"], ""))


RISES = {
    "ack_missed": _l("not accepted in time"), "conflict": _l("the officer here is the one complained against"),
}  # fmt: skip


def _kind(line: Line) -> str:
    if line.facts["kind"] in words.ASKED:
        return str(words.ASKED[line.facts["kind"]])
    if line.code == A.ADD_EVIDENCE:
        return spoken(words.FILES.get(line.facts["kind"], ""))
    ways = {"visit": _("visit"), "hearing": _("village hearing")}
    return ways.get(str(line.facts["kind"]), "")


def _asked(line: Line) -> str:
    how = words.HOW_TO_ANSWER.get(line.facts["how_to_answer"], "")
    return _("answer by %(date)s", date=day(line.facts.get("answer_by"))) + (f" – {how}" if how else "")


def _odd(line: Line) -> str:
    words_of = {"before_received": _("dated before the complaint came"), "legacy_font": _("typed in an old font")}
    return ", ".join(said for code, said in words_of.items() if code in line.facts["odd"])


def _there(line: Line) -> str:
    """The other portal's own word for an ending, with its date."""
    on = day(line.facts.get("on_there"))
    return f"{line.facts['said_there']} ({on})" if on else str(line.facts["said_there"])


# How an answer came; the call desk's own are told by who wrote them down.
CHANNELS: Mapping[str, Mapping[str, Any]] = {
    A.ANSWER: words.ANSWERED_BY | {"web": words.SOURCES["WEB"]},
    A.SATISFIED: words.SAID_BY, A.DISSATISFIED: words.SAID_BY,
}  # fmt: skip
NOTES: Mapping[str, Callable[[Line], str]] = {
    "in_time": _in_time,
    "how_to_answer": _asked,
    "channel": lambda line: str(CHANNELS.get(line.code, {}).get(line.facts["channel"], "")),
    "kind": _kind,
    "next_step": _next_step,
    "outcome": lambda line: spoken(words.OUTCOMES.get(line.facts["outcome"], "")),
    "why": lambda line: spoken(words.RISE.get(line.facts["why"], "")),
    "authority": lambda line: f"{line.facts['authority']} – {line.facts.get('reference_no', '')}",
    "where_to_go": lambda line: _("where to go instead: %(place)s", place=line.facts["where_to_go"]),
    "before_last4": lambda line: _("instead of …%(last4)s", last4=line.facts["before_last4"]),
    "joined": lambda line: str(line.facts["joined"]),
    "parted": lambda line: str(line.facts["parted"]),
    "parent": lambda line: str(line.facts["parent"]),
    "part_due": lambda line: _("by %(date)s", date=day(line.facts["part_due"])),
    "due_on": lambda line: _("by %(date)s", date=day(line.facts["due_on"])),
    "attached": lambda line: _("with a photo or paper"),
    "days": lambda line: ngettext("%(num)s day more", "%(num)s days more", int(line.facts["days"])),
    "review_on": lambda line: _("looked at again on %(date)s", date=day(line.facts["review_on"])),
    "expected_on": lambda line: _("expected by %(date)s", date=day(line.facts["expected_on"])),
    "asked": lambda line: _("now with %(post)s", post=_in(line, "asked")),
    "proposer": lambda line: _("asked for by %(post)s", post=_in(line, "proposer")),
    "said": lambda line: f"“{line.facts['said']}”",
    "promised_on": lambda line: _("promised by %(date)s", date=day(line.facts["promised_on"])),
    "reason_code": _reason,
    "said_there": _there,
    "hearing_at": lambda line: _("on %(when)s", when=date_time(datetime.fromisoformat(line.facts["hearing_at"]))),
    "result": lambda line: str(words.HEARINGS.get(line.facts["result"], "")) if line.code == A.HEAR else "",
    "court_case_no": lambda line: str(line.facts["court_case_no"]),
    "parts": lambda line: ", ".join(line.facts["parts"]),
    "part_of": lambda line: _("part of %(number)s", number=line.facts["part_of"]),
    "same_as": lambda line: _("the complainant says: the same as %(number)s", number=line.facts["same_as"]),
    "closed_before": lambda line: _("after %(number)s, which is closed", number=line.facts["closed_before"]),
    "spot": lambda line: str(line.facts["spot"]),
    "odd": _odd,
}
_ORDER = {name: no for no, name in enumerate(NOTES)}


def day(iso: object) -> str:
    """A date as events store it, as staff write it: 23-11-2026; nothing for none."""
    return date.fromisoformat(str(iso)).strftime("%d-%m-%Y") if iso else ""


def install(app: Flask) -> None:
    """Filters for the templates: {{ line|happened }}, {{ line|beside }}, {{ iso|day }}."""
    app.jinja_env.filters.update(happened=title, beside=notes, day=day)
