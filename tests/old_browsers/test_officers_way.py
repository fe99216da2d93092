"""Sign in, list, case, accept in its place, report with a photo – on the machines that offices really have.

With JavaScript and without it. What such a browser sent is looked at in the office's books.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from tests.browser import LiveServer
from tests.client import DEMO_PASSWORD
from tests.conftest import missing
from tests.jobs.conftest import eventually
from tests.journeys.walk import DONE, photo
from tests.office import make_office, register_and_mark
from tests.old_browsers import fetch, firefox
from tests.old_browsers.browser import OldBrowser
from tests.old_browsers.chrome import Chrome
from tests.old_browsers.firefox import Firefox

pytestmark = pytest.mark.browser
MARK = "document.documentElement.getAttribute('data-mark')"
WORDS = "form[action$='/report'] textarea[name$=text]"


@pytest.fixture
def number(app: Flask) -> str:
    """A complaint that waits on the officer's list."""
    with app.app_context():
        at = datetime.now(UTC) - timedelta(hours=1)
        complaint = register_and_mark(db.session, make_office(db.session, at), at=at)
        db.session.commit()
        return complaint.number


def launch(name: str, script: bool) -> OldBrowser:
    if name == "firefox":
        program = firefox.binary()
        if program is None and not firefox.can_be_had():
            pytest.skip("Firefox ESR is a package of Debian, not of this system.")
        if program is None:
            missing(firefox.INSTALL)
        return Firefox(str(program), script)
    build = next(build for build in fetch.BUILDS if build.version == name)
    if not build.program.exists():
        missing(fetch.INSTALL)
    return Chrome(build.program, script)


@pytest.fixture(params=[build.version for build in fetch.BUILDS] + ["firefox"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def old(request: pytest.FixtureRequest, name: str) -> Iterator[OldBrowser]:
    running = launch(name, request.param)
    yield running
    running.stop()
    assert not getattr(running, "errors", []), "a script failed on the page"


def sign_in(old: OldBrowser, base: str) -> None:
    old.open(f"{base}/sign-in")
    old.fill("#username", "officer")
    old.fill("#password", DEMO_PASSWORD)
    old.press("main form button")
    old.until("location.pathname === '/'")


def accept(old: OldBrowser, number: str, script: bool) -> None:
    """On the list. With JavaScript only the row is changed; without it another page comes."""
    button = f"#r-{number} form[action$='/accept'] button"
    old.see(button)
    old.run("document.documentElement.setAttribute('data-mark', 'same page')")
    old.press(button)
    old.see(f"#r-{number} [data-focus], .flash")
    assert (old.run(MARK) == "same page") == script


def call(old: OldBrowser) -> None:
    """Ask for the number, write down what was said."""
    old.press("form[action$='/call'] button")
    old.see("#contact a[href^='tel:']")
    old.fill("form[action$='/dialogue'] textarea", "बात हुई, सड़क देखने को कहा")
    old.press("form[action$='/dialogue'] button[value=talked]")
    old.see(".flash")


def report(old: OldBrowser, picture: Path) -> None:
    old.see("form[action$='/report']")
    old.press("form[action$='/report'] input[type=radio][value=relief]")
    old.fill(WORDS, DONE)
    old.choose("form[action$='/report'] input[type=file][name$=photo_after]", picture)
    old.run(
        "(function (all) { all[all.length - 1].click(); return true; })"
        "(document.querySelectorAll(\"form[action$='/report'] button\"))"
    )


def test_the_officers_way(
    app: Flask, live_server: LiveServer, old: OldBrowser, number: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    script = bool(request.node.callspec.params["old"])
    sign_in(old, live_server.url)
    old.open(f"{live_server.url}/complaints")
    accept(old, number, script)
    old.press(f"main a[href*='/complaints/{number}']")
    old.until(f"location.pathname === '/complaints/{number}'")
    call(old)
    report(old, photo(tmp_path, seed=1))

    def there() -> bool:
        with app.app_context():
            state = db.session.scalars(select(Complaint.state).where(Complaint.number == number)).one()
            files = db.session.scalar(select(func.count()).where(Attachment.state == "checked"))
            return (state, files) == ("atr_submitted", 1)

    assert eventually(there, 60), old.run("document.body.innerText")
    with app.app_context():
        original = db.session.scalars(select(Attachment.original_sha256)).one()
        assert bool(original) == script  # made small on the machine, which told the fingerprint of the original
