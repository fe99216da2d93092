"""DESK: outbox, tests: an officer's phone in Chromium at a real server, and a line that can be cut at any moment."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Error, expect
from sqlalchemy import func
from sqlalchemy import select as choose

from app.extensions import db
from app.models.event import Event
from tests.browser import LiveServer, phone
from tests.client import DEMO_PASSWORD
from tests.desks.casework.conftest import TEXT, Case
from tests.evidence.photos import encoded, scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SAID = "सामान कल आएगा, काम परसों से शुरू होगा"


@dataclass
class Phone:
    """The officer's phone, signed in, on the page of the one complaint. `posts` are the POSTs that left it."""

    case: Case
    page: Page
    posts: list[str] = field(default_factory=list)

    def sign_in(self, name: str = "officer") -> None:
        self.page.goto("/en/sign-in")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", DEMO_PASSWORD)
        self.page.click("main form button")
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def until(self, true: str) -> None:
        """Wait for something that only a script can tell; the page's policy lets nothing be evaluated inside it."""
        for _ in range(600):
            with suppress(Error):  # the page is just changing
                if self.page.evaluate(true):
                    return
            self.page.wait_for_timeout(100)
        raise AssertionError(true)

    def open(self, tail: str = "") -> None:
        self.page.goto(f"/en/complaints/{self.case.number}{tail}")
        self.ready()

    def ready(self) -> None:
        self.until("!!window.nivaranOutbox")

    def write(self, text: str = SAID) -> None:
        self.page.fill("#comment-text", text)
        self.page.click("#comment button:has-text('Keep the note')")

    def report(self, data: bytes) -> None:
        self.page.fill("#report-text", TEXT)
        file: Any = {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": data}
        self.page.set_input_files("#photo_after", file)
        expect(self.page.locator("[data-for=photo_after]")).not_to_be_empty()
        self.page.click("#act [data-primary]")

    def says(self, words: str) -> None:
        expect(self.page.locator("#net")).to_contain_text(words, timeout=30_000)

    def waits(self, count: int) -> None:
        self.until(f"window.nivaranOutbox && nivaranOutbox.count() === {count}")

    def posted(self) -> str:
        """Where the next post goes, waited for."""
        for _ in range(300):
            if self.posts:
                break
            self.page.wait_for_timeout(100)
        return self.posts[0]

    def notes(self) -> int:
        with self.case.app.app_context():
            return db.session.scalar(choose(func.count()).where(Event.action == "comment")) or 0

    def answer(self, path: str, act: Callable[[Route], None] | None) -> None:
        """From now on the line does this with POSTs to `path`; None: it is whole again."""
        self.page.unroute(path)
        if act is not None:
            self.page.route(path, lambda route: act(route) if route.request.method == "POST" else route.continue_())


def lost(route: Route) -> None:
    """The office has worked, its answer never arrives."""
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def refused(status: int, body: str = "") -> Callable[[Route], None]:
    """The office answers with this status."""

    def act(route: Route) -> None:
        told = {"Entry-Person": route.request.headers["entry-person"], "Content-Type": "text/html"}
        route.fulfill(status=status, headers=told, body=body)

    return act


class CutReply:
    """A line to the office that, when told, takes one POST there and lets its answer never arrive."""

    def __init__(self, url: str) -> None:
        self.office = (urlsplit(url).hostname or "", urlsplit(url).port or 0)
        self.cut_next, self.posts = False, 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def __enter__(self) -> CutReply:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.door.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._carry, args=(self.door.accept()[0],), daemon=True).start()

    def _carry(self, here: socket.socket) -> None:
        with suppress(OSError), here, socket.create_connection(self.office) as there:
            cut = False
            while ready := select.select([here, there], [], [])[0]:
                data = ready[0].recv(65536)
                if not data or (cut and ready[0] is there):
                    return
                if ready[0] is here and data.startswith(b"POST"):
                    self.posts += b"/comment " in data
                    cut, self.cut_next = self.cut_next, False
                (there if ready[0] is here else here).sendall(data)


def grain() -> bytes:
    """A photo that stays some 200 KB however it is made small."""
    picture = Image.blend(Image.effect_noise((1200, 900), 60).convert("RGB"), scene(9, (1200, 900)), 0.5)
    return encoded(picture, quality=90)


@contextmanager
def held(case: Case, live_server: LiveServer, chromium: Browser, *, script: bool = True) -> Iterator[Phone]:
    """A phone signed in on the complaint's page; `posts` are counted from here on."""
    with phone(chromium, live_server.url, java_script_enabled=script) as page:
        page.set_default_timeout(60_000)
        device = Phone(case, page)
        page.on("request", lambda asked: device.posts.append(asked.url) if asked.method == "POST" else None)
        device.sign_in()
        page.goto(f"/en/complaints/{case.number}")
        if script:
            device.ready()
        device.posts.clear()
        yield device
