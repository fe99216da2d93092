"""THE RULES: the one table of states and transitions (domain.md D2–D3, rulings 7 and 11).

Who may close, from where, with which fields filled and which message owed: it is all here. `complaints/step.py`
is the only writer that applies it; `policy.py` says in which scope a role may take an action.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The fifteen states of D2. `draft` lives on the author's device and is never stored."""

    DRAFT = "draft"
    REGISTERED = "registered"
    MARKED = "marked"
    IN_ACTION = "in_action"
    AWAITING_COMPLAINANT = "awaiting_complainant"
    ON_HOLD = "on_hold"
    ATR_SUBMITTED = "atr_submitted"
    DISPOSED = "disposed"
    CLOSED_SATISFIED = "closed_satisfied"
    CLOSED_NO_RESPONSE = "closed_no_response"
    CLOSED_SPECIAL = "closed_special"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    TRANSFERRED_OUT = "transferred_out"


S = State
FINAL = frozenset(
    {S.CLOSED_SATISFIED, S.CLOSED_NO_RESPONSE, S.CLOSED_SPECIAL, S.REJECTED, S.MERGED, S.WITHDRAWN, S.TRANSFERRED_OUT}
)
WITH_POST = frozenset({S.MARKED, S.IN_ACTION, S.AWAITING_COMPLAINANT, S.ON_HOLD, S.ATR_SUBMITTED})
OPEN = WITH_POST | {S.REGISTERED, S.DISPOSED}
CLOSED = frozenset({S.CLOSED_SATISFIED, S.CLOSED_NO_RESPONSE, S.CLOSED_SPECIAL})
STORED = OPEN | FINAL


class Holder(StrEnum):
    """Who holds a complaint: exactly one while it is open, nobody once it is final (D13-1)."""

    CELL = "cell"
    POST = "post"
    CALL_DESK = "call_desk"
    NOBODY = "nobody"


def holder_of(state: State) -> Holder:
    """The kind of holder that a state has."""
    if state in WITH_POST:
        return Holder.POST
    if state is S.REGISTERED:
        return Holder.CELL
    return Holder.CALL_DESK if state is S.DISPOSED else Holder.NOBODY


class Action(StrEnum):
    """Every verb that may be done to a complaint."""

    REGISTER = "register"
    MARK = "mark"
    REFUSE = "refuse"
    MERGE = "merge"
    ACKNOWLEDGE = "acknowledge"
    ESCALATE = "escalate"
    SEND_DOWN = "send_down"
    ASK = "ask"
    ANSWER = "answer"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"
    REPORT = "report"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    NOT_ARRIVED = "not_arrived"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    NO_RESPONSE = "no_response"
    REOPEN = "reopen"
    REOPEN_UNMARKED = "reopen_unmarked"
    ASK_REOPENING = "ask_reopening"
    CLOSE_SPECIAL = "close_special"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    TRANSFER_OUT = "transfer_out"
    FAIL_VERIFICATION = "fail_verification"
    COMMENT = "comment"
    DIALOGUE = "dialogue"
    ADD_EVIDENCE = "add_evidence"
    CHANGE_CONTACT = "change_contact"
    INTERIM_REPLY = "interim_reply"
    EXTEND = "extend"
    PROPOSE = "propose"
    PROPOSE_REFUSAL = "propose_refusal"
    PROPOSE_CONTACT = "propose_contact"
    RECOMMEND = "recommend"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    LAPSE = "lapse"
    DISPOSE_ON_SPOT = "dispose_on_spot"
    UNDO_APPROVAL = "undo_approval"
    UNDO_ACKNOWLEDGE = "undo_acknowledge"
    UNDO_ACKNOWLEDGE_RISEN = "undo_acknowledge_risen"
    UNDO_MARK = "undo_mark"
    RECALL = "recall"
    UNMERGE = "unmerge"
    UNMERGE_UNMARKED = "unmerge_unmarked"
    CORRECT_FEEDBACK = "correct_feedback"
    STRIKE_NOTE = "strike_note"
    SUBTASK_GIVE = "subtask_give"
    SUBTASK_ACCEPT = "subtask_accept"
    SUBTASK_FINISH = "subtask_finish"
    SUBTASK_DECLINE = "subtask_decline"
    SUBTASK_CLOSE = "subtask_close"
    BREACH_MARKING = "breach_marking"
    CALL_HEARING = "call_hearing"
    HEAR = "hear"
    SPLIT = "split"
    ADD_PETITIONER = "add_petitioner"
    CHANGE_PETITIONER = "change_petitioner"
    NOTE_COURT = "note_court"
    IMPORT = "import"
    IMPORT_CLOSED = "import_closed"
    IMPORT_REJECTED = "import_rejected"


