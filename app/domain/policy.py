"""THE RULES: which role may take which action, in which scope (domain.md D7): guard, buttons and print read it."""

from __future__ import annotations

from enum import StrEnum

from app.domain.states import Action as A


class Role(StrEnum):
    """What a post lets its holder be. `officer` is L1, `sdm` L2 (any second-level post), `hod` L3."""

    CELL = "cell"
    CAMP = "camp"
    OFFICER = "officer"
    SDM = "sdm"
    HOD = "hod"
    NODAL = "nodal"
    DC = "dc"
    CALLER = "caller"
    VERIFIER = "verifier"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"
    PUBLIC = "public"


# The level whose rights a role has: a post, and the row of the ladder that leads to it, stand at this one.
LEVEL_OF: dict[Role, int] = {Role.OFFICER: 1, Role.SDM: 2, Role.HOD: 3}


class Scope(StrEnum):
    """How far a right reaches, seen from the acting post."""

    OWN = "own"  # held by this post (or a charge held by the same session)
    UNDER = "under"  # held by a post below in the own tree
    DEPARTMENT = "department"
    ALL = "all"
    SAMPLE = "sample"  # only what the call desk or a sample hands over
    ASKED = "asked"  # a part of it was given to this post
    NONE = "none"


R = Role
O, U, D, ALL, SAMPLE = Scope.OWN, Scope.UNDER, Scope.DEPARTMENT, Scope.ALL, Scope.SAMPLE  # noqa: E741 – D7's letters
_FIELD = {R.OFFICER: O, R.SDM: O, R.HOD: O, R.DC: O}
_FOR_JUNIORS = {R.OFFICER: O, R.SDM: U, R.HOD: D, R.DC: O}  # what a senior may do for those below, who go on holding it
_PART = dict.fromkeys((R.OFFICER, R.SDM, R.HOD, R.DC), Scope.ASKED)
_SENIOR = {R.NODAL: ALL, R.DC: ALL}
_JOB = {R.SYSTEM: ALL}
_ASKED = {R.CELL: ALL, R.OFFICER: ALL, R.SDM: ALL, R.HOD: ALL, **_SENIOR}
_IMPORTERS = {R.CELL: ALL, R.ADMIN: ALL, **_SENIOR, **_JOB}


class Right(StrEnum):
    """Rights that are not steps of a complaint."""

    SEE = "see"
    SEE_CONFIDENTIAL = "see_confidential"
    REVEAL_PHONE = "reveal_phone"
    MARKING_DESK = "marking_desk"
    DECISIONS = "decisions"
    APPROVALS = "approvals"
    CALL_DESK = "call_desk"
    GUIDANCE = "guidance"
    WRITE_GUIDANCE = "write_guidance"
    REVIEW = "review"
    HAND_OVER = "hand_over"
    MASTERS = "masters"
    MASTERS_SEE = "masters_see"
    NOTICES = "notices"
    AUDIT = "audit"
    HEARINGS = "hearings"
    CASE_FILE = "case_file"
    CASE_FILE_CONFIDENTIAL = "case_file_confidential"


