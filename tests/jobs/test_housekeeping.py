"""The broom: what is over goes, what is young or still named stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.account import IdempotencyKey, SignInAttempt, WebSession
from app.models.attachment import Attachment
from jobs import housekeeping
from tests.office import Office, make_office, register_one

NOW = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)
NOTHING = {"entries": 0, "sessions": 0, "attempts": 0, "files": 0, "incoming": 0}


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    with any_app.app_context():
        yield make_office(db.session, NOW)
        db.session.remove()


def tidy() -> dict[str, int]:
    with time_machine.travel(NOW, tick=False):
        return housekeeping.tidy()


def test_old_entries_go_and_young_ones_stay(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "BATCH", 2)
    for days in (1, 29, 31, 32, 400):
        db.session.add(
            IdempotencyKey(
                owner="public", key=str(days), path="/", body_digest="", status=303, headers={}, body="",
                at=NOW - days * DAY,
            )
        )  # fmt: skip
    db.session.commit()
    assert tidy() == NOTHING | {"entries": 3}
    assert sorted(db.session.scalars(select(IdempotencyKey.key))) == ["1", "29"]
    assert tidy() == NOTHING


def test_sessions_go_a_month_after_their_end(office: Office) -> None:
    person = office.people["cell"].id
    for name, seen, ended in (("open", 0, None), ("ended", 2, 1), ("old", 40, 31), ("left", 31, None)):
        db.session.add(
            WebSession(
                district_id=office.district.id, token_hash=name, person_id=person, created_at=NOW - 60 * DAY,
                last_seen_at=NOW - seen * DAY, ended_at=None if ended is None else NOW - ended * DAY,
            )
        )  # fmt: skip
    db.session.commit()
    assert tidy() == NOTHING | {"sessions": 2}
    assert sorted(db.session.scalars(select(WebSession.token_hash))) == ["ended", "open"]


def test_a_lock_out_that_still_holds_is_never_swept_away(office: Office) -> None:
    for key, first, locked in (("old", 2 * DAY, None), ("locked", 2 * DAY, NOW + DAY), ("young", DAY / 2, None)):
        db.session.add(SignInAttempt(key=key, failures=1, first_at=NOW - first, locked_until=locked))
    db.session.commit()
    assert tidy() == NOTHING | {"attempts": 1}
    assert sorted(db.session.scalars(select(SignInAttempt.key))) == ["locked", "young"]


def on_todays_shelf(start: int) -> bytes:
    """Bytes whose hash begins as the shelves whose turn it is."""
    shelves = housekeeping.shelves(NOW)
    return next(
        data for data in (f"{start}:{n}".encode() for n in range(10_000)) if sha256(data).hexdigest()[:2] in shelves
    )


def test_files_that_no_attachment_names_go_after_a_day(office: Office, any_app: Flask) -> None:
    store = any_app.extensions["photos"]
    keys = [store.put(on_todays_shelf(n), suffix=".jpg") for n in range(5)]
    old = (NOW - 2 * DAY).timestamp()
    for key in keys[:4]:
        os.utime(store.root / key, (old, old))
    complaint = register_one(db.session, office, at=NOW)
    db.session.add(
        Attachment(
            district_id=office.district.id, complaint_id=complaint.id, cycle=1, kind="before", state="checked",
            sha256="0" * 64, store_key=keys[0], thumb_key=keys[1], small_key=keys[2], declared_at=NOW,
        )
    )  # fmt: skip
    db.session.commit()
    young = (NOW - DAY / 2).timestamp()
    os.utime(store.root / keys[4], (young, young))
    assert tidy() == NOTHING | {"files": 1}
    assert [store.exists(key) for key in keys] == [True, True, True, False, True]


def test_every_shelf_has_its_turn_within_a_day() -> None:
    slots = [NOW + timedelta(minutes=10 * slot) for slot in range(144)]
    seen = {shelf for at in slots for shelf in housekeeping.shelves(at)}
    assert seen == {f"{number:02x}" for number in range(256)}


def test_what_a_power_cut_left_half_written_goes(office: Office, any_app: Flask) -> None:
    incoming: Path = any_app.extensions["photos"].root / "incoming"
    for name, age in (("half", 3 * DAY), ("a-photo-in-pieces", DAY), ("now", DAY / 24)):
        (incoming / name).write_bytes(b"x")
        os.utime(incoming / name, ((NOW - age).timestamp(),) * 2)
    assert tidy() == NOTHING | {"incoming": 1}
    assert sorted(path.name for path in incoming.iterdir()) == ["a-photo-in-pieces", "now"]
