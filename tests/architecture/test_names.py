"""THE TESTS: a name says what is there; nothing is filed under "various"."""

from __future__ import annotations

import ast
import re

from tests.architecture.house import ROOMS, ROOT, TEMPLATES, name_of, source_files, templates, tree_of

CATCH_ALLS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "various"}
FRAMES = {"base.html", "public.html", "plain.html", "print.html"}


def test_no_room_is_a_catch_all() -> None:
    files = [*source_files(), *source_files("tests"), *templates()]
    named = {part for path in files for part in path.relative_to(ROOT).with_suffix("").parts}
    found = {name for name in named if CATCH_ALLS & set(re.split(r"[_\-.]", name.lower()))}
    assert not found, f"names that say nothing: {found}"


def test_no_class_is_a_catch_all() -> None:
    found = [
        f"{name_of(path)}: {node.name}"
        for path in source_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and re.search(r"(Utils?|Helpers?|Manager|Misc|Common)$", node.name)
    ]
    assert not found, f"names that say nothing: {found}"


def test_every_module_says_whose_room_it_is() -> None:
    silent = [
        name_of(path)
        for path in source_files(*ROOMS)
        if path.read_text(encoding="utf-8").strip() and ast.get_docstring(tree_of(path)) is None
    ]
    assert not silent, f"a module's first line says whose room it is: {silent}"


def test_templates_lie_on_a_shelf() -> None:
    loose = [path.name for path in TEMPLATES.glob("*") if path.is_file() and path.name not in FRAMES]
    assert not loose, (
        f"only the frames lie at the top, a template belongs to a desk, components, shared or errors: {loose}"
    )


def test_the_rules_can_be_read_without_starting_the_office() -> None:
    assert not tree_of(ROOT / "app" / "__init__.py").body, "app/__init__.py is empty on purpose"
