"""WEB: the names of what is a code in the registers – sources, profiles, outcomes, reasons – in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.web.language import lazy_gettext as _l
from app.web.language import spoken

SOURCES: dict[str, Any] = {
    "WLK": _l("DC office counter"), "JND": _l("Janta Darbar"), "SSV": _l("Samadhan Shivir"), "CMW": _l("CM Window"),
    "JSM": _l("Jan Samvad"), "SMG": _l("Social media"), "CPG": _l("CPGRAMS"), "ESM": _l("e-Samadhan"),
    "HLP": _l("CM helpline"), "SAM": _l("Sampark"), "TOU": _l("Tour or field visit"), "PST": _l("By post"),
    "EML": _l("E-mail"), "WEB": _l("Website"), "MLA": _l("Public representative"), "NEWS": _l("Press"),
    "SUO": _l("Noticed by the office"), "MTG": _l("Review meeting"), "IMP": _l("Other portal"),
}  # fmt: skip
PROFILES: dict[str, Any] = {
    "urgent": _l("Urgent"), "standard": _l("Standard"), "complex": _l("Complex"), "hearing": _l("Hearing"),
    "reopened": _l("Reopened"),
}  # fmt: skip
OUTCOMES: dict[str, Any] = {
    "relief": _l("Resolved"), "partial": _l("Partly resolved"), "explained": _l("Explained – nothing is due"),
    "already_done": _l("Was already resolved"), "not_possible_policy": _l("Not possible under the policy"),
    "not_possible_budget": _l("No budget"), "court": _l("Before a court"), "false": _l("Not true"),
    "not_grievance": _l("Not a complaint"), "not_traceable": _l("Complainant not found"),
    "demand": _l("Demand or suggestion"),
}  # fmt: skip
SEND_BACK: dict[str, Any] = {
    "photo_unclear": _l("Photo after is not clear"), "photo_elsewhere": _l("Photo is of another place"),
    "talk_to_complainant": _l("Talk to the complainant"), "half_done": _l("Work is half done"),
    "other": _l("Other reason"),
}  # fmt: skip
DISSATISFIED: dict[str, Any] = {
    "not_done": _l("Nothing was done"), "half_done": _l("Only half was done"),
    "not_contacted": _l("Nobody got in touch"), "wrong_facts": _l("The report is wrong"),
    "bribe_asked": _l("Money was asked for"), "other": _l("Other reason"),
}  # fmt: skip
SAID_BY: dict[str, Any] = {  # by the complainant, without anybody of the office
    "sms": _l("answered by SMS"), "missed_call": _l("answered by a missed call"), "web": _l("answered by the link"),
}  # fmt: skip
REOPEN: dict[str, Any] = {
    "complainant_asks": _l("The complainant asks for it"), "officer_asks": _l("The officer asks: the report was wrong"),
    "verification": _l("The check on the spot failed"),
    "wrong_closure": _l("It was closed wrongly"), "other": _l("Other reason"),
}  # fmt: skip
CALL_RESULTS: dict[str, Any] = {
    "pending": _l("Call opened"), "satisfied": _l("Spoke – satisfied"), "dissatisfied": _l("Spoke – not satisfied"),
    "talked": _l("Spoke"), "not_picked": _l("Did not pick up"), "wrong_number": _l("Wrong number"),
    "call_later": _l("Call later"),
}  # fmt: skip
PARTS_OF_DAY: dict[str, Any] = {
    "morning": _l("morning, 9 to 12"), "afternoon": _l("afternoon, 12 to 5"), "evening": _l("evening, 5 to 8"),
}  # fmt: skip
CALL_REASONS: dict[str, Any] = {
    "asked": _l("wants to be called"), "first": _l("first call"), "again": _l("not reached so far"),
    "evening": _l("not tried in the evening yet"), "other_day": _l("not tried on another weekday yet"),
}  # fmt: skip
NEXT_STEPS: dict[str, Any] = {
    "call": _l("Call the complainant"), "visit": _l("Go to the place"), "site_work": _l("Get the work done"),
    "papers": _l("Look at the papers"), "other_office": _l("Ask another office"),
}  # fmt: skip
RISE: dict[str, Any] = {
    "powers": _l("Not within my powers"), "money": _l("Money or sanction must come from above"),
    "staff": _l("No staff or machines here"), "several_offices": _l("Several offices must act together"),
    "own_interest": _l("I have a part in the matter"), "not_moving": _l("It does not move where it is"),
    "other": _l("Other reason"),
}  # fmt: skip
HOW_TO_ANSWER: dict[str, Any] = {
    "phone": _l("By phone"), "office": _l("At any block office"), "visit": _l("An officer comes by"),
    "letter": _l("By letter"),
}  # fmt: skip
ANSWERED_BY: dict[str, Any] = {
    "call": _l("By phone"), "office": _l("Came to the office"), "letter": _l("By letter"),
    "officer": _l("Through the officer"),
}  # fmt: skip

ASKED: dict[str, Any] = {  # what a request asks for
    "transfer": _l("Another department’s work"), "hold": _l("Hold"), "extension": _l("More time"),
    "special_closure": _l("Close by order"), "rejection": _l("Not valid after an enquiry"),
    "refusal": _l("Not to be taken up"), "merge": _l("Join with another complaint"),
    "contact": _l("Another mobile number"), "on_spot": _l("Settled at the camp"),
}  # fmt: skip
FILES: dict[str, Any] = {
    "complaint": _l("With the complaint"), "before": _l("Before"), "after": _l("After"), "order": _l("Order"),
    "receipt": _l("Receipt or slip"), "letter": _l("Letter or certificate"), "report": _l("Report on paper"),
    "statement": _l("Statement"), "signature": _l("Signature"), "other": _l("Other paper"),
}  # fmt: skip
HEIRS: dict[str, Any] = {
    "died": _l("The complainant has died"), "moved_away": _l("The complainant has moved away"),
    "handed_over": _l("The complainant gave it to somebody else"),
}  # fmt: skip
PARTIES: dict[str, Any] = {
    "first": _l("first petitioner"), "petitioner": _l("petitioner"), "follower": _l("follows it"),
}  # fmt: skip
HEARINGS: dict[str, Any] = {
    "decided": _l("Heard – order given"),
    "adjourned": _l("Put off to another day"),
    "called_off": _l("Called off"),
}


def _of(words: dict[str, Any]) -> Callable[[str], str]:
    return lambda code: spoken(words[code])


STATES: dict[str, tuple[Any, str]] = {  # words and colour (screens.md 6.2)
    "registered": (_l("New – not assigned"), "a"), "marked": (_l("New"), "a"), "in_action": (_l("In progress"), "k"),
    "awaiting_complainant": (_l("Waiting for the complainant"), ""), "on_hold": (_l("On hold"), ""),
    "atr_submitted": (_l("With approver"), "g"), "disposed": (_l("Reported solved – asking the complainant"), "g"),
    "closed_satisfied": (_l("Closed – satisfied"), "g"), "closed_no_response": (_l("Closed – no reply"), ""),
    "closed_special": (_l("Closed – by order"), ""), "rejected": (_l("Not valid"), ""), "merged": (_l("Joined"), ""),
    "withdrawn": (_l("Withdrawn"), ""), "transferred_out": (_l("Sent to another authority"), ""),
}  # fmt: skip
MOVED: dict[str, Any] = {  # the columns of R1: how a complaint came, or went
    "opening": _l("Opening"), "received": _l("Came in"), "reopened": _l("Opened again"),
    "transferred_in": _l("Taken over"), "disposed": _l("Disposed"), "rejected": _l("Not valid"),
    "merged": _l("Joined to another"), "withdrawn": _l("Taken back"), "transferred_out": _l("Sent elsewhere"),
    "closed_other": _l("Closed otherwise"),
}  # fmt: skip
LAST: dict[str, Any] = {
    "register": _l("Registered"), "import": _l("Came from another portal"), "mark": _l("Assigned by the DC office"),
    "acknowledge": _l("Accepted"), "dialogue": _l("Spoke or tried to speak"), "comment": _l("Note added"),
    "report": _l("Reported solved"), "approve": _l("Approved"), "send_back": _l("Sent back by the approver"),
    "not_arrived": _l("A photo did not come – send the report again"),
    "undo_acknowledge": _l("Acceptance taken back"), "undo_acknowledge_risen": _l("Acceptance taken back"),
    "undo_mark": _l("Assignment taken back"),
    "undo_approval": _l("Approval taken back"), "satisfied": _l("Complainant satisfied"),
    "dissatisfied": _l("Complainant not satisfied"), "reopen": _l("Reopened"), "reopen_unmarked": _l("Reopened"),
    "escalate": _l("Moved up"), "breach_marking": _l("Not assigned in time"),
    "add_evidence": _l("Photo added"), "ask": _l("The complainant was asked"),
    "ask_reopening": _l("The officer asks to reopen: the report was wrong"),
    "answer": _l("The answer came in"), "merge": _l("Joined to another complaint"),
    "subtask_give": _l("Another office was asked"), "subtask_accept": _l("Another office took on its part"),
    "subtask_finish": _l("Another office did its part"),
    "strike_note": _l("Note taken back"),
    "subtask_decline": _l("Another office cannot do it"), "subtask_close": _l("A part was closed"),
    "propose": _l("Waits for a decision"),
    "propose_refusal": _l("Waits for a decision"), "propose_contact": _l("Waits for a decision"),
    "recommend": _l("Waits for a decision"),
    "decline": _l("A request was refused"), "take_back": _l("A request was taken back"),
    "lapse": _l("Waits for a decision"), "interim_reply": _l("The complainant was told of the progress"),
    "extend": _l("More time was given"), "transfer": _l("Given to another office"), "hold": _l("Put on hold"),
    "lift_hold": _l("Taken up again"),
    "call_hearing": _l("Hearing called"), "hear": _l("Hearing held"),
    "split": _l("Split into parts"), "add_petitioner": _l("Another petitioner joined"),
    "change_petitioner": _l("Carried on by somebody else"), "note_court": _l("Court case noted"),
    "withdraw": _l("The complainant took it back"), "no_response": _l("Closed – no reply"),
    "close_special": _l("Closed – by order"), "refuse": _l("Not valid"), "reject": _l("Found not valid after enquiry"),
    "transfer_out": _l("Sent to another authority"), "send_down": _l("Sent down with a direction"),
    "unmerge": _l("Separated again"), "unmerge_unmarked": _l("Separated again"), "recall": _l("Report taken back"),
    "change_contact": _l("Contact changed"), "correct_feedback": _l("The answer was corrected"),
    "dispose_on_spot": _l("Solved at the camp"), "fail_verification": _l("The check on the spot failed – reopened"),
    "import_closed": _l("Was already closed there"), "import_rejected": _l("Was already turned down there"),
}  # fmt: skip


CHANGED = _l("Changed")


def last_action(action: str) -> str:
    """The short words for a complaint's last event."""
    return spoken(LAST.get(action, CHANGED))


def state_words(state: str) -> tuple[str, str]:
    """What a state is called, and its colour."""
    words, colour = STATES[state]
    return spoken(words), colour


def install(app: Flask) -> None:
    """Filters for the templates: {{ complaint.source|source }}."""
    app.jinja_env.filters.update(state_words=state_words, last_action=last_action)
    for name, words in {
        "source": SOURCES, "profile": PROFILES, "outcome": OUTCOMES, "back_reason": SEND_BACK,
        "no_reason": DISSATISFIED, "reopen_reason": REOPEN, "call_result": CALL_RESULTS, "next_step": NEXT_STEPS,
        "file_kind": FILES, "asked_kind": ASKED, "hearing_result": HEARINGS, "party_kind": PARTIES,
        "part_of_day": PARTS_OF_DAY, "call_reason": CALL_REASONS,
    }.items():  # fmt: skip
        app.jinja_env.filters[name] = _of(words)
