"""THE POST ROOM: a number that messages do not reach is marked, so that somebody looks for another way (D8, D12)."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.notice import Notice
from app.models.party import Phone

NOT_REACHED = frozenset({"undelivered", "expired", "rejected"})
IN_A_ROW = 3
FIRST_WORDS = frozenset({"S01", "S01R"})  # the acknowledgement: who does not get it knows no number


def ended(session: Session, notice: Notice) -> bool:
    """Look at a number after a message to it has ended; True when it is marked as not working from now on."""
    if notice.audience != "complainant" or notice.state not in NOT_REACHED or notice.provider_code == "not_allowed":
        return False
    if notice.template_key not in FIRST_WORDS and not _again_and_again(session, notice):
        return False
    session.execute(
        update(Phone)
        .where(Phone.district_id == notice.district_id, Phone.number == notice.to_number, Phone.to_at.is_(None))
        .values(is_bad=True)
    )
    return True


def _again_and_again(session: Session, notice: Notice) -> bool:
    """Whether the last messages to the number that ended at all did not arrive, this one among them."""
    session.flush()
    last = (
        select(Notice.state)
        .where(Notice.to_number == notice.to_number, Notice.district_id == notice.district_id)
        .where(Notice.state.in_((*sorted(NOT_REACHED), "delivered")))
        .order_by(Notice.owed_at.desc(), Notice.id.desc())
        .limit(IN_A_ROW)
    )
    states = session.scalars(last).all()
    return len(states) == IN_A_ROW and all(state in NOT_REACHED for state in states)
