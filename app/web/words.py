"""WEB: the names of what is a code in the registers – sources, profiles, outcomes, reasons – in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

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
REOPEN: dict[str, Any] = {
    "complainant_asks": _l("The complainant asks for it"), "verification": _l("The check on the spot failed"),
    "wrong_closure": _l("It was closed wrongly"), "other": _l("Other reason"),
}  # fmt: skip
CALL_RESULTS: dict[str, Any] = {
    "pending": _l("Call opened"), "satisfied": _l("Spoke – satisfied"), "dissatisfied": _l("Spoke – not satisfied"),
    "talked": _l("Spoke"), "not_picked": _l("Did not pick up"), "wrong_number": _l("Wrong number"),
    "call_later": _l("Call later"),
}  # fmt: skip
NEXT_STEPS: dict[str, Any] = {
    "call": _l("Call the complainant"), "visit": _l("Go to the place"), "site_work": _l("Get the work done"),
    "papers": _l("Look at the papers"), "other_office": _l("Ask another office"),
}  # fmt: skip

FILES: dict[str, Any] = {
    "complaint": _l("With the complaint"), "before": _l("Before"), "after": _l("After"), "order": _l("Order"),
    "receipt": _l("Receipt or slip"), "letter": _l("Letter or certificate"), "report": _l("Report on paper"),
    "statement": _l("Statement"), "signature": _l("Signature"), "other": _l("Other paper"),
}  # fmt: skip


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
LAST: dict[str, Any] = {
    "register": _l("Registered"), "import": _l("Came from another portal"), "mark": _l("Assigned by the DC office"),
    "acknowledge": _l("Accepted"), "dialogue": _l("Spoke or tried to speak"), "comment": _l("Note added"),
    "report": _l("Reported solved"), "approve": _l("Approved"), "send_back": _l("Sent back by the approver"),
    "undo_approval": _l("Approval taken back"), "satisfied": _l("Complainant satisfied"),
    "dissatisfied": _l("Complainant not satisfied"), "reopen": _l("Reopened"),
    "escalate": _l("Moved up by itself"), "breach_marking": _l("Not assigned in time"),
    "add_evidence": _l("Photo added"),
}  # fmt: skip


def last_action(action: str) -> Any:
    """The short words for a complaint's last event."""
    return LAST.get(action, _l("Changed"))


def install(app: Flask) -> None:
    """Filters for the templates: {{ complaint.source|source }}."""
    app.jinja_env.filters.update(state_words=STATES.__getitem__, last_action=last_action)
    for name, words in {
        "source": SOURCES, "profile": PROFILES, "outcome": OUTCOMES, "back_reason": SEND_BACK,
        "no_reason": DISSATISFIED, "reopen_reason": REOPEN, "call_result": CALL_RESULTS, "next_step": NEXT_STEPS,
        "file_kind": FILES,
    }.items():  # fmt: skip
        app.jinja_env.filters[name] = _of(words)
