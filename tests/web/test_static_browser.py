"""app.js in a real browser, under the policy the office really sends."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from PIL import Image
from playwright.sync_api import expect

from app.web.assets import served
from app.web.edge import CSP
from tests import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
HOME = "http://localhost"  # a secure context, so that the browser lets a page count a SHA-256
IDEM = "3f0c2a9e-6d1b-4c57-9a41-b2c7d0e88a10"
HIDDEN = "".join(f'<input type="hidden" name="{n}">' for n in ("lat", "lon", "accuracy", "taken_at", "orig_sha"))
FRAME = """<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/app.css">
<script src="/static/htmx-2.0.11.min.js" defer></script><script src="/static/app.js" defer></script>
<body{low} data-offline="not saved">
<p id="net" role="status" hidden></p>"""


class Desk:
    """A tiny office: answers a page by its path and remembers every POST."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.low = False
        self.pages: dict[str, str] = {}
        self.posts: list[dict[str, list[str]]] = []
        self.held: list[Route] = []
        self.answer: tuple[int, str] | None = (200, "<p role=status>ok</p>")  # None: do not answer yet
        page.route("**/*", self._serve)

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if route.request.method == "POST":
            self.posts.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            if self.answer is None:
                self.held.append(route)
            else:
                route.fulfill(status=self.answer[0], content_type="text/html", body=self.answer[1])
        elif path.startswith("/static/"):
            name = path.removeprefix("/static/")
            route.fulfill(body=served(name), content_type=mimetypes.guess_type(name)[0])
        else:
            headers = {"Content-Security-Policy": CSP, "Content-Type": "text/html; charset=utf-8"}
            frame = FRAME.replace("{low}", " data-low" if self.low else "")
            route.fulfill(headers=headers, body=frame + self.pages.get(path, ""))

    def open(self, body: str, path: str = "/") -> None:
        self.pages[path] = body
        self.page.goto(HOME + path)


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    with browser.phone(chromium, HOME) as page:
        yield Desk(page)


def photo(exif: bool = True) -> bytes:
    """12 megapixels of grain over a slope of grey, about as heavy as a phone's."""
    grain = Image.effect_noise((4000, 3000), 60).convert("RGB")
    picture = Image.blend(grain, Image.linear_gradient("L").resize((4000, 3000)).convert("RGB"), 0.5)
    told = Image.Exif()
    if exif:
        told[0x0112] = 6  # held upright
        told.get_ifd(0x8769)[0x9003] = "2026:11:22 08:52:10"
        told.get_ifd(0x8825).update({1: "N", 2: (29.0, 30.0, 36.0), 3: "E", 4: (76.0, 15.0, 0.0), 0x1F: 12.0})
    held = BytesIO()
    picture.save(held, "JPEG", quality=90, exif=told)
    return held.getvalue()


def choose(page: Page, data: bytes) -> None:
    page.set_input_files("#ph", {"name": "IMG_1.jpeg", "mimeType": "image/jpeg", "buffer": data})
    expect(page.locator("[data-for=ph]")).not_to_be_empty()


def value(page: Page, name: str) -> str:
    return str(page.eval_on_selector(f"[name={name}]", "e => e.value"))


def test_photo_is_made_small_and_its_facts_are_read_first(desk: Desk) -> None:
    page, original = desk.page, photo()
    desk.open(f'<form method="post" action="/act" enctype="multipart/form-data">{HIDDEN}'
              '<input type="file" id="ph" name="photo" data-shrink><output data-for="ph"></output></form>')  # fmt: skip
    choose(page, original)
    made: Any = page.evaluate("""async () => { const f = document.getElementById('ph').files[0];
        const b = await createImageBitmap(f); return {size: f.size, name: f.name, w: b.width, h: b.height} }""")
    assert len(original) > 2_000_000
    assert made["size"] < 300_000
    assert (made["name"], made["w"], made["h"]) == ("IMG_1.jpg", 960, 1280)  # upright
    assert value(page, "orig_sha") == hashlib.sha256(original).hexdigest()
    assert float(value(page, "lat")) == pytest.approx(29.51)
    assert float(value(page, "lon")) == pytest.approx(76.25)
    assert value(page, "accuracy") == "12"
    assert value(page, "taken_at") == "2026-11-22T08:52:10"
    assert page.inner_text("[data-for=ph]").startswith(f"{len(original) / 1e6:.1f} MB → ")


