"""DESK: office, tests: what the databases themselves decide – searching, counting, one holder per post, one rung."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.accounts import charges
from app.complaints.clockwork import profile_of
from app.complaints.errors import Refused
from app.desks.office.registers import REGISTERS
from app.extensions import db
from app.models.office import SlaProfile
from tests.office import make_office


@pytest.mark.parametrize("q", ["", "hod", "100%", "श्री"])
def test_every_register_is_counted_and_searched(any_app: Flask, q: str) -> None:
    at = datetime.now(UTC)
    with any_app.app_context():
        by = make_office(db.session, at).actors["admin"]
        for register in REGISTERS.values():
            rows, total = register.rows(db.session, by, at, q=q, retired=False, page=1)
            assert len(rows) == total
            assert register.rows(db.session, by, at, q=q, retired=True, page=1) == ([], 0)
            assert q or total == register.count(db.session, by, at)


def test_a_post_has_one_full_charge_and_the_transaction_survives(any_app: Flask) -> None:
    at = datetime.now(UTC)
    with any_app.app_context():
        office = make_office(db.session, at)
        give = {"post_id": office.posts["officer"].id, "person_id": office.people["sdm"].id, "from_at": at,
                "order_no": "7", "by": office.actors["admin"], "at": at}  # fmt: skip
        with pytest.raises(Refused, match="post_filled"):
            charges.give(db.session, kind="additional", **give)
        assert charges.give(db.session, kind="link", **give).id
        db.session.commit()


def test_a_district_may_give_hearings_its_own_days(any_app: Flask) -> None:
    at = datetime.now(UTC)
    with any_app.app_context():
        district = make_office(db.session, at).district
        db.session.add(
            SlaProfile(district_id=district.id, code="hearing", name_hi="सुनवाई", name_en="Hearing", valid_from=at,
                       ack_working_days=2, days={"hearing": 40})
        )  # fmt: skip
        db.session.flush()
        rules = profile_of(db.session, district.id, "hearing", at)
        assert (rules.allowance(1).days, rules.allowance(1).working, rules.ack_working_days) == (40, True, 2)
