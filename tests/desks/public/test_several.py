"""DESK: the complainant's own pages, tests: several people behind one complaint; a second tap adds nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models.event import Event
from app.models.party import Party
from tests.desks.casework.conftest import photo
from tests.desks.counter_office import key_in
from tests.desks.public.conftest import CODE_WORDS, NAME, Outside
from tests.office import register_one
from tests.press.reading import text_of

WORDS = "पानी अब भी भरा है, नाली नहीं बनी"
REASON = "पंचायत ने अपने पैसे से काम करा दिया"


def joined(someone: Outside, kind: str) -> None:
    """Whoever has the mobile 9700000002 stands behind the complaint too."""
    with someone.app.app_context():
        row = someone.row()
        other = register_one(db.session, someone.office, at=row.received_at, no=2)
        who = db.session.scalars(select(Party.complainant_id).where(Party.complaint_id == other.id)).one()
        db.session.add(
            Party(district_id=row.district_id, complaint_id=row.id, complainant_id=who, kind=kind,
                  joined_at=row.received_at)
        )  # fmt: skip
        db.session.commit()


def opened_by(someone: Outside, last4: str) -> Outside:
    assert CODE_WORDS in someone.ask_code(last4=last4).text
    fields = {"number": someone.number, "last4": last4, "code": someone.code()}
    assert someone.client.post("/track/open", data=fields).status_code == 303
    return someone


def test_who_only_follows_reads_nothing_that_the_other_wrote(asked: Outside) -> None:
    mine = asked.open().client
    told = {"text": WORDS, "photo": photo()}
    assert mine.post("/mine/words", data=told, content_type="multipart/form-data").status_code == 303
    assert "/mine/files/1" in mine.get("/mine").text
    joined(asked, "follower")
    page = opened_by(asked, "0002").client.get("/mine")
    assert page.status_code == 200
    assert asked.number in page.text
    for private in (asked.row().subject, asked.row().body, WORDS, NAME, "/mine/files/"):
        assert private not in page.text
    assert asked.client.get("/mine/files/1").status_code == 404
    paper = text_of(asked.client.post("/mine/file").data)
    assert asked.number in paper
    assert asked.row().body[:12] not in paper


@pytest.mark.parametrize("kind", ["follower", "petitioner"])
def test_one_of_several_takes_it_back_for_nobody_else(someone: Outside, kind: str) -> None:
    joined(someone, kind)
    client = opened_by(someone, "0002").client
    client.post("/mine/withdraw/code")
    page = client.post("/mine/withdraw", data={"text": REASON, "code": someone.code()})
    assert page.status_code == 422
    assert "कई लोगों" in page.text
    assert someone.row().state == "marked"


@pytest.mark.parametrize("by_link", [True, False])
def test_a_second_tap_adds_nothing(someone: Outside, by_link: bool) -> None:
    shown, address = (someone.link(), someone.link()) if by_link else ("/mine", "/mine/words")
    someone.open()
    told = {"text": WORDS, "idem": key_in(someone.client.get(shown).text)}
    for _tap in range(2):
        assert someone.client.post(address, data=told).status_code == 303
    with someone.app.app_context():
        assert len(db.session.scalars(select(Event.id).where(Event.role == "public")).all()) == 1
