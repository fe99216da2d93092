"""THE TESTS: what no template may hold, found before any page shows it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.architecture.house import TEMPLATES, name_of, templates

FORBIDDEN = {
    "text that skips escaping": r"\|\s*safe\b|Markup\(|\{%-?\s*autoescape",
    "inline style": r"\sstyle\s*=|<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)|javascript:",
    "inline handler": r"\s(on[a-z]+|hx-on[:\w-]*)\s*=",
    "hx- without plain HTML": r"\bhx-(put|patch|delete|boost)\b",
    "a length counted by the browser (Hindi is cut in the middle of a letter)": r"\bmaxlength\b",
    "a query in a template": r"\bdb\.|\.query\b|session\.(execute|scalars?)\b",
}
UNTRANSLATED = re.compile(r"[A-Za-z]{3,}")
SPOKEN_ATTRIBUTES = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*)"')
SAID_IN_EVERY_LANGUAGE = {"English", "SMS", "CSV", "XLSX", "PDF", "Nivaran"}
DEVANAGARI = re.compile(r"[\u0900-\u097f]+")
HINDI_IN_EVERY_LANGUAGE = {"हिन्दी", "हिंदी", "निवारण"}
HOLE = "\0"  # where Jinja puts something


def _pages() -> list[Path]:
    return [path for path in templates() if path.suffix == ".html"]


def _literal_text(source: str) -> str:
    """The template's own text, a hole for each expression and statement; what {% trans %} says is translated."""
    pieces, translating, statement = [], False, []
    for _line, kind, value in Environment(autoescape=True).lex(source):
        if kind == "data":
            pieces.append(HOLE if translating else value)
        elif kind == "block_begin":
            statement = []
        elif kind == "name":
            statement.append(value)
        elif kind == "block_end":
            translating = statement[:1] == ["trans"] or (translating and statement[:1] != ["endtrans"])
        if kind in {"variable_begin", "block_begin"}:
            pieces.append(HOLE)
    return "".join(pieces)


def _spoken(source: str) -> Iterator[str]:
    """Every word a reader would see or hear that the template itself says."""
    text = _literal_text(source)
    for value in SPOKEN_ATTRIBUTES.findall(text):
        yield from value.split(HOLE)
    shown = re.sub(r"<!--.*?-->|<[^>]*>", HOLE, text, flags=re.S)
    yield from html.unescape(shown).split(HOLE)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path in _pages()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, f"{what}: {found}"


def test_every_word_goes_through_gettext() -> None:
    found = []
    for path in _pages():
        for piece in _spoken(path.read_text(encoding="utf-8")):
            words = set(UNTRANSLATED.findall(piece)) - SAID_IN_EVERY_LANGUAGE
            words |= set(DEVANAGARI.findall(piece)) - HINDI_IN_EVERY_LANGUAGE
            if words:
                found.append(f"{name_of(path)}: {piece.strip()[:80]!r}")
    assert not found, f"said in one language only: {found}"


def test_a_page_extends_a_frame_and_a_partial_does_not() -> None:
    frames = {path.name for path in TEMPLATES.glob("*.html")}
    for path in _pages():
        extends = re.search(r'\{%-?\s*extends\s+"([^"]+)"', path.read_text(encoding="utf-8"))
        is_part = path.name.startswith("_") or path.parent.name == "components" or path.name in frames
        if is_part:
            assert not extends or path.name in frames, f"{name_of(path)} is a part and has no frame"
        else:
            assert extends, f"{name_of(path)} is a page and needs a frame, or a name that begins with _"


def test_untranslated_words_are_seen() -> None:
    said = list(_spoken('<p title="Hello {{ x }}">{% trans %}Fine{% endtrans %} {{ _("Good") }} Bad &amp; worse</p>'))
    words = {word for piece in said for word in UNTRANSLATED.findall(piece)}
    assert words == {"Hello", "Bad", "worse"}