def test_with_low_data_a_photo_is_a_hundred_kilobytes_at_most(desk: Desk) -> None:
    """Also this one, whose grain no quality makes small: it is drawn smaller until it fits."""
    page, desk.low = desk.page, True
    desk.open(f'<form method="post">{HIDDEN}<input type="file" id="ph" name="photo" data-shrink>'
              '<output data-for="ph"></output></form>')  # fmt: skip
    choose(page, photo())
    made: Any = page.evaluate("""async () => { const f = document.getElementById('ph').files[0];
        const b = await createImageBitmap(f); return {size: f.size, w: b.width, h: b.height} }""")
    assert made["size"] <= 100_000
    assert 320 < made["h"] <= 960
    assert made["w"] == pytest.approx(made["h"] * 0.75, abs=1)


def test_without_a_place_in_the_photo_the_browser_is_asked(desk: Desk) -> None:
    page = desk.page
    page.context.grant_permissions(["geolocation"], origin=HOME)
    page.context.set_geolocation({"latitude": 29.5, "longitude": 76.25, "accuracy": 20})
    desk.open(f'<form method="post">{HIDDEN}<input type="file" id="ph" name="photo" data-shrink>'
              '<output data-for="ph"></output></form>')  # fmt: skip
    choose(page, photo(exif=False))
    expect(page.locator("[name=lat]")).not_to_have_value("")
    assert (value(page, "lat"), value(page, "lon"), value(page, "accuracy")) == ("29.500000", "76.250000", "20")
    assert value(page, "taken_at") == ""


def test_a_file_that_is_no_picture_goes_as_it_is(desk: Desk) -> None:
    page = desk.page
    desk.open(f'<form method="post">{HIDDEN}<input type="file" id="ph" name="photo" data-shrink>'
              '<output data-for="ph"></output></form>')  # fmt: skip
    choose(page, b"\xff\xd8\xff\xe1 torn")
    assert page.evaluate("document.getElementById('ph').files[0].size") == len(b"\xff\xd8\xff\xe1 torn")


def test_a_second_press_sends_nothing(desk: Desk) -> None:
    page, desk.answer = desk.page, None
    desk.open('<form method="post" action="/act"><button id="b" name="d" value="ok">Send</button></form>')
    disabled = page.evaluate("""() => { const b = document.getElementById('b'); b.click(); b.click();
        return new Promise(r => setTimeout(() => { b.click(); r(b.getAttribute('aria-disabled')) }, 50)) }""")
    assert disabled == "true"
    page.wait_for_timeout(200)
    assert [post["d"] for post in desk.posts] == [["ok"]]  # once, and with the button's name
    desk.held[0].abort()


def test_a_partial_frees_the_form_renews_its_key_and_takes_focus(desk: Desk) -> None:
    page = desk.page
    desk.open(f"""<form method="post" action="/call" hx-post="/call" hx-target="#log">
<input type="hidden" name="idem" value="{IDEM}"><button id="b">Call</button></form><div id="log"></div>""")
    page.evaluate("for (let i = 0; i < 3; i++) document.getElementById('b').click()")
    page.wait_for_selector("#log [role=status]:focus")
    page.wait_for_selector("#b:not([aria-disabled])")
    assert [post["idem"] for post in desk.posts] == [[IDEM]]
    page.click("#b")
    page.wait_for_selector("#b:not([aria-disabled])")
    assert len(desk.posts) == 2
    assert desk.posts[1]["idem"] != [IDEM]
    assert len(desk.posts[1]["idem"][0]) == len(IDEM)


