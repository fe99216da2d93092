"""THE REVIEW: what the call desk's asking came to, per department and per caller (domain.md D5).

Every figure counts what happened in the period: calls by their day, answers by theirs. A complaint counts for the
department that has it now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, union
from sqlalchemy.orm import Session

from app.domain.calendar import instant
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue, Feedback
from app.models.office import Department
from app.reviews.scope import Period, Reach

NO_RESPONSE = "no_response"
C, D, F = Complaint, Dialogue, Feedback


@dataclass(frozen=True)
class Figures:
    """`asked`: complaints rung or answered for; `tries`: calls of the desk, `reached` and `invalid` of them (a wrong
    number); then the answers. `ignored`: answers that nobody of the department had been in touch."""

    asked: int = 0
    tries: int = 0
    reached: int = 0
    invalid: int = 0
    satisfied: int = 0
    partly: int = 0
    dissatisfied: int = 0
    no_response: int = 0
    ignored: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def share(self) -> int | None:
        """Per cent of the calls that were answered; None without a call."""
        return round(100 * self.reached / self.tries) if self.tries else None


@dataclass(frozen=True)
class Line:
    """One department or one caller; `who` is None for no department yet, and for what came without a caller."""

    who: Department | Person | None
    figures: Figures


@dataclass(frozen=True)
class Calls:
    """The lines of departments, those of callers, and the district's total, counted by itself."""

    departments: list[Line]
    callers: list[Line]
    total: Figures

    @property
    def difference(self) -> int:
        """What the departments' lines have more or less than the total, over all columns: 0 when they tie."""
        added = sum((line.figures for line in self.departments), Figures())
        return sum(abs(getattr(added, f.name) - getattr(self.total, f.name)) for f in fields(Figures))


def calls(session: Session, reach: Reach, period: Period) -> Calls:
    """Both tables and their total. Eleven statements at most, whatever the district's size."""
    here = _Asked(session, reach, period)
    by_department = here.grouped(C.department_id, C.department_id, C.department_id)
    by_person = here.grouped(D.person_id, F.person_id, None)
    total = here.grouped(literal(0), literal(0), literal(0)).get(0, Figures())
    return Calls(
        departments=_lines(session, Department, by_department), callers=_lines(session, Person, by_person), total=total
    )


def _lines(session: Session, kind: type[Department] | type[Person], found: Mapping[int | None, Figures]) -> list[Line]:
    ids = [key for key in found if key is not None]
    names: dict[int, Any] = {row.id: row for row in session.scalars(select(kind).where(kind.id.in_(ids)))}
    lines = [Line(names[key] if key is not None else None, figures) for key, figures in found.items()]
    return sorted(lines, key=lambda line: (line.who is None, -line.figures.tries, line.who.id if line.who else 0))


class _Asked:
    """The statements over one reach and period, grouped by whatever is asked for."""

    def __init__(self, session: Session, reach: Reach, period: Period) -> None:
        self._session = session
        since, until = instant(period.since, time(0)), instant(period.until + timedelta(days=1), time(0))
        self._calls = (*_within(D.at, since, until), D.by_call_desk, D.kind == "call", D.result != "pending",
                       *reach.complaints())  # fmt: skip
        self._answers = (*_within(F.at, since, until), F.replaced_at.is_(None), *reach.complaints())

    def grouped(
        self, calls: ColumnElement[Any] | Any, answers: ColumnElement[Any] | Any, asked: ColumnElement[Any] | Any | None
    ) -> dict[int | None, Figures]:
        """Figures by the given columns of calls, answers and complaints; `asked` None: nobody is asked by one alone."""
        rows = [*self._tries(calls), *self._said(answers), *(self._whom(asked) if asked is not None else ())]
        found: dict[int | None, Figures] = {}
        for key, figures in rows:
            found[key] = found.get(key, Figures()) + figures
        return found

    def _tries(self, by: ColumnElement[Any]) -> Iterable[tuple[int | None, Figures]]:
        wrong = func.count(case((D.result == "wrong_number", 1)))
        query = select(by, func.count(), func.count(case((D.reached, 1))), wrong).join(C, C.id == D.complaint_id)
        for key, tries, reached, invalid in self._session.execute(query.where(*self._calls).group_by(by)):
            yield key, Figures(tries=tries, reached=reached, invalid=invalid)

    def _said(self, by: ColumnElement[Any]) -> Iterable[tuple[int | None, Figures]]:
        ignored = func.count(case((F.answers["contacted"].as_string() == "no", 1)))
        query = select(by, F.answer, func.count(), ignored).join(C, C.id == F.complaint_id)
        for key, answer, count, no_contact in self._session.execute(query.where(*self._answers).group_by(by, F.answer)):
            yield key, Figures(**{answer: count}, ignored=no_contact)

    def _whom(self, by: ColumnElement[Any]) -> Iterable[tuple[int | None, Figures]]:
        rung = select(D.complaint_id.label("id")).join(C, C.id == D.complaint_id).where(*self._calls)
        told = select(F.complaint_id.label("id")).join(C, C.id == F.complaint_id).where(*self._answers)
        both = union(rung, told).subquery()
        query = select(by, func.count()).select_from(C).join(both, both.c.id == C.id).group_by(by)
        for key, count in self._session.execute(query):
            yield key, Figures(asked=count)


def _within(column: ColumnElement[datetime] | Any, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return column >= since, column < until
