"""THE TESTS: what the code says and what the catalogues answer, as plain values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.architecture.house import ROOT, name_of, source_files, tree_of

CATALOGUES = ROOT / "app" / "translations" / "hi" / "LC_MESSAGES"
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {path: {"extensions": "jinja2.ext.i18n", "encoding": "utf-8"} for path in ("**.html", "**.txt")}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "lazy_gettext", "_l", "N_")),
    **dict.fromkeys(("ngettext", "lazy_ngettext", "_n"), (1, 2)),
}
FIELD = re.compile(r"%\((\w+)\)[sd]")
# Rooms whose matter is Hindi itself: words to compare, messages kept in both languages, an invented district.
HINDI_IS_THEIR_MATTER = ("app/domain/", "app/notices/", "app/demo/")
UNNAMED_FIELD = re.compile(r"(?<!%)%[sdr]|\{\w*\}")


@dataclass(frozen=True)
class Entry:
    """One message of one catalogue: its English forms, its Hindi forms, where it stands."""

    room: str
    english: tuple[str, ...]
    hindi: tuple[str, ...]
    is_fuzzy: bool

    def __str__(self) -> str:
        return f"{self.room}: {self.english[0]!r}"


def forms(message: object) -> tuple[str, ...]:
    return tuple(str(part) for part in message) if isinstance(message, tuple | list) else (str(message),)


def entries() -> list[Entry]:
    """Every message of every Hindi catalogue."""
    found = []
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="hi", domain=path.stem, abort_invalid=True)
        found += [
            Entry(path.stem, forms(message.id), forms(message.string), message.fuzzy)
            for message in catalogue
            if message.id
        ]
    return found


def spoken() -> dict[tuple[str, ...], str]:
    """Every message that the code or a template passes to gettext, with one place where it does."""
    said: dict[tuple[str, ...], str] = {}
    for folder in ("app", "jobs"):
        found = extract_from_dir(ROOT / folder, METHODS, OPTIONS, KEYWORDS)
        for name, line, message, _comments, _context in found:
            said.setdefault(forms(message), f"{folder}/{name}:{line}")
    return said


def literals() -> set[str]:
    """Every text that stands in the code: tables of the rules hold English that screens translate later."""
    return set(_texts_of(source_files("app", "jobs")))


def _texts_of(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def devanagari_in_code() -> Iterator[tuple[str, str]]:
    """(file, text) for Hindi that stands in code instead of a catalogue; docstrings and comments are free."""
    for path in source_files("app", "jobs"):
        if name_of(path).startswith(HINDI_IS_THEIR_MATTER):
            continue
        tree = tree_of(path)
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        explained = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
        for text in _texts_of([path]):
            # A sentence has a space; single letters and marks are the tools of numbers, search and transliteration.
            if re.search(r"[\u0900-\u097f]+\s+[\u0900-\u097f]+", text) and text not in explained:
                yield name_of(path), text


def hidden_sentences() -> Iterator[str]:
    """file:line of a gettext call inside an f-string: no extraction finds it, so no catalogue would ever have it."""
    for path in source_files("app", "jobs"):
        for text in (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.JoinedStr)):
            for call in (node for node in ast.walk(text) if isinstance(node, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                    yield f"{name_of(path)}:{call.lineno}"