MAY: dict[A | Right, dict[Role, Scope]] = {
    A.REGISTER: {R.CELL: ALL, R.CAMP: ALL, R.OFFICER: O, R.SDM: O, R.HOD: D, R.PUBLIC: O, **_SENIOR},
    A.MARK: {R.CELL: ALL, R.SDM: U, R.HOD: D, **_SENIOR},
    A.REFUSE: {R.NODAL: ALL, R.DC: ALL},
    A.MERGE: {R.CELL: ALL, R.HOD: D, **_SENIOR},
    A.ACKNOWLEDGE: _FOR_JUNIORS,
    A.ESCALATE: {R.OFFICER: O, R.SDM: U, R.HOD: D, **_SENIOR, **_JOB},
    A.SEND_DOWN: {R.SDM: O, R.HOD: O, **_SENIOR},
    A.ASK: {R.OFFICER: O, R.SDM: O, R.HOD: D, **_SENIOR},
    A.ANSWER: {R.CELL: ALL, R.PUBLIC: O, **_JOB},
    A.HOLD: _SENIOR,
    A.LIFT_HOLD: {**_SENIOR, **_JOB},
    A.REPORT: _FIELD,
    A.APPROVE: {R.HOD: D, **_SENIOR, **_JOB},
    A.SEND_BACK: {R.HOD: D, **_SENIOR},
    A.NOT_ARRIVED: _JOB,
    A.SATISFIED: {R.CALLER: SAMPLE, R.PUBLIC: O, **_SENIOR},
    A.DISSATISFIED: {R.CALLER: SAMPLE, R.PUBLIC: O, **_SENIOR},
    A.NO_RESPONSE: _JOB,
    A.REOPEN: {R.CELL: ALL, R.PUBLIC: O, **_SENIOR},
    A.REOPEN_UNMARKED: {R.CELL: ALL, R.PUBLIC: O, **_SENIOR},
    A.ASK_REOPENING: {R.OFFICER: O, R.SDM: O, R.HOD: O},
    A.CLOSE_SPECIAL: _SENIOR,
    A.REJECT: _SENIOR,
    A.WITHDRAW: {R.CALLER: SAMPLE, R.PUBLIC: O},
    A.TRANSFER: {R.HOD: D, R.CELL: ALL, **_SENIOR},
    A.TRANSFER_OUT: {R.NODAL: ALL, R.DC: ALL},
    A.FAIL_VERIFICATION: _SENIOR,
    A.COMMENT: {R.CELL: ALL, R.OFFICER: O, R.SDM: U, R.HOD: D, R.PUBLIC: O, **_SENIOR},
    A.STRIKE_NOTE: {R.CELL: ALL, R.OFFICER: O, R.SDM: U, R.HOD: D, **_SENIOR},
    A.DIALOGUE: {R.OFFICER: O, R.SDM: U, R.HOD: D, R.CALLER: SAMPLE, **_SENIOR},
    A.ADD_EVIDENCE: {R.CELL: ALL, R.OFFICER: O, R.SDM: O, R.HOD: D, R.PUBLIC: O},
    A.CHANGE_CONTACT: {R.CELL: ALL, R.PUBLIC: O, **_SENIOR},
    A.INTERIM_REPLY: _FIELD,
    # What is asked by a request may be decided by whoever is asked, wherever the complaint lies: guard `asked`.
    A.EXTEND: _ASKED,
    A.PROPOSE: _FIELD,
    A.PROPOSE_REFUSAL: {R.CELL: ALL, **_SENIOR},
    A.PROPOSE_CONTACT: _FIELD,
    A.RECOMMEND: {R.HOD: D, **_SENIOR},
    A.DECLINE: _ASKED,
    A.TAKE_BACK: _ASKED,
    A.LAPSE: _JOB,
    A.DISPOSE_ON_SPOT: _ASKED,
    A.UNDO_APPROVAL: {R.HOD: D, **_SENIOR},
    A.UNDO_ACKNOWLEDGE: _FIELD,
    A.UNDO_ACKNOWLEDGE_RISEN: _FIELD,
    A.UNDO_MARK: {R.CELL: ALL, **_SENIOR},
    A.RECALL: _FIELD,
    A.UNMERGE: {R.CELL: ALL, **_SENIOR},
    A.UNMERGE_UNMARKED: {R.CELL: ALL, **_SENIOR},
    A.CORRECT_FEEDBACK: {R.CALLER: SAMPLE, R.PUBLIC: O, **_SENIOR},
    A.SUBTASK_GIVE: _FOR_JUNIORS,
    A.SUBTASK_CLOSE: _FOR_JUNIORS,
    A.SUBTASK_ACCEPT: _PART,
    A.SUBTASK_FINISH: _PART,
    A.SUBTASK_DECLINE: _PART,
    A.BREACH_MARKING: _JOB,
    A.CALL_HEARING: {R.CELL: ALL, **_FIELD, **_SENIOR},
    A.HEAR: {**_FIELD, **_SENIOR},
    A.SPLIT: {R.CELL: ALL, **_SENIOR},
    A.ADD_PETITIONER: {R.CELL: ALL, **_FIELD, **_SENIOR},
    A.CHANGE_PETITIONER: {R.CELL: ALL, **_SENIOR},
    A.NOTE_COURT: {R.CELL: ALL, **_FIELD, **_SENIOR},
    A.IMPORT: _IMPORTERS,
    A.IMPORT_CLOSED: _IMPORTERS,
    A.IMPORT_REJECTED: _IMPORTERS,
    Right.SEE: {
        R.CELL: ALL, R.CAMP: O, R.OFFICER: O, R.SDM: U, R.HOD: D, **_SENIOR,
        R.CALLER: SAMPLE, R.VERIFIER: SAMPLE, R.AUDITOR: ALL, **_JOB,
    },
    Right.SEE_CONFIDENTIAL: {R.OFFICER: O, R.SDM: O, R.HOD: O, **_SENIOR},
    Right.REVEAL_PHONE: {R.CELL: ALL, R.OFFICER: O, R.SDM: U, R.HOD: D, R.CALLER: SAMPLE, **_SENIOR},
    Right.MARKING_DESK: {R.CELL: ALL, **_SENIOR},
    Right.DECISIONS: _ASKED,
    Right.APPROVALS: {R.HOD: D, **_SENIOR},
    Right.CALL_DESK: {R.CALLER: SAMPLE, **_SENIOR},
    Right.GUIDANCE: {R.CELL: ALL, R.SDM: O, R.HOD: D, **_SENIOR},
    Right.WRITE_GUIDANCE: {R.SDM: O, R.HOD: D, **_SENIOR},  # ruling 13: from L2 on
    Right.REVIEW: {R.CELL: ALL, R.SDM: U, R.HOD: D, **_SENIOR, R.AUDITOR: ALL, R.ADMIN: ALL},
    Right.HAND_OVER: {R.HOD: D, **_SENIOR, R.ADMIN: ALL},
    Right.MASTERS: {**_SENIOR, R.ADMIN: ALL},
    Right.MASTERS_SEE: {R.CELL: ALL, **_SENIOR, R.AUDITOR: ALL, R.ADMIN: ALL},
    Right.NOTICES: {R.CELL: ALL, **_SENIOR, R.AUDITOR: ALL, R.ADMIN: ALL},
    Right.AUDIT: {**_SENIOR, R.AUDITOR: ALL, R.ADMIN: ALL},
    Right.HEARINGS: {R.CELL: ALL, **_FIELD, **_SENIOR, R.AUDITOR: ALL},
    # The whole file as one paper; what may be seen at all limits it first. Confidential ones by a right of their own.
    Right.CASE_FILE: {R.CELL: ALL, R.OFFICER: O, R.SDM: U, R.HOD: D, **_SENIOR, R.AUDITOR: ALL},
    Right.CASE_FILE_CONFIDENTIAL: _SENIOR,
}  # fmt: skip


