"""WEB: what the walk over the pages does not see, in Chromium with axe – lists with nothing in them, what htmx swaps in
(and where the cursor is then), errors at their fields. Hindi on a phone, English on a wide screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import browser
from tests.axe import violations
from tests.conftest import dispose
from tests.desks.outbox.device import refused
from tests.office import seated
from tests.web.small_office import MOBILE, Look, an_office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LOOKS = {"hi-360": ("", browser.PHONE), "en-1366": ("/en", {"width": 1366, "height": 768})}
BUSY = 15_000  # milliseconds in which a busy machine answers
NEXT_WEEK = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
TEXT = "गाँव की सड़क टूटी हुई है, गड्ढे में पानी भरा रहता है"

# What is read aloud by itself, at the cursor: the cursor's own place, or what stands around it.
SAID = """() => { const here = document.activeElement, live = '[role=status],[role=alert],[aria-live]';
  const spot = here.closest(live) || (here.matches('h2') ? here : null); return spot ? spot.innerText.trim() : '' }"""
# An error that no field points to (one that takes the cursor itself is no field's); a field that points to nothing;
# a line of the summary that leads nowhere; a box that is marked as wrong for the eye alone.
UNTIED = """() => {
  const wrong = [...document.querySelectorAll('[aria-invalid=true]')];
  const words = field => (field.getAttribute('aria-describedby') || '').split(/\\s+/).filter(Boolean);
  return [...document.querySelectorAll('main .err:not([data-focus])')]
    .filter(e => !wrong.some(f => words(f).includes(e.id)))
    .concat(wrong.filter(f => !words(f).length || words(f).some(id => !document.getElementById(id))))
    .concat([...document.querySelectorAll('.esum a')].filter(a => !document.getElementById(a.hash.slice(1))))
    .concat([...document.querySelectorAll('.f.bad')].filter(box => !box.matches('[aria-invalid=true]')
      && !box.querySelector('[aria-invalid=true]'))).map(e => e.outerHTML.slice(0, 160)) }"""


def _looked_at(
    given: pytest.FixtureRequest, folder: Path, migrated: Path, chromium: Browser, *, busy: bool
) -> Iterator[Look]:
    shutil.copyfile(migrated, folder / "nivaran.db")
    app, numbers = an_office(folder, f"sqlite:///{folder / 'nivaran.db'}", busy=busy)
    server = browser.LiveServer(app)
    server.start()
    yield Look(app, server, chromium, *LOOKS[given.param], numbers)
    server.stop()
    dispose(app)


@pytest.fixture(scope="module", params=LOOKS)
def nothing(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Look]:
    """The office without a complaint."""
    yield from _looked_at(request, tmp_path_factory.mktemp("nothing"), migrated_sqlite, chromium, busy=False)


@pytest.fixture(scope="module", params=LOOKS)
def look(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Look]:
    """The office with a complaint at each stage."""
    yield from _looked_at(request, tmp_path_factory.mktemp("parts"), migrated_sqlite, chromium, busy=True)


# Lists with nothing in them, by who opens them.
EMPTY = {
    "officer": ["/", "/complaints", "/complaints?chip=late", "/search?q=कुछनहीं", "/today", "/outbox"],
    "hod": ["/approvals", "/approvals?chip=attention", "/complaints", "/guidance", "/reviews/walk-ins"],
    "sdm": ["/decisions", "/hearings", "/hearings/print"],
    "cell": ["/", "/marking", "/marking?source=SSV", "/search", "/search?q=NG26", "/complaints?pending=1", "/posts"],
    "caller": ["/call-desk"],
    "dc": ["/", "/decisions", "/reviews", "/reviews/calls", "/reviews/print"],
    "admin": ["/office/notices", "/office/notices?q=NG26", "/office/inbound", "/office/holidays",
              "/office/posts?q=कुछनहीं"],
}  # fmt: skip


@pytest.mark.parametrize("username", EMPTY)
def test_lists_with_nothing_in_them(nothing: Look, username: str) -> None:
    found = {}
    with nothing.person(username) as page:
        for asked in EMPTY[username]:
            answer = page.goto(nothing.prefix + asked)
            assert answer is not None
            assert answer.status == 200, asked
            if "outbox" in asked:
                expect(page.locator("#outbox .none")).to_be_visible()
            if wrong := violations(page):
                found[asked] = wrong
    assert not found


def test_the_outbox_with_what_waits_and_what_needs_a_correction(look: Look) -> None:
    with look.person("officer") as page:
        case(page, look, "act")
        page.route("**/comment", lambda sent: refused(503)(sent) if sent.request.method == "POST" else sent.continue_())
        page.fill("#comment-text", TEXT)
        page.click("#comment > button")
        expect(page.locator("#net.bad")).to_be_visible()
        assert not violations(page)
        page.reload()
        page.click("#act [data-primary]")  # a report without a word: it comes back, and stays until it is corrected
        told(page, "#act .esum")
        page.goto(look.prefix + "/outbox")
        expect(page.locator("#outbox .card")).to_have_count(2)
        expect(page.locator("#outbox .tag.r")).to_be_visible()
        assert not violations(page)


def case(page: Page, look: Look, name: str) -> None:
    page.goto(f"{look.prefix}/complaints/{look.numbers[name]}")
    for _ in range(100):
        if page.evaluate("!!window.nivaranOutbox"):
            return
        page.wait_for_timeout(50)


def told(page: Page, spot: str) -> None:
    """After a swap: the cursor stands on what was said, a screen reader says it, axe finds nothing."""
    expect(page.locator(spot)).to_be_focused(timeout=BUSY)
    assert page.evaluate(SAID)
    assert not violations(page)


def still(page: Page, field: str, spot: str, words: str) -> None:
    """What came while somebody types: the cursor stays in the field, and the words are in a live region."""
    expect(page.locator(f"{spot}[role=status]")).to_contain_text(words, timeout=BUSY)
    expect(page.locator(field)).to_be_focused()
    assert not violations(page)


def tied(page: Page, least: int) -> None:
    """Each error is at its field for a screen reader too; `least` fields are wrong; axe finds nothing."""
    expect(page.locator("[aria-invalid=true]").first).to_be_attached(timeout=BUSY)
    assert page.locator("[aria-invalid=true]").count() >= least
    assert page.evaluate(UNTIED) == []
    assert not violations(page)


def test_an_officer_accepts_in_the_list(look: Look) -> None:
    with look.person("officer") as page:
        for chip in ("", "?chip=new", "?chip=approval"):
            page.goto(f"{look.prefix}/complaints{chip}")
            assert not violations(page)
        case(page, look, "accept")
        page.fill("#next_step_on", "2020-01-01")
        page.click("#now [data-primary]")
        told(page, "#now .esum")
        tied(page, 1)
        page.goto(look.prefix + "/complaints")
        row = f"#r-{look.numbers['accept']}"
        page.click(f"{row} summary")
        assert not violations(page)
        page.click(f"{row} form button")
        told(page, f"{row} [role=status]")


def test_a_note_and_a_call_and_why_this_day(look: Look) -> None:
    with look.person("officer") as page:
        case(page, look, "act")
        page.fill("#comment-text", TEXT)
        page.click("#comment > button")
        told(page, "#comment [role=status]")
        page.click("#comment > button")
        told(page, "#comment .esum")
        tied(page, 1)
        page.click("#contact form[action$='/call'] button")
        told(page, "#contact .big-line")
        page.click("#facts a[hx-target='#why']")
        told(page, "#why h2")


def test_a_refused_report_and_a_refused_day(look: Look) -> None:
    with look.person("officer") as page:
        case(page, look, "act")
        page.fill("#report-text", "छोटा")
        page.fill("#action_on", NEXT_WEEK)
        page.set_input_files("#photo_after", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
        page.click("#act [data-primary]")
        told(page, "#act .esum")
        tied(page, 1)
        page.fill("#report-text", TEXT)
        page.fill("#action_on", "")
        page.click("#act [data-primary]")
        told(page, "#act .esum")
        tied(page, 1)


def test_a_note_to_several_and_taken_back(look: Look) -> None:
    with look.person("officer") as page:
        page.goto(look.prefix + "/complaints")
        for name in ("act", "hold"):
            page.locator(f"#r-{look.numbers[name]} input[name=number]").check()
        page.click("#bulk button[value=note]")
        page.click("#chosen [data-primary]")
        told(page, "#chosen .esum")
        tied(page, 1)
        page.fill("#chosen textarea", TEXT)
        page.click("#chosen [data-primary]")
        told(page, "#chosen [role=status]")
        page.click("#chosen form button")
        told(page, "#chosen [role=status]")


def test_the_period_of_the_review(look: Look) -> None:
    with look.person("dc") as page:
        page.goto(look.prefix + "/reviews")
        page.fill("#until", NEXT_WEEK)
        page.click("#asked button")
        told(page, "#until-e")
        tied(page, 1)
        page.fill("#until", datetime.now(UTC).date().isoformat())
        page.click("#asked button")
        told(page, "#review [data-focus]")


def test_a_head_of_department_sends_back_and_approves(look: Look) -> None:
    fine, flagged = f"#a-{look.numbers['fine']}", f"#a-{look.numbers['flagged']}"
    with look.person("hod") as page:
        page.goto(look.prefix + "/approvals")
        page.click(f"{fine} summary.no")
        page.click(f"{fine} button[value=other]")  # without a word
        told(page, f"{fine} .err")
        tied(page, 1)
        page.click(f"{flagged} summary >> nth=0")
        page.click(f"{flagged} button[value=approve]")
        told(page, f"{flagged} .err")
        tied(page, 2)
        page.fill(f"{flagged} textarea", TEXT)
        page.click(f"{flagged} button[value=approve]")
        told(page, f"{flagged}.flash")


def test_the_clerk_assigns_a_row_and_another_was_quicker(look: Look) -> None:
    first, second = look.numbers["assign"], look.numbers["late"]
    with look.person("cell") as page:
        page.goto(look.prefix + "/marking")
        other = seated(look.app, "nodal").post(f"/marking/{second}", data={f"category-{second}": "ROAD"})
        assert other.status_code == 303
        page.click(f"#m-{second} .act button")
        told(page, f"#m-{second} [role=alert]")
        page.click(f"#m-{first} .act button")
        told(page, f"#m-{first} [role=status]")


def test_the_call_desk_dials_and_writes_down(look: Look) -> None:
    with look.person("caller") as page:
        page.goto(f"{look.prefix}/call-desk/{look.numbers['ask']}")
        page.click("#call form[action$='/call'] button")
        told(page, "#call .big-line")
        page.click("#call button[value=not_picked]")
        told(page, "#call p.b[role=status]")
        page.click("#call form[action$='/call'] button")  # again at once: a person is left alone for a while
        told(page, "#call .err")
        page.click("#answer button.pri")
        told(page, "#answer .esum")
        tied(page, 3)
        for name in ("contacted", "done", "satisfied"):
            page.locator(f"#answer input[name={name}][value=yes]").check(force=True)
        page.click("#answer button.pri")
        told(page, "#answer[role=status]")


def test_a_decision_without_words_and_one_that_is_taken(look: Look) -> None:
    card = f"#d-{look.numbers['hold']}-hold"
    with look.person("hod") as page:
        page.goto(look.prefix + "/decisions")
        page.click(f"{card} button[value=refuse]")
        told(page, f"{card} .err")
        tied(page, 1)
        page.fill(f"{card} textarea", TEXT)
        page.click(f"{card} button[value=grant]")
        told(page, f"{card}.flash")


def test_the_counter_is_told_while_it_writes(look: Look) -> None:
    with look.person("cell") as page:
        page.goto(look.prefix + "/intake/new")
        expect(page.locator("#mobile")).to_be_focused()
        page.keyboard.type(MOBILE)
        still(page, "#mobile", "#similar", look.numbers["assign"])
        page.fill("#place", "स्थान V")
        page.press("#place", "Tab")
        page.focus("#text")
        page.keyboard.insert_text(TEXT)
        expect(page.locator("#suggest input[type=radio]").first).to_be_checked()
        still(page, "#text", "#similar", look.numbers["assign"])
        page.click("#similar a[href='#text']")
        expect(page.locator("#text")).to_be_focused()


def test_the_counters_errors(look: Look) -> None:
    with look.person("cell") as page:
        page.goto(look.prefix + "/intake/new")
        page.fill("#mobile", "98123")
        page.fill("#text", "छोटा")
        page.click("details.f > summary")
        page.fill("#received_on", NEXT_WEEK)
        page.click("#intake [data-primary]")
        told(page, ".esum")
        tied(page, 4)
        page.goto(look.prefix + "/intake/new")
        page.fill("#name", "कमला")
        page.fill("#mobile", "9812300077")
        page.fill("#place", "स्थान X")  # nearly a village
        page.fill("#text", TEXT)
        page.click("#intake [data-primary]")
        told(page, ".esum")
        expect(page.locator("button[name=place_is]").first).to_be_visible()
        tied(page, 1)
        page.set_input_files("#photo", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
        with page.expect_navigation():  # as without the script, which would send the photo after the words
            page.eval_on_selector("#intake", "form => HTMLFormElement.prototype.submit.call(form)")
        expect(page.locator("#photo-e1")).to_be_visible()
        tied(page, 1)


@pytest.mark.parametrize(
    ("address", "fields", "least"),
    [("/office/holidays/new", {}, 1), ("/office/people/new", {"phone": "12"}, 2),
     ("/office/settings", {"undo_seconds": "5", "missed_call_yes": "77"}, 3)],
    ids=["holiday", "person", "settings"],
)  # fmt: skip
def test_the_registers_errors(look: Look, address: str, fields: dict[str, str], least: int) -> None:
    with look.person("admin") as page:
        page.goto(look.prefix + address)
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        for ticked in page.locator("[name=weekly_off]").all():  # an office that never opens
            ticked.check()
        page.click("main form button.pri")
        told(page, ".esum")
        tied(page, least)


def test_a_step_without_its_paper(look: Look) -> None:
    with look.person("officer") as page:
        page.goto(f"{look.prefix}/complaints/{look.numbers['act']}/hold")
        page.click("#step [data-primary]")
        told(page, "#step .esum")
        tied(page, 1)


def test_signing_in_with_nothing_and_with_a_wrong_word(look: Look) -> None:
    with look.person() as page:
        page.goto(look.prefix + "/sign-in")
        page.click("main form button")
        told(page, "#sign-in .esum")
        tied(page, 2)
        page.fill("#username", "officer")
        page.fill("#password", "wrong")
        page.click("main form button")
        expect(page.locator("#sign-in .esum a")).to_have_count(0)
        told(page, "#sign-in .esum")


# By the public: no script, so the browser itself goes to the top of the page that says what is wrong.
PUBLIC = {"/register/write": ({"text": "छोटा"}, 3), "/register": ({"mobile": "12"}, 1), "/track": ({"last4": "7"}, 2)}


@pytest.mark.parametrize("address", PUBLIC)
def test_the_publics_errors(look: Look, address: str) -> None:
    fields, least = PUBLIC[address]
    with look.person() as page:
        page.goto(look.prefix + address)
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        with page.expect_navigation() as sent:
            page.click("main form button.pri")
        assert sent.value.status == 422
        expect(page.locator(".esum[role=alert]")).to_have_text(re.compile(r"\w"))
        tied(page, least)
