"""THE RULES, tests: two scopes that look alike – who was asked for a part, and who was asked to decide."""

from __future__ import annotations

import pytest

from app.domain.policy import Role, Scope, scope
from app.domain.states import Action


@pytest.mark.parametrize("action", [Action.SUBTASK_ACCEPT, Action.SUBTASK_FINISH, Action.SUBTASK_DECLINE])
def test_a_part_is_answered_by_who_was_asked_for_it_and_by_nobody_else(action: Action) -> None:
    assert scope(Role.OFFICER, action) is Scope.ASKED
    for role in (Role.CELL, Role.NODAL, Role.CALLER, Role.AUDITOR):
        assert scope(role, action) is Scope.NONE


def test_a_request_reaches_whoever_is_asked_to_decide_wherever_the_complaint_lies() -> None:
    assert scope(Role.OFFICER, Action.EXTEND) is Scope.ALL
    assert scope(Role.CELL, Action.DECLINE) is Scope.ALL
