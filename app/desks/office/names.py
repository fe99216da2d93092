"""DESK: what the codes of the registers are called – roles, areas, proof, kinds of charge and holiday, states."""

from __future__ import annotations

from typing import Any

from app.web.language import lazy_gettext as _l

LEVELS = [(n, f"L{n}") for n in range(1, 5)]
ROLE_NAMES: dict[str, Any] = {
    "cell": _l("Grievance cell"), "camp": _l("Camp counter"), "officer": _l("Officer (L1)"),
    "sdm": _l("Second level (L2)"), "hod": _l("Head of department (L3)"), "nodal": _l("Nodal officer"),
    "dc": _l("DC (L4)"), "caller": _l("Call desk"), "verifier": _l("Checks on the spot"),
    "auditor": _l("Auditor"), "admin": _l("Administrator"),
}  # fmt: skip
AREA_NAMES: dict[str, Any] = {
    "town": _l("Town"), "block": _l("Block"), "sub_division": _l("Sub-division"), "district": _l("Whole district"),
    "department": _l("Whole department"),
}  # fmt: skip
PLACE_KINDS: dict[str, Any] = {
    **{kind: AREA_NAMES[kind] for kind in ("sub_division", "block", "town")},
    "ward": _l("Ward"), "gram_panchayat": _l("Gram Panchayat"), "village": _l("Village"),
}  # fmt: skip
PROOF_NAMES: dict[str, Any] = {
    "none": _l("None"), "photo": _l("Photo after"), "before_after": _l("Photos before and after"),
    "before_after_place": _l("Photos before and after, with place"), "photo_order": _l("Photo and order"),
    "document": _l("Document"), "document_or_statement": _l("Document or statement"),
    "transaction": _l("Transaction number and date"), "order": _l("Order"), "report": _l("Enquiry report"),
    "certificate": _l("Certificate or its number"), "test_slip": _l("Test slip"),
    "sanction": _l("Number of the sanction"),
}  # fmt: skip
CHARGE_KINDS: dict[str, Any] = {
    "regular": _l("Regular charge"), "additional": _l("Additional charge"), "link": _l("Link officer"),
}  # fmt: skip
HOLIDAY_KINDS: dict[str, Any] = {
    "public": _l("Public holiday"), "local": _l("Local holiday"), "emergency": _l("Emergency, by order"),
}  # fmt: skip
NOTICE_STATES: dict[str, Any] = {
    "queued": _l("Waiting to be sent"), "held": _l("Held back"), "sending": _l("Being sent"), "accepted": _l("Sent"),
    "delivered": _l("Arrived"), "undelivered": _l("Did not arrive"), "expired": _l("Too late to send"),
    "rejected": _l("Refused by the SMS company"), "failed": _l("Could not be sent"),
    "unconfirmed": _l("Not certain whether sent"), "cancelled": _l("Cancelled"),
}  # fmt: skip
NOTICE_COLOURS = {
    "delivered": "g", "accepted": "k", "held": "a", "undelivered": "r", "rejected": "r", "failed": "r", "expired": "r",
    "unconfirmed": "a",
}  # fmt: skip
NOTICE_REASONS = {
    "folded": _l("another message went the same day"),
    "over": _l("what it says was true no more when its day came"), "undone": _l("the approval was taken back"),
    "answered": _l("the complainant has answered already"), "demo_history": _l("from before the demo began"),
    "by_hand": _l("held back by hand"), "suppressed": _l("this number asked for no reminders, or does not work"),
    "unregistered": _l("its text is not registered with the operators"),
    "not_its_text": _l("it is not the registered text, letter for letter"),
    "digest": _l("more than enough for one day: it is in the morning's summary"),
}  # fmt: skip
INBOUND_WHY: dict[str, Any] = {
    "unmatched": _l("Not understood"), "ambiguous": _l("Several complaints – which one is meant?"),
    "no_such_number": _l("No complaint has this number"), "not_theirs": _l("From another number than the complaint's"),
    "staff_number": _l("From a number of the office"), "not_asked": _l("An answer, but nothing was asked"),
    "follower": _l("From somebody who only joined the complaint"), "failed": _l("Could not be read"),
}  # fmt: skip
LOOKED_AT: dict[str, Any] = {
    "spoken": _l("Spoken with the person"), "registered": _l("Registered as a new complaint"),
    "thanks": _l("Only thanks or a greeting"), "advertising": _l("Advertising"),
}  # fmt: skip
INBOUND_DONE: dict[str, Any] = LOOKED_AT | {"joined": _l("Added to a complaint")}
WEEKDAYS = [
    (0, _l("Monday")), (1, _l("Tuesday")), (2, _l("Wednesday")), (3, _l("Thursday")), (4, _l("Friday")),
    (5, _l("Saturday")), (6, _l("Sunday")),
]  # fmt: skip
