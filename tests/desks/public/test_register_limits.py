"""DESK: the complainant's own pages, tests: registering – nothing is guessed, told or flooded; the same is joined."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.complaints import codes, from_home, guesses
from app.complaints.codes import close
from app.desks.public import visit
from app.extensions import db
from app.models.account import SignInAttempt
from app.models.event import Event
from app.models.party import Complainant, Phone
from app.models.say import AccessCode
from tests.desks.counter_office import open_office, signed_in, take_in
from tests.desks.public.registering import MOBILE, WORDS, Writer, picture, today, writer

NO_FIT = "यह कोड सही नहीं है"
OTHER = "गली की सारी लाइटें महीने भर से बंद पड़ी हैं, रात में डर लगता है"


@pytest.fixture
def home(app: Flask) -> Writer:
    return writer(open_office(app))


@pytest.fixture
def home_anywhere(any_app: Flask) -> Writer:
    return writer(open_office(any_app))


def test_the_answer_is_the_same_for_every_mobile(home: Writer) -> None:
    answers = [home.ask() for _again in range(5)]
    assert {one.status_code for one in answers} == {200}
    cut = {one.text.split("<h1>")[1] for one in answers}
    assert len(cut) == 1
    assert len(home.notices()) == 3


def test_wrong_codes_are_counted_and_the_right_one_then_fails(home_anywhere: Writer) -> None:
    home = home_anywhere
    home.ask()
    code = home.code()
    for n in range(1, 6):
        page = home.open(f"{(int(code) + n) % 10**6:06}")
        assert page.status_code == 422
        assert NO_FIT in page.text
    assert home.open(code).status_code == 422


def test_an_address_that_guesses_codes_is_stopped(home: Writer) -> None:
    found = [home.open("000000").status_code for _n in range(31)]
    assert found == [422] * 30 + [429]


def test_a_code_for_one_mobile_opens_no_other(home: Writer) -> None:
    home.ask()
    code = home.code()
    assert writer(home.app, "9876543211").open(code).status_code == 422
    assert home.open(code).status_code == 303


def test_a_code_to_look_is_none_to_register(home: Writer) -> None:
    home.proven()
    with home.client.session_transaction() as kept:
        kept[visit.LOOK] = kept[visit.REGISTER]
    assert home.client.get("/mine").status_code == 303


def test_one_address_asks_for_so_many_codes_an_hour(home_anywhere: Writer) -> None:
    home = home_anywhere
    most, span = guesses.MOST["code-from"]
    found = [writer(home.app, f"98765{n:05}").ask().status_code for n in range(most + 1)]
    assert found == [200] * most + [429]
    home.client.environ_base["REMOTE_ADDR"] = "10.0.0.7"
    assert home.ask().status_code == 200
    with home.app.app_context():
        db.session.execute(update(SignInAttempt).values(locked_until=SignInAttempt.first_at))
        db.session.commit()
    home.client.environ_base["REMOTE_ADDR"] = "127.0.0.1"
    assert home.ask().status_code == 200
    assert span


def test_from_everywhere_together_so_many(home: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guesses.MOST, "code-all", (2, timedelta(hours=1)))
    found = []
    for n in range(3):
        home.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{n}"
        found.append(home.ask().status_code)
    assert found == [200, 200, 429]


def test_five_a_day_of_one_mobile(home: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_home, "MOST_A_DAY", 1)
    assert home.whole().status_code == 303
    again = home.proven().check(text=OTHER)
    refused = home.send(again)
    assert refused.status_code == 422
    assert OTHER in refused.text
    assert len(home.rows()) == 1


def test_so_many_a_day_from_one_address(home: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guesses.MOST, "web-from", (1, timedelta(days=1)))
    assert home.whole().status_code == 303
    other = writer(home.app, "9876500001").proven()
    assert other.send(other.check(text=OTHER)).status_code == 422
    assert len(home.rows()) == 1


def test_after_half_an_hour_a_new_code_is_needed(home: Writer) -> None:
    home.proven()
    with home.client.session_transaction() as kept:
        kept[visit.REGISTER] = [kept[visit.REGISTER][0], kept[visit.REGISTER][1] - 1801]
    assert home.check().status_code == 200
    assert "पहले अपने मोबाइल पर कोड" in home.check().text


def test_the_own_open_one_is_shown_and_added_to(home_anywhere: Writer) -> None:
    home = home_anywhere
    known = take_in(home.app, mobile=MOBILE, text=OTHER)
    page = home.proven().check()
    assert known in page.text
    assert OTHER[:20] in page.text
    sent = home.send(page, add=known, photo=picture())
    assert sent.status_code == 303
    assert len(home.rows()) == 1
    assert [one.action for one in home.events()][1:] == ["comment", "add_evidence"]
    assert home.events()[1].text == WORDS
    assert known in home.client.get(sent.headers["Location"]).text


def test_what_was_never_seen_is_shown_first(home: Writer) -> None:
    page = home.proven().check()
    known = take_in(home.app, mobile=MOBILE, text=OTHER)
    shown = home.send(page)
    assert known in shown.text
    assert len(home.rows()) == 1
    assert home.send(shown).status_code == 303


def test_of_other_people_only_public_facts_are_shown(home: Writer) -> None:
    known = take_in(home.app, text=WORDS, name="मोहन लाल", mobile="9812345670")
    page = home.proven().check(text=WORDS.replace("15", "20"))
    similar = page.text.split("क्या यह इनमें से")[1].split("</section>")[0]
    assert known in similar
    assert "मोहन" not in page.text
    assert "हैंडपंप" not in similar
    assert home.send(page, same=known).status_code == 303
    mine = home.rows()[1]
    with home.app.app_context():
        data = db.session.scalars(select(Event.data).where(Event.complaint_id == mine.id)).one()
    assert data["same_as"] == known
    cell = signed_in(home.app, "cell").get(f"/marking/{mine.number}")
    assert known in cell.text
    assert f"/complaints/{mine.number}/join" in cell.text


def test_a_number_that_was_not_shown_is_no_hint(home: Writer) -> None:
    known = take_in(home.app, text=OTHER, mobile="9812345670")
    assert home.send(home.proven().check(), same=known).status_code == 303
    assert "same_as" not in home.events()[1].data


@pytest.mark.parametrize("whose", [MOBILE, "9812345670"])
def test_a_confidential_one_is_shown_to_nobody(home: Writer, whose: str) -> None:
    known = take_in(home.app, mobile=whose, text=WORDS)
    home.change(home.rows()[0], is_confidential=True)
    assert known not in home.proven().check().text


def test_a_neighbours_number_shows_nothing_of_the_neighbour(home: Writer) -> None:
    known = take_in(home.app, mobile="", contact=MOBILE, text=OTHER)
    assert known not in home.proven().check().text


def test_what_was_closed_lately_may_be_opened_again(home: Writer) -> None:
    known = take_in(home.app, mobile=MOBILE, text=OTHER)
    home.change(
        home.rows()[0], state="closed_no_response", holder="nobody", closed_at=today() - timedelta(days=2),
        alarm_at=None, due_at=None,
    )  # fmt: skip
    page = home.proven().check()
    assert known in page.text
    assert f'name="add" value="{known}"' not in page.text
    assert home.send(page).status_code == 303
    assert home.events()[1].data["closed_before"] == known


def test_a_changed_number_that_waits_makes_nobody_of_somebody_else(home: Writer) -> None:
    """While T25's two days run, the holder of the new phone is not yet who complained before."""
    take_in(home.app, mobile=MOBILE, name="सुनीता देवी", text=OTHER)
    with home.app.app_context():
        db.session.execute(update(Phone).values(quarantined_until=today() + timedelta(hours=40)))
        db.session.commit()
    assert home.whole().status_code == 303
    with home.app.app_context():
        assert len(db.session.scalars(select(Complainant)).all()) == 2
    assert home.notices()[-1].template_key == "S01R"
    assert home.notices()[-1].to_number == MOBILE


