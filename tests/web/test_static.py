"""Static files: small enough for a village line, old enough for its phones, and nobody else's."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import brotli
import pytest

import app
from app.web import assets
from app.web.assets import asset, packed, served
from tests.client import QualityClient

STATIC = Path(app.__file__).parent / "static"
HTMX = "htmx-2.0.11.min.js"
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
STRINGS_AND_COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
NEWER_THAN_ES5 = re.compile(
    r"=>|`|\?\?|\?\.[a-zA-Z_(\[]|\.\.\.|\*\*|\b(?:let|const|class|async|await|yield|import|export|super)\b|\bfor\s*\([^)]*\bof\b"
)


def text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def css_without_comments() -> str:
    return re.sub(r"/\*.*?\*/", "", text("app.css"), flags=re.DOTALL)


@pytest.mark.parametrize(
    ("name", "most"),
    [("app.css", 6144), ("app.js", 5120), ("outbox.js", 4352), ("outbox-more.js", 1792), (HTMX, 16384),
     ("icon.svg", 512)],
    ids=str,
)  # fmt: skip
def test_each_file_keeps_its_budget_on_the_line(name: str, most: int) -> None:
    assert len(packed(name, "br")) <= most


@pytest.mark.parametrize("name", ["app.css", "app.js", "outbox.js"])
def test_what_is_written_for_people_goes_out_without_comments_under_the_hash_of_what_goes_out(name: str) -> None:
    assert "/*" in text(name)
    assert b"/*" not in served(name)
    assert brotli.decompress(packed(name, "br")) == gzip.decompress(packed(name, "gzip")) == served(name)
    assert hashlib.sha256(served(name)).hexdigest()[:8] in asset(name)


def test_files_are_packed_before_the_first_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    assets.pack_all()
    monkeypatch.setattr(brotli, "compress", pytest.fail)
    monkeypatch.setattr(gzip, "compress", pytest.fail)
    for name in ("app.css", "app.js", HTMX, "icon.svg"):
        assert packed(name, "br")
        assert packed(name, "gzip")


def test_a_file_is_of_nobody(client: QualityClient) -> None:
    """No session is read for it, and no cookie makes it another one: after sign-in browsers have it still."""
    client.get("/sign-in")
    answer = client.get(asset("app.css"), headers={"Accept-Encoding": "br"})
    assert answer.sql_count == 0
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["Cache-Control"]


def test_htmx_is_the_pinned_file_with_its_licence() -> None:
    assert hashlib.sha256((STATIC / HTMX).read_bytes()).hexdigest() == HTMX_SHA256
    assert "Zero-Clause BSD" in text("htmx-LICENSE.txt")


def test_htmx_is_told_to_be_careful() -> None:
    """stack.md 2 and ruling 23. The answers are tried in the order of the list: the first whose code fits."""
    pinned, said = served(HTMX).split(b";Object.assign(htmx.config,")
    assert pinned == (STATIC / HTMX).read_bytes()
    config = json.loads(said.removesuffix(b")"))
    rules = config.pop("responseHandling")
    assert config == {
        "allowEval": False, "allowScriptTags": False, "selfRequestsOnly": True, "includeIndicatorStyles": False,
        "historyCacheSize": 0, "refreshOnHistoryMiss": True, "disableInheritance": True, "timeout": 90000,
    }  # fmt: skip

    def swaps(status: int) -> bool:
        return next(rule["swap"] for rule in rules if re.search(rule["code"], str(status)))

    drawn = [status for status in range(200, 600) if status < 400 and status != 204] + [409, 419, 422, 503]
    assert [status for status in range(200, 600) if swaps(status)] == drawn


@pytest.mark.parametrize("name", ["app.js", "outbox.js", "outbox-more.js"])
def test_scripts_are_es5_and_need_no_eval(name: str) -> None:
    code = STRINGS_AND_COMMENTS.sub("''", text(name))
    assert not NEWER_THAN_ES5.findall(code)
    assert not re.findall(r"\beval\b|\bnew Function\b|innerHTML|\.style\b", code)


@pytest.mark.parametrize(
    "newer", ["x => x", "let a", "const a", "`a`", "class A {}", "a?.b", "for (x of y)", "f(...a)"]
)
def test_the_es5_check_would_see_newer_words(newer: str) -> None:
    assert NEWER_THAN_ES5.search(newer)


def test_css_is_whole() -> None:
    depth = 0
    for sign in re.findall(r"[{}]", re.sub(r'"[^"]*"', "", css_without_comments())):
        depth += 1 if sign == "{" else -1
        assert depth >= 0
    assert depth == 0


def test_css_asks_nobody_for_anything() -> None:
    css = css_without_comments()
    assert "@import" not in css
    assert "@font-face" not in css
    assert [found for found in re.findall(r"url\(\s*['\"]?([^)'\"]*)", css) if not found.startswith("data:")] == []


def test_every_colour_name_used_is_defined() -> None:
    css = css_without_comments()
    assert set(re.findall(r"var\((--[a-z]+)", css)) <= set(re.findall(r"(--[a-z]+)\s*:", css))


def test_lines_are_high_enough_for_matras() -> None:
    """screens.md 3.3: text 1.55, headings 1.4."""
    css = css_without_comments()
    assert re.search(r"body\s*\{[^}]*font: 1rem/1\.55 ", css)
    assert re.search(r"h1, h2, h3\s*\{[^}]*line-height: 1\.4", css)


def test_the_icon_is_one_small_drawing() -> None:
    assert ElementTree.parse(STATIC / "icon.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"
