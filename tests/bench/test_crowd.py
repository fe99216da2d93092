"""THE TESTS: complaints made for the bench stand in the registers as the actions would have left them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.complaints import queries
from app.complaints.actions.escalate import due_alarms, escalate
from app.complaints.actor import system
from app.domain.states import FINAL
from app.extensions import db
from app.models.complaint import Complaint, Stint
from bench import crowd, home
from bench.plans import COMMON
from tests.conftest import MakeApp
from tests.district import Districts

AT = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
MADE = 200


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_made_crowd_holds_like_a_real_one(
    make_app: MakeApp, districts: Districts, tmp_path: Path, database: str
) -> None:
    app = make_app(districts.copy(tmp_path / "home", database=database, at=AT).url)
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Complaint)) or 0
        crowd.fill(db.session, MADE, at=AT)
        district = db.session.scalars(select(Complaint.district_id).limit(1)).one()
        assert crowd.checked(db.session, district) == []
        assert db.session.scalar(select(func.count()).select_from(Complaint)) == before + MADE

        running = set(db.session.scalars(select(Stint.complaint_id).where(Stint.to_at.is_(None))))
        open_ones = set(db.session.scalars(select(Complaint.id).where(Complaint.state.not_in(FINAL))))
        assert running == open_ones

        cell = home.actor_of(db.session, "cell", AT)
        assert queries.listed(db.session, queries.Filters(q=COMMON), cell, AT)[1] > 0

        due = due_alarms(db.session, AT, 50)
        assert due
        assert all(escalate(db.session, key, by=system(district), at=AT) for key in due)
        case, fresh = home.prepare(db.session, AT)
        assert case not in fresh
        assert len(fresh) == home.FRESH
