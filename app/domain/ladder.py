"""THE RULES: the ladder. Levels, the days each profile gives them, and who comes next (domain.md D4; rulings 7–9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LEVELS = (0, 1, 2, 3, 4)  # 0 the grievance cell, 1 first answer … 3 head of department, 4 the DC
CELL, FIRST, HEAD_OF_DEPARTMENT, TOP = 0, 1, 3, 4
REOPENED_FIRST = 2  # D3, T16


class NoSuchLevel(ValueError):
    """A level outside 0–4, or one that the profile gives no days to."""


class Area(StrEnum):
    """How much ground a post on the ladder answers for (ruling 8)."""

    BLOCK = "block"
    SUB_DIVISION = "sub_division"
    DISTRICT = "district"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Allowance:
    """Days a holder has: calendar days, or working days if `working`."""

    days: int
    working: bool = False


@dataclass(frozen=True)
class Profile:
    """One row of the D4 table: exactly one `ack_…`; `days` by level, or `hearing_days` for all levels together."""

    code: str
    ack_working_days: int | None = None
    ack_office_hours: int | None = None
    days: Mapping[int, int] = field(default_factory=dict, hash=False)
    hearing_days: int | None = None

    @property
    def total(self) -> int:
        """Days from marking to the end of the last level; working days for a hearing."""
        return self.hearing_days or sum(self.days.values())

    def allowance(self, level: int, *, risen: bool = False) -> Allowance:
        """What a holder at this level gets on arrival. Raises NoSuchLevel.

        A hearing has its working days once; `risen` says they are used up, and the next holder gets standard days.
        """
        if self.hearing_days is not None:
            if level in LEVELS[FIRST:]:
                return Allowance(STANDARD.days[level]) if risen else Allowance(self.hearing_days, working=True)
        elif level in self.days:
            return Allowance(self.days[level])
        raise NoSuchLevel(f"{self.code} {level}")


URGENT = Profile("urgent", ack_office_hours=4, days={1: 1, 2: 1, 3: 2, 4: 3})
STANDARD = Profile("standard", ack_working_days=3, days={1: 7, 2: 7, 3: 7, 4: 15})
COMPLEX = Profile("complex", ack_working_days=3, days={1: 15, 2: 10, 3: 10, 4: 15})
HEARING = Profile("hearing", ack_working_days=3, hearing_days=60)
REOPENED = Profile("reopened", ack_working_days=1, days={2: 7, 3: 7, 4: 15})
PROFILES: Mapping[str, Profile] = {p.code: p for p in (URGENT, STANDARD, COMPLEX, HEARING, REOPENED)}


@dataclass(frozen=True)
class Rise:
    """Where a missed deadline leads. `dc_watch`: it stays, watched by the DC's cell. `to_nodal`: nodal officer told."""

    level: int
    dc_watch: bool = False
    to_nodal: bool = False


def next_level(level: int, *, move_to_l4: bool = False) -> Rise | None:
    """One step up; None at the top, where nobody is above (D4, rule 6).

    The unmarked stays with the cell and the nodal officer is told (ruling 9). Raises NoSuchLevel.
    """
    if level not in LEVELS:
        raise NoSuchLevel(str(level))
    if level == TOP:
        return None
    if level == CELL:
        return Rise(CELL, to_nodal=True)
    if level == HEAD_OF_DEPARTMENT and not move_to_l4:
        return Rise(HEAD_OF_DEPARTMENT, dc_watch=True)
    return Rise(level + 1)


def reopen_level(level: int) -> int:
    """Where a reopened complaint lands: one up, at least 2, at most 4 (T16; ruling 7). Raises NoSuchLevel."""
    if level not in LEVELS:
        raise NoSuchLevel(str(level))
    return min(max(level + 1, REOPENED_FIRST), TOP)


def first_level(profile: Profile, category_first: int = FIRST) -> int:
    """Where a marked complaint begins: the category's first level, or the lowest the profile gives days to."""
    if category_first not in LEVELS[FIRST:]:
        raise NoSuchLevel(str(category_first))
    return max(category_first, min(profile.days, default=FIRST))
