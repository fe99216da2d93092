"""THE CASEBOOK: what its codes are called on every page – steps, results, outcomes, reasons, kinds of file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

STEPS: Mapping[str, Any] = {
    "call": _l("Call the complainant"),
    "visit": _l("Go and see the place"),
    "site_work": _l("Get the work done"),
    "papers": _l("Look into the papers"),
    "other_office": _l("Ask another office"),
}
RESULTS: Mapping[str, Any] = {
    "pending": _l("Number shown for a call"),
    "satisfied": _l("Spoke – satisfied"),
    "dissatisfied": _l("Spoke – not satisfied"),
    "talked": _l("Spoke"),
    "not_picked": _l("Phone not answered"),
    "wrong_number": _l("Wrong number"),
    "call_later": _l("Asked to call later"),
}
OUTCOMES: Mapping[str, Any] = {
    "relief": _l("Resolved"),
    "partial": _l("Partly done – the rest has a date"),
    "explained": _l("Explained – no relief is due"),
    "already_done": _l("Was already done before"),
    "not_possible_policy": _l("Not possible by the rules"),
    "not_possible_budget": _l("No budget"),
    "court": _l("Before a court"),
    "false": _l("Not true"),
    "not_grievance": _l("Not a complaint"),
    "not_traceable": _l("The complainant cannot be found"),
    "demand": _l("A demand or suggestion"),
}
SEND_BACK: Mapping[str, Any] = {
    "photo_unclear": _l("The photo is not clear. Take it again."),
    "photo_elsewhere": _l("The photo is of another place. Take it from the same spot."),
    "talk_to_complainant": _l("Speak with the complainant first."),
    "half_done": _l("Only part of the work is done."),
    "other": _l("See the words of the approver."),
}
REOPENINGS: Mapping[str, Any] = {
    "complainant_asks": _l("The complainant asks for it"),
    "verification": _l("A check showed that the work is not done"),
    "wrong_closure": _l("It was closed by mistake"),
    "other": _l("Another reason"),
}
FILES: Mapping[str, Any] = {
    "complaint": _l("With the complaint"),
    "before": _l("Before"),
    "after": _l("After"),
    "order": _l("Order"),
    "receipt": _l("Receipt or slip"),
    "letter": _l("Letter or certificate"),
    "report": _l("Report on paper"),
    "statement": _l("Statement"),
    "signature": _l("Signature"),
    "other": _l("Other paper"),
}
SOURCES: Mapping[str, Any] = {
    "WLK": _l("DC office counter"),
    "JND": _l("Public hearing"),
    "SAM": _l("Complaint camp"),
    "CMW": _l("CM window"),
    "JSM": _l("State portal"),
    "CPG": _l("CPGRAMS"),
    "SMG": _l("Social media"),
    "HLP": _l("Helpline"),
    "PST": _l("Post"),
    "EML": _l("E-mail"),
    "WEB": _l("Website"),
    "NEWS": _l("Newspaper"),
    "MTG": _l("Meeting"),
    "IMP": _l("Old register"),
}


def word(table: Mapping[str, Any], code: object) -> str:
    """The word for a code in the language of the page; the code itself where no word is known (imported history)."""
    return str(table.get(str(code), code or ""))
