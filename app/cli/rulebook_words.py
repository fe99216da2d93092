"""THE RULEBOOK: the office's own words for what the tables of the rules call by a code (official letters, D14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.web import story, words

STATES: Mapping[str, Any] = {
    "draft": _l("Draft"), "registered": _l("Registered, marking pending"),
    "marked": _l("Marked, cognisance pending"), "in_action": _l("In action"),
    "awaiting_complainant": _l("Information awaited from the complainant"),
    "on_hold": _l("Held (court, budget, policy)"), "atr_submitted": _l("Submitted for approval"),
    "disposed": _l("Disposed, feedback awaited"), "closed_satisfied": _l("Closed with satisfaction"),
    "closed_no_response": _l("Closed, no contact"), "closed_special": _l("Specially closed"),
    "rejected": _l("Inadmissible or rejected"), "merged": _l("Merged"), "withdrawn": _l("Withdrawn by the complainant"),
    "transferred_out": _l("Sent to another authority (final)"),
}  # fmt: skip
ROLES: Mapping[str, Any] = {
    "cell": _l("Grievance cell"), "camp": _l("Camp"), "officer": _l("Officer (L1)"), "sdm": _l("Second level (L2)"),
    "hod": _l("Head of department (L3)"), "nodal": _l("Nodal officer"), "dc": _l("Deputy Commissioner (L4)"),
    "caller": _l("Call desk caller"), "verifier": _l("Verifier"), "auditor": _l("Auditor"),
    "admin": _l("Administrator"), "system": _l("By itself"), "public": _l("Complainant (own)"),
}  # fmt: skip
SCOPES: Mapping[str, Any] = {
    "own": _l("own"), "under": _l("own and below"), "department": _l("department"), "all": _l("district"),
    "sample": _l("handed over"), "none": "–", "asked": _l("where asked"),
}  # fmt: skip
LEVELS: Mapping[str, Any] = {
    "same": _l("level stays"), "first": _l("first level"), "up": _l("one up"), "down": _l("one down"),
    "reopen": _l("one up, at least L2"),
}  # fmt: skip
ACTIONS: Mapping[str, Any] = {
    "register": _l("Registration"), "mark": _l("Marking"), "refuse": _l("Refusal at intake"), "merge": _l("Merging"),
    "acknowledge": _l("Cognisance"), "escalate": _l("Escalation"), "send_down": _l("Sending down"),
    "ask": _l("Asking for information"), "answer": _l("Information received"), "hold": _l("Putting on hold"),
    "lift_hold": _l("End of hold"), "report": _l("Action taken report"), "approve": _l("Approval"),
    "send_back": _l("Return of the report"),
    "not_arrived": _l("Report without its photo lapses"), "satisfied": _l("Feedback: satisfied"),
    "dissatisfied": _l("Feedback: dissatisfied"), "no_response": _l("Closure without response"),
    "reopen": _l("Reopening"), "reopen_unmarked": _l("Reopening (unmarked)"),
    "close_special": _l("Special closure"), "reject": _l("Rejection after enquiry"),
    "withdraw": _l("Withdrawal"), "transfer": _l("Transfer"), "transfer_out": _l("Sending outside the district"),
    "fail_verification": _l("Verification failed"), "comment": _l("Comment"), "dialogue": _l("Dialogue"),
    "add_evidence": _l("Evidence"), "change_contact": _l("Change of contact"), "interim_reply": _l("Interim reply"),
    "dispose_on_spot": _l("Disposal on the spot"), "undo_approval": _l("Undo of an approval"),
    "undo_acknowledge": _l("Undo of cognisance"), "undo_acknowledge_risen": _l("Undo of cognisance (risen)"),
    "undo_mark": _l("Undo of marking"),
    "recall": _l("Recall of a report"), "unmerge": _l("Un-merging"), "correct_feedback": _l("Correction of feedback"),
    "breach_marking": _l("Marking not in time"), "call_hearing": _l("Calling a hearing"),
    "hear": _l("Hearing and order"), "split": _l("Splitting a petition"),
    "add_petitioner": _l("Joining a petitioner"), "change_petitioner": _l("Change of first petitioner"),
    "note_court": _l("Court flag"),
    "extend": _l("Days granted"), "propose": _l("Proposal"),
    "propose_refusal": _l("Proposal to refuse"), "propose_contact": _l("Proposal of a number"),
    "recommend": _l("Recommendation"), "decline": _l("Proposal declined"),
    "take_back": _l("Proposal withdrawn"), "lapse": _l("Proposal lapsed"),
    "unmerge_unmarked": _l("Un-merging (unmarked)"), "strike_note": _l("Note struck out"),
    "subtask_give": _l("Part given to another office"), "subtask_accept": _l("Part accepted"),
    "subtask_finish": _l("Part finished"), "subtask_decline": _l("Part declined"),
    "subtask_close": _l("Closing of a part"),
    "ask_reopening": _l("Request to reopen an own report"),
    "import": _l("Import"), "import_closed": _l("Import of a closed one"),
    "import_rejected": _l("Import of a rejected one"),
}  # fmt: skip
RIGHTS: Mapping[str, Any] = {
    "see": _l("See complaints"), "see_confidential": _l("See confidential complaints"),
    "reveal_phone": _l("Calling the complainant"), "marking_desk": _l("Marking desk"),
    "approvals": _l("Approvals desk"), "call_desk": _l("Call desk (list)"), "review": _l("Review tables"),
    "hand_over": _l("Handing over charge"),
    "masters": _l("Change registers"), "masters_see": _l("See registers"), "notices": _l("See messages"),
    "audit": _l("See the audit"), "hearings": _l("List of hearings"), "decisions": _l("Decide proposals"),
    "guidance": _l("Read guidance"),
    "write_guidance": _l("Write guidance"),
    "case_file": _l("Whole file as a paper"),
    "case_file_confidential": _l("Whole file of a confidential one"),
}  # fmt: skip
PROFILES = words.PROFILES
FIELDS: Mapping[str, Any] = {
    "action_on": _l("day of action"), "action_text": _l("what was done (30 letters)"), "answer_by": _l("answer by"),
    "attachment": _l("photo or paper"), "authority": _l("authority"), "category": _l("category"),
    "channel": _l("channel"), "clock": _l("hour"), "complainant_said": _l("what the complainant said to it"),
    "court_case_no": _l("court case number"), "direction": _l("direction"), "due_on": _l("day"),
    "enquiry_note": _l("enquiry note"), "expected_on": _l("expected day"), "findings": _l("findings"),
    "hold_kind": _l("kind of hold"), "how_to_answer": _l("how to answer"), "language": _l("language"),
    "mobile": _l("mobile"), "mobile_or_other_way": _l("mobile or another way"), "name": _l("name"),
    "name_or_anonymous": _l("name, or reason for none"), "next_step": _l("next step"),
    "next_step_on": _l("day of the next step"), "on": _l("day of hearing"), "outcome": _l("outcome"),
    "paper": _l("paper"), "parent": _l("main complaint"), "parts": _l("parts"), "place": _l("place"),
    "post": _l("post"), "question": _l("question"), "reason_code": _l("reason"),
    "reason_text": _l("reason in words"),
    "report": _l("the report"), "reference_no": _l("reference number"), "result": _l("result"),
    "review_on": _l("review day"), "said_there": _l("words of the other portal"), "signature": _l("signature"),
    "source": _l("source"), "text": _l("text"), "where_to_go": _l("where to go instead"),
    "why_there": _l("why it belongs there"), "days": _l("days"), "note": _l("note"),
}  # fmt: skip
GUARDS: Mapping[str, Any] = {
    "source_number_unique": _l("source number not yet registered"), "similar_seen": _l("similar complaints seen"),
    "post_in_charge": _l("somebody in charge of the post"),
    "not_complained_against": _l("not the post complained against"), "second_person": _l("decided by another person"),
    "parent_open": _l("main complaint open"), "same_place": _l("same place"), "no_cycle": _l("no circle"),
    "not_yet_acknowledged": _l("no cognisance yet"), "once_per_stint": _l("once with each holder"),
    "not_below_first_level": _l("not below the first level"), "not_twice_defaulted": _l("post has not defaulted twice"),
    "twice_a_cycle": _l("at most twice a round"), "fourteen_days_a_cycle": _l("at most 14 days a round"),
    "not_on_due_day": _l("not on the due day, not when late"), "three_renewals": _l("at most three renewals"),
    "acknowledged": _l("cognisance taken"),
    "spoken_to_complainant": _l("complainant spoken to, or three tries at different hours on two days"),
    "proof": _l("proof of the category"), "subtasks_ended": _l("parts of other offices ended"),
    "money_reference": _l("transaction number where money is paid"),
    "not_subordinate": _l("approver is not below the author"), "photos_arrived": _l("all declared photos arrived"),
    "outside_disposing_department": _l("asked by somebody outside the department"),
    "fifteen_days": _l("15 days over"), "tries_suffice": _l("three tries, one after 17:00, on two weekdays"),
    "thirty_days_and_twice_or_senior": _l("within 30 days and at most twice, or by nodal officer or DC"),
    "recommended": _l("recommended by the level between"), "statement_if_false": _l("statement or paper if untrue"),
    "never_by_officer": _l("never by an officer"), "consent_of_receiver": _l("receiver agrees"),
    "at_most_three": _l("at most three times"), "contact_logged": _l("contact with complainant on record"),
    "quarantine": _l("new number rests 48 hours"), "at_camp": _l("at a camp"),
    "message_not_gone": _l("message has not left"), "undecided": _l("not decided yet"),
    "own_report": _l("own report"), "thirty_days": _l("within 30 days"), "fifteen_minutes": _l("within 15 minutes"),
    "same_channel": _l("by the same channel"), "just_imported": _l("just imported"),
    "hearing_due": _l("reopened twice, profile hearing, or called by nodal officer or DC"),
    "no_other_hearing": _l("no other hearing waits"), "somebody_presides": _l("somebody in charge presides"),
    "before_you": _l("heard by this post, nodal officer or DC"), "not_a_part": _l("not itself a part"),
    "not_yet_a_petitioner": _l("not yet a petitioner"), "asked": _l("by whoever is asked"),
    "same_stint": _l("still with the same holder"), "once_a_level": _l("once a level"),
    "not_asked_yet": _l("not asked already"), "own_request": _l("own proposal"), "own_note": _l("own note"),
    "own_step": _l("own step, done with others at once"), "nobody_since": _l("nobody has acted since"),
    "five_minutes": _l("within five minutes"), "at_most_five": _l("at most five"),
    "no_part_yet": _l("the office has no running part"),
    "other_post": _l("another post than the own"), "before_own_due": _l("a day before the own time limit"),
    "not_confidential": _l("not confidential"), "part_open": _l("part not yet accepted"),
    "part_running": _l("part not yet ended"), "part_not_closed": _l("part not yet closed"),
}  # fmt: skip


def said(table: Mapping[str, Any], code: str) -> str:
    """The word for a code; a step that has none yet is called as in the history, else by its code."""
    word = table.get(code) or (story.TITLES.get(code) if table is ACTIONS else None)  # type: ignore[call-overload]
    return str(word) if word else code.replace("_", " ")
