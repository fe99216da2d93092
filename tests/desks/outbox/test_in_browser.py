"""DESK: outbox, tests: nothing that was sent is lost, and nothing is recorded twice (Chromium, real server)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.domain.states import State
from app.extensions import db
from app.models.attachment import Attachment
from tests.browser import LiveServer
from tests.desks.casework.conftest import TEXT, Case
from tests.desks.outbox.conftest import one_photo
from tests.desks.outbox.device import SAID, Phone, grain, held, lost, refused

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.browser
ON_THE_DEVICE = """localStorage.length || new Promise(done => { indexedDB.open('nivaran').onsuccess = event => {
    const entries = event.target.result.transaction('entry').objectStore('entry')
    entries.count().onsuccess = found => done(found.target.result) } })"""


def test_a_note_has_its_receipt(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    with held(case, live_server, chromium) as phone:
        phone.write()
        phone.says("Saved · receipt R0")
        expect(phone.page.locator("#story")).to_contain_text(SAID)
        phone.waits(0)
        phone.write("एक बात और")
        expect(phone.page.locator("#story")).to_contain_text("एक बात और")
        phone.says("Saved · receipt R0")
        assert phone.notes() == 2


def test_words_go_first_and_the_photo_follows_in_pieces(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    case.ready()
    with held(case, live_server, chromium) as phone:
        phone.report(one_photo())
        phone.page.wait_for_url("**/complaints/*")
        phone.says("receipt R0")
        phone.ready()
        phone.waits(0)
        assert case.row().state == State.ATR_SUBMITTED
        ours = [url.split("/")[-2:] for url in phone.posts]
        assert ours[0] == [case.number, "report"]
        assert {kind for kind, _ in ours[1:]} == {"photos"}


@pytest.mark.parametrize("status", [500, 503, 429])
def test_what_the_server_cannot_take_now_is_kept(
    case: Case, live_server: LiveServer, chromium: Browser, status: int
) -> None:
    with held(case, live_server, chromium) as phone:
        phone.answer("**/comment", refused(status))
        phone.write()
        phone.says("Server is busy – kept safe")
        phone.waits(1)
        phone.answer("**/comment", None)
        phone.page.reload()
        phone.ready()
        phone.waits(0)
        assert phone.notes() == 1


def test_a_lost_reply_is_asked_for_again_and_is_one_note(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    with held(case, live_server, chromium) as phone:
        phone.answer("**/comment", lost)
        phone.write()
        phone.says("No network")
        phone.answer("**/comment", None)
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        phone.says("Already recorded · receipt R0")
        phone.waits(0)
        assert len([url for url in phone.posts if url.endswith("/comment")]) >= 2
        assert phone.notes() == 1


def test_without_a_line_it_is_kept_and_goes_exactly_once(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    case.ready()
    with held(case, live_server, chromium) as phone:
        phone.page.context.set_offline(True)
        phone.report(one_photo())
        phone.says("No network – kept on this device")
        phone.waits(1)
        expect(phone.page.locator("#act")).to_be_hidden()
        assert case.row().state == State.IN_ACTION
        phone.page.context.set_offline(False)
        phone.waits(0)
        assert (case.row().state, case.actions().count("report")) == (State.ATR_SUBMITTED, 1)
        assert case.actions()[-1] == "add_evidence"


def test_a_photo_cut_in_the_middle_goes_on_from_there(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    case.ready()
    pieces: list[tuple[int, int]] = []

    def second_is_cut(route: Route) -> None:
        pieces.append((int(route.request.headers["upload-offset"]), len(route.request.post_data_buffer or b"")))
        if len(pieces) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    with held(case, live_server, chromium) as phone:
        phone.answer("**/outbox/photos/*", second_is_cut)
        phone.report(grain())
        phone.posted()  # before the photo is made small nothing waits yet
        phone.waits(0)
    assert case.actions()[-1] == "add_evidence"
    starts = [start for start, _ in pieces]
    assert starts[:3] == [0, pieces[0][1], pieces[0][1]], "the second piece again, not the first"
    assert pieces[2][1] < pieces[1][1], "a smaller one after the cut"
    whole = sum(size for at, (_, size) in enumerate(pieces) if at != 1)
    with case.app.app_context():
        assert db.session.scalars(select(Attachment.state)).all() == ["checked"]
    assert whole > 65536


def test_what_is_refused_comes_back_with_its_words_and_its_photo(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    case.ready()
    with held(case, live_server, chromium) as phone:
        phone.page.fill("#report-text", "छोटा")
        phone.page.set_input_files("#photo_after", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": one_photo()})
        expect(phone.page.locator("[data-for=photo_after]")).not_to_be_empty()
        phone.page.click("#act [data-primary]")
        expect(phone.page.locator("#act .esum")).to_contain_text("at least 30 letters")
        phone.until("document.getElementById('photo_after').files.length === 1")
        phone.waits(1)
        phone.page.goto("/en/outbox")
        expect(phone.page.locator("#outbox .card")).to_contain_text("Needs a correction")
        expect(phone.page.locator("#outbox .card")).to_contain_text("at least 30 letters")
        phone.page.click("text=Correct it")
        phone.page.wait_for_url("**/complaints/*")
        expect(phone.page.locator("#report-text")).to_have_value("छोटा")
        phone.until("document.getElementById('photo_after').files.length === 1")
        phone.page.fill("#report-text", TEXT)
        phone.page.click("#act [data-primary]")
        phone.waits(0)
        assert (case.row().state, case.actions()[-1]) == (State.ATR_SUBMITTED, "add_evidence")


def test_who_was_signed_out_signs_in_again_and_nobody_else_sends_it(
    case: Case, live_server: LiveServer, chromium: Browser
) -> None:
    with held(case, live_server, chromium) as phone:
        phone.page.context.clear_cookies()
        phone.write()
        phone.says("Log in again – what you wrote is safe")
        phone.waits(1)
        phone.sign_in("hod")
        phone.page.goto("/en/outbox")
        expect(phone.page.locator("#outbox")).to_contain_text("Entries of another person waiting on this device: 1")
        assert SAID not in phone.page.content()
        phone.waits(0)
        assert phone.notes() == 0
        phone.page.context.clear_cookies()
        phone.sign_in()
        phone.waits(0)
        phone.says("Saved · receipt R0")
        assert phone.notes() == 1


def test_a_page_of_one_person_never_sends_as_another(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    """The page stays open while somebody else signs in beside it: the cookie is theirs, the words are not."""
    with held(case, live_server, chromium) as phone:
        beside = phone.page.context.new_page()
        Phone(case, beside).sign_in("hod")
        phone.write()
        phone.says("Log in again – what you wrote is safe")
        assert phone.notes() == 0


def test_signing_out_asks_first_and_deletes_nothing(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    with held(case, live_server, chromium) as phone:
        phone.answer("**/comment", refused(500))
        phone.write()
        phone.waits(1)
        asked = []
        phone.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        phone.page.click("text=Sign out")
        assert asked[0].startswith("Not yet sent: 1")
        assert "/complaints/" in phone.page.url
        phone.page.once("dialog", lambda dialog: dialog.accept())
        phone.page.click("text=Sign out")
        phone.page.wait_for_url("**/sign-in")
        phone.answer("**/comment", None)
        phone.sign_in()
        phone.waits(0)
        assert phone.notes() == 1


def test_a_computer_that_keeps_nothing(case: Case, live_server: LiveServer, chromium: Browser) -> None:
    case.ready()
    with held(case, live_server, chromium) as phone:
        phone.page.goto("/en/outbox")
        phone.page.click("text=Keep nothing on this computer")
        phone.open()
        phone.page.fill("#comment-text", "half a sentence")
        phone.page.wait_for_timeout(600)
        assert phone.page.evaluate("Object.keys(localStorage).length") == 0
        phone.report(one_photo())
        phone.until("document.querySelector('#act') === null")
        assert (case.row().state, case.actions()[-1]) == (State.ATR_SUBMITTED, "add_evidence")
        phone.answer("**/comment", refused(500))
        phone.write()
        phone.waits(1)
        assert phone.page.evaluate(ON_THE_DEVICE) == 0
        phone.answer("**/comment", None)
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        phone.waits(0)
        assert phone.notes() == 1
