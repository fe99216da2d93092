"""THE RULES: what the office says came of a complaint; it stands beside the state and is counted apart (D2)."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What the office says came of it; counted apart from the state (D2)."""

    RELIEF = "relief"
    PARTIAL = "partial"
    EXPLAINED = "explained"
    ALREADY_DONE = "already_done"
    NOT_POSSIBLE_POLICY = "not_possible_policy"
    NOT_POSSIBLE_BUDGET = "not_possible_budget"
    COURT = "court"
    FALSE = "false"
    NOT_GRIEVANCE = "not_grievance"
    NOT_TRACEABLE = "not_traceable"
    DEMAND = "demand"


WORK_CLAIMED = (Outcome.RELIEF, Outcome.PARTIAL, Outcome.ALREADY_DONE)  # proof is owed; "not done" contradicts them