def test_of_two_who_use_one_code_one_is_quicker(home_anywhere: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one found the code open and ends it second: nothing of it stays."""
    home = home_anywhere
    page = home.proven().check()
    monkeypatch.setattr(codes, "close", lambda session, code_id, *, at: close(session, code_id, at=at) and False)
    assert home.send(page).status_code == 409
    assert home.rows() == []
    monkeypatch.undo()
    with home.app.app_context():
        row = db.session.scalars(select(AccessCode)).one()
        assert [codes.close(db.session, row.id, at=today()) for _twice in range(2)] == [True, False]


def test_what_is_not_to_be_seen_any_more_is_not_added_to_and_nothing_new_made(home: Writer) -> None:
    known = take_in(home.app, mobile=MOBILE, text=OTHER)
    page = home.proven().check()
    home.change(home.rows()[0], is_confidential=True)
    assert home.send(page, add=known).status_code == 200
    assert len(home.rows()) == 1
    assert len(home.events()) == 1


def test_the_code_is_kept_as_a_keyed_hash(home: Writer) -> None:
    home.ask()
    code = home.code()
    with home.app.app_context():
        row = db.session.scalars(select(AccessCode)).one()
        assert code not in row.code_hash
        assert len(row.code_hash) == 64
        assert (row.purpose, row.complaint_id) == ("register", None)
