"""WEB: every main page in Chromium at 320 px – nothing wider than the phone, also with wide spacing, every target large
enough for a thumb, the focus always seen, every fold opened by the keyboard; axe finds nothing, there and on a wide
screen. Both languages; what a browser alone can tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask, Response
from sqlalchemy import select

from app.complaints import links
from app.extensions import db
from app.models.complaint import Complaint
from app.models.say import AccessCode
from app.web import access, errors
from tests import browser
from tests.axe import violations
from tests.client import QualityClient
from tests.conftest import build_app, dispose
from tests.district import Districts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1366, "height": 768}
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"], ids=["hi", "en"])
# Pages of a role. "list > link > page": follow the first such link of the list; {} is the number it leads to.
PAGES = {
    "cell": ["/", "/intake/new", "/marking", "/marking > .q a.t > /marking/{}", "/marking > .q a.t > /intake/{}/slip",
             "/search", "/complaints?pending=1", "/account", "/posts", "/settings"],
    "officer": ["/", "/complaints", "/complaints > .q a.t > /complaints/{}", "/nothing-here", "/today",
                *(f"/complaints > .q a.t > /complaints/{{}}/{page}" for page in (
                    "deadline", "holders", "petition", "parts", "visit", "file"))],
    "sdm": ["/decisions", "/hearings", "/hearings/print", "/complaints", "/complaints > .q a.t > /complaints/{}"],
    "hod": ["/", "/approvals", "/approvals > .card h2 a > /complaints/{}", "/guidance",
            "/reviews/walk-ins"],
    "caller": ["/call-desk", "/call-desk > .q a.t > /call-desk/{}"],
    "dc": ["/", "/reviews", "/decisions", "/decisions > .card p.t1 a > /complaints/{}"],
    "admin": ["/office", "/office/posts", "/office/people/new", "/office/holidays", "/office/settings",
              "/office/notices", "/office/texts", "/office/texts/S08/hi", "/posts/hand-over"],
}  # fmt: skip

# WCAG 1.4.12: with this much space between lines, words and letters nothing may be lost.
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* { line-height: 1.5 !important;
  letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet]; }"""
PLAIN = "() => { document.adoptedStyleSheets = []; }"

TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (e.getBoundingClientRect().right <= innerWidth + 1) return false;
  for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return false;
  return getComputedStyle(e).position !== 'absolute';
}).map(e => e.outerHTML.slice(0, 90))"""

# A link within a sentence is free of the size (WCAG 2.5.8, "inline"); so is what only a screen reader meets.
TARGETS = """() => [...document.querySelectorAll('a[href],button,summary,select,textarea,input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.closest('.vh') && !e.classList.contains('skip')
    && !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))"""
SMALL = f"""() => ({TARGETS})().filter(e => {{
  const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24;
}}).map(e => e.outerHTML.slice(0, 120))"""

# The ring is on the element itself, or on the tile that a radio button lies over.
WITHOUT_RING = f"""() => ({TARGETS})().filter(e => {{
  e.focus();
  if (document.activeElement !== e) return !e.disabled;
  return ![e, e.nextElementSibling].some(x => x && getComputedStyle(x).outlineStyle === 'solid'
    && parseFloat(getComputedStyle(x).outlineWidth) >= 2);
}}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def office(districts: Districts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo district."""
    folder = tmp_path_factory.mktemp("accessibility")
    app = build_app(folder, districts.copy(folder).url)
    app.add_url_rule("/fault/<int:status>", "fault", access.public(_fault), methods=["GET", "POST"])
    access.collect(app)
    yield app
    del access.RULES["fault"]
    dispose(app)


def _fault(status: int) -> Response:
    """Any answer that is not the page asked for, as the edge gives it."""
    return errors.answer(status, problem="पहले शिकायतकर्ता से बात करें।", reference="3f2a9c01")


@pytest.fixture(scope="module")
def server(office: Flask) -> Iterator[browser.LiveServer]:
    running = browser.LiveServer(office)
    running.start()
    yield running
    running.stop()


def sign_in(page: Page, app: Flask, username: str) -> None:
    """The cookie of a session made without the browser: the sign-in form is not what is looked at here."""
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(username)
    for cookie in client._cookies.values():
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url}])


def go(page: Page, prefix: str, asked: str) -> None:
    """Open a page of PAGES."""
    start, _, rest = asked.partition(" > ")
    page.goto(prefix + start)
    if rest:
        link, wanted = rest.rsplit(" > ", 1)
        href = page.locator(link).first.get_attribute("href") or ""
        page.goto(prefix + wanted.format(href.rsplit("/", 1)[-1]))


def unfold(page: Page) -> list[str]:
    """Open every fold with Enter; those that did not open."""
    shut = []
    for fold in page.query_selector_all("details:not([open])"):
        fold.evaluate("e => e.querySelector('summary').focus()")
        page.keyboard.press("Enter")
        if not fold.evaluate("e => e.open"):
            shut.append(fold.evaluate("e => e.outerHTML.slice(0, 120)"))
    return shut


def faults(page: Page) -> dict[str, list[str]]:
    """What is wrong with the page that is open. The same rules lay it out in both languages: the wide screen is
    asked of the Hindi one."""
    in_hindi = page.evaluate("document.documentElement.lang") == "hi"
    page.keyboard.press("Tab")  # from now on the focus is a keyboard's
    found = {"folds shut": unfold(page), "wider than the phone": page.evaluate(TOO_WIDE),
             "targets below 24 px": page.evaluate(SMALL), "focus not seen": page.evaluate(WITHOUT_RING),
             "axe": violations(page)}  # fmt: skip
    if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
        found["wider than the phone"].append("the page scrolls sideways")
    page.evaluate(SPACED)
    found["wider than the phone when spaced"] = page.evaluate(TOO_WIDE)
    page.evaluate(PLAIN)
    if in_hindi:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        found["axe, wide"] = violations(page)
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return {name: where for name, where in found.items() if where}


@LANGUAGES
@pytest.mark.parametrize("username", list(PAGES))
def test_pages_serve_a_narrow_phone_and_a_keyboard(
    office: Flask, server: browser.LiveServer, chromium: Browser, username: str, prefix: str
) -> None:
    found = {}
    with browser.phone(chromium, server.url, viewport=NARROW) as page:
        page.goto(prefix + "/sign-in")
        sign_in(page, office, username)
        for asked in PAGES[username]:
            go(page, prefix, asked)
            if wrong := faults(page):
                found[asked] = wrong
    assert not found


@LANGUAGES
def test_the_sign_in_page_too(server: browser.LiveServer, chromium: Browser, prefix: str) -> None:
    with browser.phone(chromium, server.url, viewport=NARROW) as page:
        page.goto(prefix + "/sign-in")
        assert not faults(page)


def opened_outside(app: Flask) -> tuple[list[str], QualityClient]:
    """The addresses that messages carry for a complaint that is asked about, and a browser with its own view open."""
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    with app.app_context():
        at = datetime.now(UTC)
        query = select(Complaint).join(Complaint.first_party).where(Complaint.state == "disposed")
        row = db.session.scalars(query.where(Complaint.is_confidential.is_(False)).limit(1)).one()
        someone = row.first_party.complainant
        links_to = [
            f"/{path}/{links.token_for(db.session, row, someone.id, kind, at=at)}" for kind, path in links.PATHS.items()
        ]
        code = AccessCode(
            district_id=row.district_id, number=someone.phones[0].number, purpose="look", complaint_id=row.id,
            code_hash="-", made_at=at, used_at=at, until=at + timedelta(hours=1),
        )  # fmt: skip
        writing = AccessCode(
            district_id=row.district_id, number="9812345670", purpose="register", code_hash="-", made_at=at, used_at=at,
            until=at + timedelta(hours=1),
        )  # fmt: skip
        db.session.add_all([code, writing])
        db.session.commit()
        with client.session_transaction() as kept:
            kept["look"] = [code.id, int(at.timestamp())]
            kept["register"] = [writing.id, int(at.timestamp())]
        db.session.remove()
    return links_to, client


@LANGUAGES
def test_the_complainants_pages_too(office: Flask, server: browser.LiveServer, chromium: Browser, prefix: str) -> None:
    links_to, client = opened_outside(office)
    found = {}
    with browser.phone(chromium, server.url, viewport=NARROW) as page:
        page.goto(prefix + "/track")
        for cookie in client._cookies.values():
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url}])
        own = ["/mine", "/mine/withdraw", "/mine/reopen", "/register", "/register/write", f"{links_to[0]}/receipt"]
        for asked in ["/track", *links_to, *own]:
            answer = page.goto(prefix + asked)
            assert answer is not None
            assert answer.status == 200
            assert page.url.endswith(asked)
            if wrong := faults(page):
                found[asked] = wrong
    assert not found


SEND = """([path, words]) => {
  const form = Object.assign(document.createElement('form'), {method: 'post', action: path});
  form.append(Object.assign(document.createElement('textarea'), {name: 'text', value: words}));
  document.body.append(form); form.submit(); }"""
SEND_EMPTY = "form => { form.noValidate = true; HTMLFormElement.prototype.submit.call(form); }"


@LANGUAGES
def test_errors_too_as_pages_and_as_parts(
    office: Flask, server: browser.LiveServer, chromium: Browser, prefix: str
) -> None:
    found = {}
    with browser.phone(chromium, server.url, viewport=NARROW) as page:
        page.goto(prefix + "/sign-in")
        sign_in(page, office, "officer")
        for status in sorted(errors.KNOWN):
            page.goto(prefix + "/account")
            with page.expect_navigation():
                page.evaluate(SEND, [f"{prefix}/fault/{status}", "नाली टूटी है"])
            assert page.locator("h1").count() == 1
            if wrong := faults(page):
                found[f"page {status}"] = wrong
        for status in (409, 419, 422, 503):
            page.goto(prefix + "/account")
            page.evaluate(
                "path => htmx.ajax('POST', path, {target: 'h1', swap: 'afterend', values: {text: 'नाली टूटी है'}})",
                f"{prefix}/fault/{status}",
            )
            page.locator("#problem").wait_for()
            if wrong := faults(page):
                found[f"part {status}"] = wrong
    assert not found


# Pages with a form that is sent empty; "> steps" are all the steps that the first complaint offers.
FORMS = {"cell": ["/intake/new"], "officer": ["/complaints > .q a.t > /complaints/{}", "steps"],
         "admin": ["/office/people/new", "/office/settings"]}  # fmt: skip


@LANGUAGES
@pytest.mark.parametrize("username", list(FORMS))
def test_forms_sent_empty_too(
    office: Flask, server: browser.LiveServer, chromium: Browser, username: str, prefix: str
) -> None:
    found, refused = {}, 0
    with browser.phone(chromium, server.url, viewport=NARROW) as page:
        page.goto(prefix + "/sign-in")
        sign_in(page, office, username)
        asked = [path for path in FORMS[username] if path != "steps"]
        if "steps" in FORMS[username]:
            go(page, prefix, asked[0])
            here = page.url.removeprefix(server.url)
            asked += page.eval_on_selector_all(
                "main a[href]", "(links, here) => [...new Set(links.map(link => link.pathname))].filter("
                "path => path.startsWith(here + '/') && !/photos|file$/.test(path))", here,
            )  # fmt: skip
        for path in asked:
            go(page, "" if path.startswith(prefix + "/complaints/") else prefix, path)
            form = page.query_selector("main form[method=post]:has(textarea, input[type=date], input[type=text])")
            if form is None:
                continue
            with page.expect_navigation() as sent:
                form.evaluate(SEND_EMPTY)
            if sent.value.status == 422:
                refused += 1
                if wrong := faults(page):
                    found[path] = wrong
    assert refused
    assert not found