# The DC's office, and what it does about a complaint that its holder may only ask for: somebody else does it than who
# holds the complaint, be it in another charge (the two-person rule of D7).
OFFICE = frozenset({R.CELL, R.NODAL, R.DC})
BY_ANOTHER = frozenset({A.MARK, A.MERGE, A.ANSWER, A.CHANGE_CONTACT, A.CHANGE_PETITIONER, A.SPLIT, A.TRANSFER_OUT})


# Who was asked for a part may also do these: a note, a photo of it.
ALSO_ASKED = frozenset({A.COMMENT, A.STRIKE_NOTE, A.ADD_EVIDENCE})


# What a request opens may lie anywhere in the district, but is done only by whom it asks, or by who made it.
BY_REQUEST: dict[A | Right, Scope] = {
    **dict.fromkeys((A.EXTEND, A.DECLINE, A.DISPOSE_ON_SPOT, Right.DECISIONS), Scope.ASKED), A.TAKE_BACK: O,
}  # fmt: skip


class Forbidden(Exception):
    """This role may not do this here."""


def scope(role: Role, right: A | Right) -> Scope:
    """How far `role` reaches with `right`; Scope.NONE when it has no such right."""
    return MAY[right].get(role, Scope.NONE)


def reach_told(role: Role, right: A | Right) -> Scope:
    """How far it reaches as a person is told: where only a request opens the step, that far and not the district."""
    granted = scope(role, right)
    return granted if granted is Scope.NONE else BY_REQUEST.get(right, granted)


def reaches(granted: Scope, *, own: bool, under: bool, department: bool, sample: bool = False) -> bool:
    """Whether a granted scope covers a complaint that stands in these relations to the acting post."""
    if granted is Scope.ALL:
        return True
    near = {
        Scope.OWN: own,
        Scope.UNDER: own or under,
        Scope.DEPARTMENT: own or under or department,
        Scope.SAMPLE: sample,
    }
    return near.get(granted, False)