class Level(StrEnum):
    """How an action moves the level."""

    SAME = "same"
    FIRST = "first"
    UP = "up"
    DOWN = "down"
    REOPEN = "reopen"  # one up, at least 2, at most 4


@dataclass(frozen=True)
class Transition:
    """One row of D3. `target` None keeps the state; `requires` are the names of fields the server refuses to miss;
    `guards` are conditions checked by the action; `notices` are the template keys that become owed."""

    number: str
    action: Action
    sources: frozenset[State]
    target: State | None
    level: Level = Level.SAME
    requires: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    new_cycle: bool = False


def _t(number: str, action: Action, sources: frozenset[State], target: State | None, **rest: object) -> Transition:
    return Transition(number, action, sources, target, **rest)  # type: ignore[arg-type]


A = Action
_WORKING, _ACTING = frozenset({S.MARKED, S.IN_ACTION}), frozenset({S.IN_ACTION})
_NOTHING: frozenset[State] = frozenset({S.DRAFT})
_UNDO = ("nobody_since", "own_step", "five_minutes", "message_not_gone")
_ALL, _HEARABLE = frozenset(STORED), OPEN | CLOSED | {S.REJECTED}

_ROWS = (
    _t("T1", A.REGISTER, _NOTHING, S.REGISTERED, level=Level.FIRST, notices=("S01",),
       requires=("name_or_anonymous", "mobile_or_other_way", "language", "place", "text", "source"),
       guards=("source_number_unique", "similar_seen")),
    _t("T2", A.MARK, frozenset({S.REGISTERED, S.MARKED, S.IN_ACTION}), S.MARKED, level=Level.FIRST,
       requires=("category", "post"), guards=("post_in_charge", "not_complained_against"), notices=("S01", "O01")),
    _t("T3", A.REFUSE, frozenset({S.REGISTERED}), S.REJECTED, requires=("reason_code", "reason_text", "where_to_go"),
       guards=("second_person",), notices=("S11",)),
    _t("T4", A.MERGE, frozenset({S.REGISTERED, S.MARKED, S.IN_ACTION}), S.MERGED, requires=("parent",),
       guards=("parent_open", "same_place", "no_cycle"), notices=("S13",)),
    _t("T5", A.ACKNOWLEDGE, _WORKING, S.IN_ACTION, requires=("next_step", "next_step_on"),
       guards=("not_yet_acknowledged",), notices=("S02",)),
    _t("T6", A.ESCALATE, _WORKING, None, level=Level.UP, requires=("reason_code",), guards=("once_per_stint",),
       notices=("S07", "O03")),
    _t("T7", A.SEND_DOWN, _ACTING, S.IN_ACTION, level=Level.DOWN, requires=("direction", "due_on"),
       guards=("not_below_first_level", "not_twice_defaulted"), notices=("O01",)),
    _t("T8", A.ASK, _ACTING, S.AWAITING_COMPLAINANT, requires=("question", "how_to_answer", "answer_by"),
       guards=("twice_a_cycle", "fourteen_days_a_cycle", "not_on_due_day"), notices=("S03",)),
    _t("T9", A.ANSWER, frozenset({S.AWAITING_COMPLAINANT}), S.IN_ACTION),
    _t("T10", A.HOLD, _ACTING, S.ON_HOLD, requires=("hold_kind", "paper", "review_on"),
       guards=("second_person", "three_renewals"), notices=("S04H",)),
    _t("T11", A.LIFT_HOLD, frozenset({S.ON_HOLD}), S.IN_ACTION, notices=("O01",)),
    _t("T12", A.REPORT, _ACTING, S.ATR_SUBMITTED, requires=("outcome", "action_text", "action_on"),
       guards=("acknowledged", "spoken_to_complainant", "proof", "subtasks_ended", "money_reference")),
    _t("T13", A.APPROVE, frozenset({S.ATR_SUBMITTED}), S.DISPOSED,
       guards=("second_person", "not_subordinate", "photos_arrived"), notices=("S08",)),
    _t("T14", A.SEND_BACK, frozenset({S.ATR_SUBMITTED}), S.IN_ACTION, requires=("reason_code", "reason_text"),
       guards=("second_person",), notices=("O04",)),
    # ruling 14: a declared photo that did not come in 48 hours; the report counts as never submitted
    _t("T14", A.NOT_ARRIVED, frozenset({S.ATR_SUBMITTED}), S.IN_ACTION, requires=("report",), notices=("O04",)),
    _t("T15", A.SATISFIED, frozenset({S.DISPOSED}), S.CLOSED_SATISFIED, requires=("channel",),
       guards=("outside_disposing_department",), notices=("S10",)),
    _t("T16", A.DISSATISFIED, frozenset({S.DISPOSED}), S.MARKED, level=Level.REOPEN, new_cycle=True,
       requires=("channel", "reason_code"), guards=("outside_disposing_department",), notices=("S09", "O05")),
    _t("T17", A.NO_RESPONSE, frozenset({S.DISPOSED}), S.CLOSED_NO_RESPONSE, guards=("fifteen_days", "tries_suffice"),
       notices=("S16",)),
    # also while the complainant is asked: the officer himself found that he was wrong (D12-13)
    _t("T18", A.REOPEN, CLOSED | {S.REJECTED, S.DISPOSED}, S.MARKED, level=Level.REOPEN, new_cycle=True,
       requires=("reason_code", "reason_text"), guards=("thirty_days_and_twice_or_senior",), notices=("S09",)),
    _t("T18", A.REOPEN_UNMARKED, CLOSED | {S.REJECTED}, S.REGISTERED, new_cycle=True,
       requires=("reason_code", "reason_text"), guards=("thirty_days_and_twice_or_senior",), notices=("S09C",)),
    _t("T18", A.ASK_REOPENING, frozenset({S.DISPOSED}), None, requires=("text",), guards=("own_report",)),
    _t("T19", A.CLOSE_SPECIAL, _ACTING, S.CLOSED_SPECIAL, requires=("reason_code", "paper", "complainant_said"),
       guards=("second_person", "recommended"), notices=("S12",)),
    _t("T20", A.REJECT, _ACTING, S.REJECTED, requires=("reason_code", "enquiry_note"),
       guards=("second_person", "recommended", "statement_if_false"), notices=("S11",)),
    _t("T21", A.WITHDRAW, OPEN, S.WITHDRAWN, requires=("reason_text", "channel"), guards=("never_by_officer",),
       notices=("S10",)),
    _t("T22", A.TRANSFER, _WORKING, S.MARKED, requires=("reason_code", "why_there"),
       guards=("consent_of_receiver", "at_most_three", "contact_logged"), notices=("S06",)),
    _t("T23", A.TRANSFER_OUT, OPEN, S.TRANSFERRED_OUT, requires=("authority", "reference_no"), notices=("S06",)),
    _t("T24", A.FAIL_VERIFICATION, CLOSED | {S.DISPOSED}, S.MARKED, level=Level.REOPEN, new_cycle=True,
       requires=("findings",), notices=("S09", "O05")),
    _t("T25", A.COMMENT, _ALL, None, requires=("text",)),
    _t("T25", A.DIALOGUE, _ALL, None, requires=("result",)),
    _t("T25", A.ADD_EVIDENCE, _ALL, None, requires=("attachment",)),
    _t("T25", A.CHANGE_CONTACT, _ALL, None, requires=("mobile",), guards=("quarantine",), notices=("S17",)),
    _t("T25", A.STRIKE_NOTE, _ALL, None, requires=("note",), guards=("own_note", "five_minutes")),
    # Parts that other offices do (B7-7): like all of T25 they leave the state, the holder and the clock as they are.
    _t("T25", A.SUBTASK_GIVE, _ACTING, None, requires=("post", "text", "due_on"),
       guards=("at_most_five", "other_post", "no_part_yet", "before_own_due", "post_in_charge",
               "not_complained_against", "not_confidential")),
    _t("T25", A.SUBTASK_ACCEPT, OPEN, None, guards=("part_open",)),
    _t("T25", A.SUBTASK_FINISH, OPEN, None, requires=("result",), guards=("part_running",)),
    _t("T25", A.SUBTASK_DECLINE, OPEN, None, requires=("result",), guards=("part_running",)),
    _t("T25", A.SUBTASK_CLOSE, WITH_POST, None, guards=("part_not_closed",)),
    _t("T26", A.INTERIM_REPLY, _ACTING, None, requires=("text", "expected_on"), notices=("S04",)),
    _t("T26", A.EXTEND, _ACTING, None, requires=("days",),
       guards=("second_person", "asked", "same_stint", "once_a_level"), notices=("S04E",)),
    _t("T27", A.DISPOSE_ON_SPOT, _WORKING, S.CLOSED_SATISFIED,
       requires=("outcome", "action_text", "signature"), guards=("second_person", "at_camp"), notices=("S10",)),
    _t("T28", A.UNDO_APPROVAL, frozenset({S.DISPOSED}), S.ATR_SUBMITTED, guards=("message_not_gone",)),
    _t("T29", A.RECALL, frozenset({S.ATR_SUBMITTED}), S.IN_ACTION, guards=("undecided", "own_report")),
    _t("T30", A.UNMERGE, frozenset({S.MERGED}), S.MARKED, guards=("thirty_days",)),
    # what was joined before anybody had it goes back to the cell
    _t("T30", A.UNMERGE_UNMARKED, frozenset({S.MERGED}), S.REGISTERED, guards=("thirty_days",)),
    _t("T31", A.CORRECT_FEEDBACK, CLOSED | {S.MARKED, S.DISPOSED}, S.DISPOSED,
       guards=("fifteen_minutes", "same_channel")),
    _t("T32", A.BREACH_MARKING, frozenset({S.REGISTERED}), None, guards=("once_per_stint",), notices=("O03",)),
    # What was done to many at once: docs/decisions/0013. Risen: accepted where it had climbed to, already in progress.
    _t("T34", A.UNDO_ACKNOWLEDGE, _ACTING, S.MARKED, guards=_UNDO),
    _t("T34", A.UNDO_ACKNOWLEDGE_RISEN, _ACTING, None, guards=_UNDO),
    _t("T35", A.UNDO_MARK, frozenset({S.MARKED}), S.REGISTERED, guards=_UNDO),
    # A proposal and its end change nothing by themselves: a grant is the row that was asked for (D1, Request).
    _t("R1", A.PROPOSE, _WORKING, None, requires=("reason_code", "text"), guards=("not_asked_yet",)),
    _t("R1", A.PROPOSE_REFUSAL, frozenset({S.REGISTERED}), None, requires=("reason_code", "text"),
       guards=("not_asked_yet",)),
    _t("R1", A.PROPOSE_CONTACT, _ALL, None, requires=("reason_code", "text"), guards=("not_asked_yet",)),
    _t("R2", A.RECOMMEND, _ALL, None, requires=("text",), guards=("second_person", "asked")),
    _t("R3", A.DECLINE, _ALL, None, requires=("text",), guards=("second_person", "asked")),
    _t("R4", A.TAKE_BACK, _ALL, None, guards=("own_request",)),
    _t("R5", A.LAPSE, _ALL, None),
    # Hearings (T18, profile "hearing") and the rules for odd cases (D12-7 to 9, 17): nothing moves by itself.
    _t("H1", A.CALL_HEARING, _HEARABLE, None, requires=("on", "clock", "place"),
       guards=("hearing_due", "no_other_hearing", "somebody_presides"), notices=("S14", "O14")),
    _t("H2", A.HEAR, _HEARABLE, None, requires=("result",), guards=("before_you",),
       notices=("S14X", "O14X")),  # where it is called off; what is put off is called anew (H1)
    _t("D12-7", A.SPLIT, frozenset({S.REGISTERED, S.MARKED, S.IN_ACTION}), None, requires=("parts",),
       guards=("not_a_part",)),
    _t("D12-8", A.ADD_PETITIONER, OPEN, None, requires=("name",), guards=("not_yet_a_petitioner",)),
    _t("D12-9", A.CHANGE_PETITIONER, _ALL, None, requires=("name", "reason_text")),
    _t("D12-17", A.NOTE_COURT, _ALL, None, requires=("court_case_no", "paper")),
    _t("T33", A.IMPORT, _NOTHING, S.REGISTERED, level=Level.FIRST, guards=("source_number_unique",)),
    # What was over in its portal before it came here never waits here: docs/decisions/0010.
    _t("T33", A.IMPORT_CLOSED, frozenset({S.REGISTERED}), S.CLOSED_SPECIAL, requires=("reason_code", "said_there"),
       guards=("just_imported",)),
    _t("T33", A.IMPORT_REJECTED, frozenset({S.REGISTERED}), S.REJECTED, requires=("reason_code", "said_there"),
       guards=("just_imported",)),
)  # fmt: skip

TRANSITIONS: dict[Action, Transition] = {row.action: row for row in _ROWS}


class IllegalStep(Exception):
    """The table has no such way: `action` may not be taken in `state`."""

    def __init__(self, action: Action, state: State) -> None:
        super().__init__(f"{action} is not possible in {state}")
        self.action, self.state = action, state


def transition(action: Action, state: State) -> Transition:
    """The row for `action` if it leads out of `state`; raises IllegalStep."""
    row = TRANSITIONS[action]
    if state not in row.sources:
        raise IllegalStep(action, state)
    return row


def target_of(row: Transition, state: State) -> State:
    """The state that a complaint in `state` has after `row`."""
    return state if row.target is None else row.target