def test_a_cut_line_is_said_and_the_key_and_draft_stay(desk: Desk) -> None:
    page, desk.answer = desk.page, None
    desk.open(f'<form method="post" action="/call" hx-post="/call" hx-target="#log" data-draft="k">'
              f'<input type="hidden" name="idem" value="{IDEM}"><textarea name="note"></textarea>'
              f'<button id="b">Call</button></form><div id="log"></div>')  # fmt: skip
    page.fill("textarea", "spoke to Kamla")
    page.click("#b")
    page.wait_for_timeout(200)
    desk.held[0].abort()
    page.wait_for_selector("#net:not([hidden])")
    assert page.inner_text("#net") == "not saved"
    assert value(page, "idem") == IDEM
    assert json.loads(page.evaluate("localStorage['d:k']"))["v"]["note"] == ["spoke to Kamla"]
    desk.answer = (200, "<p role=status>ok</p>")
    page.click("#b")
    page.wait_for_selector("#net", state="hidden")
    assert page.evaluate("localStorage['d:k']") is None


def test_an_answer_that_is_not_drawn_still_says_why(desk: Desk) -> None:
    page, desk.answer = desk.page, (413, '<div id="problem"><p>at most 12 MB</p></div>')
    desk.open("""<form id="f" method="post" action="/call" hx-post="/call" hx-target="#f" hx-swap="outerHTML">
<textarea name="note"></textarea><button id="b">Send</button></form>""")
    page.fill("textarea", "spoke to Kamla")
    page.click("#b")
    page.wait_for_selector("#net:not([hidden])")
    assert page.inner_text("#net") == "at most 12 MB"
    assert value(page, "note") == "spoke to Kamla"  # the form stays with its text


DRAFT = """<form method="post" action="/act" data-draft="u7:case:1"><input type="hidden" name="idem" value="{key}">
<input type="password" name="secret"><textarea name="note"></textarea><input type="radio" name="st" value="a">
<input type="radio" name="st" value="b"><select name="dp"><option>x<option>y</select>
<span data-draft-note data-kept="Kept" data-restored="Brought back"></span><button>Send</button></form>
<form method="post" action="/out" data-sign-out><button id="out">Out</button></form>"""


def write(page: Page) -> None:
    page.fill("textarea", "सड़क बनी")
    page.check("[value=b]")
    page.select_option("select", "y")
    page.fill("[name=secret]", "never")
    expect(page.locator("[data-draft-note]")).to_have_text(re.compile("Kept "))


def test_draft_comes_back_after_reload_without_secrets_and_keys(desk: Desk) -> None:
    page = desk.page
    desk.open(DRAFT.format(key="old"))
    write(page)
    desk.pages["/"] = DRAFT.format(key="new")
    page.reload()
    assert page.input_value("textarea") == "सड़क बनी"
    assert page.is_checked("[value=b]")
    assert page.input_value("select") == "y"
    assert (value(page, "secret"), value(page, "idem")) == ("", "new")
    assert page.inner_text("[data-draft-note]").startswith("Brought back ")


def test_draft_goes_when_the_next_page_says_it_was_taken(desk: Desk) -> None:
    desk.open(DRAFT.format(key="1"))
    write(desk.page)
    desk.open('<p role="status" data-clear-draft="u7:case:1">Saved</p>' + DRAFT.format(key="2"))
    assert desk.page.input_value("textarea") == ""
    assert desk.page.evaluate("localStorage.length") == 0


def test_signing_out_leaves_no_draft_on_the_computer(desk: Desk) -> None:
    desk.open(DRAFT.format(key="1"))
    write(desk.page)
    desk.page.fill("textarea", "typed at the last moment")
    desk.page.click("#out")
    desk.page.wait_for_url("**/out")
    assert desk.page.evaluate("localStorage.length") == 0


def test_ctrl_enter_sends_and_one_box_ticks_all_numbers(desk: Desk) -> None:
    page = desk.page
    desk.open('<form method="post" action="/bulk"><input type="checkbox" data-all><input type="checkbox" name="number"'
              ' value="1"><input type="checkbox" name="number" value="2"><input name="q"><button name="go" value="y">'
              "Go</button></form>")  # fmt: skip
    page.check("[data-all]")
    page.focus("[name=q]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/bulk")
    assert desk.posts == [{"number": ["1", "2"], "q": [""], "go": ["y"]}]
