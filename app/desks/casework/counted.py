"""DESK: what a figure of the review tables counts and the list behind it leaves out (decision 0022)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.errors import NotFound
from app.complaints.queries import Filters, Unopened, unopened
from app.domain.policy import Right, Scope, scope
from app.reviews.scope import places_of, reach_of


def unopened_behind(session: Session, filters: Filters, by: Actor, at: datetime) -> Unopened:
    """How many the reader's own tables count besides the lines of the list; nothing for any other list, so that nobody
    learns by narrowing what confidential ones there are."""
    if not filters.whole or filters.q or scope(by.role, Right.REVIEW) is Scope.NONE:
        return Unopened()
    try:
        reach = reach_of(by, filters.place, places_of(session, by, at))
    except NotFound:
        return Unopened()
    if reach.place != filters.place or reach.department not in (None, filters.department):
        return Unopened()
    return unopened(session, filters, by, at)
