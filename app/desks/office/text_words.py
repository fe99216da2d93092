"""DESK: what the texts of messages are called, what may stand in their slots, and what is wrong with a wording."""

from __future__ import annotations

from typing import Any

from app.web.language import lazy_gettext as _l

TEXT_NAMES: dict[str, Any] = {
    "S01": _l("It is registered and assigned"), "S01R": _l("It came in through the website"),
    "S02": _l("An officer has accepted it"), "S03": _l("Something is needed from the complainant"),
    "S04": _l("The officer writes: the work goes on"), "S04H": _l("It has to wait"), "S04E": _l("More days were given"),
    "S05": _l("The work still goes on"),
    "S06": _l("It has gone to another department"), "S06X": _l("It was sent outside the district"),
    "S07": _l("It is late and went up"), "S07M": _l("It went up to be solved there"),
    "S08": _l("Said to be done: is it?"), "S09": _l("It is open again"), "S09C": _l("It is open again, with the cell"),
    "S10": _l("Closed, the complainant agreed"), "S10W": _l("Taken back by the complainant"),
    "S11": _l("It could not be taken up"), "S12": _l("Closed by order of the DC"),
    "S13": _l("Joined to another complaint"), "S14": _l("A hearing is called"),
    "S14X": _l("A hearing is called off"),
    "S15": _l("Code to see a complaint"), "S15R": _l("Code to register a complaint"),
    "S16": _l("We rang and nobody picked up"), "S17": _l("The mobile number was changed"),
    "R01": _l("Answer: how it stands"), "R02": _l("Answer: not understood"), "R03": _l("Answer: no more reminders"),
    "O01": _l("A complaint is yours"), "O02": _l("The morning's summary"), "O03": _l("A complaint went up"),
    "O03W": _l("The DC is watching a complaint"),
    "O04": _l("A report came back"), "O05": _l("A complaint is open again"), "O06": _l("Reports wait for approval"),
    "O07": _l("A direction of the meeting is due"), "O08": _l("A part of the work is yours"),
    "O09": _l("Another office has answered its part"), "O10": _l("A part is no longer needed"),
    "O14": _l("You are to come to a hearing"), "O14X": _l("The hearing is called off"),
}  # fmt: skip
GROUPS = (("S", _l("To complainants")), ("R", _l("Answers to their messages")), ("O", _l("To officers")))
SLOT_NAMES: dict[str, Any] = {
    "no": _l("number of the complaint"), "no2": _l("number of the other complaint"), "date": _l("date"),
    "ack": _l("until when to accept"), "time": _l("hour"), "link": _l("our own short address"), "post": _l("post"),
    "days": _l("number of days"), "new": _l("how many are new"), "soon": _l("how many are due soon"),
    "late": _l("how many are late"), "count": _l("how many"), "code": _l("six digits"),
}  # fmt: skip
FINDINGS: dict[str, Any] = {
    "slot_unknown": _l("%(detail)s cannot be filled in this message."),
    "slot_missing": _l("%(detail)s is missing: without it nobody knows what the message is about."),
    "slot_unused": _l("%(detail)s is not used."),
    "brace": _l("A slot is written in small letters between { and }. These signs may stand nowhere else."),
    "slots_many": _l("%(detail)s slots: the operators allow three."),
    "slots_adjacent": _l("Between these two slots a word is needed: %(detail)s"),
    "fixed_share": _l("Only %(detail)s of it is fixed text: the operators want at least 30 %%."),
    "parts": _l("At its longest it takes %(detail)s parts: one is allowed in English, two in Hindi."),
    "offender": _l("These signs may not be used, as they make a message dearer or are refused: %(detail)s"),
    "address": _l("An address on the internet may stand only in its own slot: %(detail)s"),
    "brand": _l("It must end with who sends it: %(detail)s"),
}  # fmt: skip
