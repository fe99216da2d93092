"""THE TESTS: nothing grows past what one reads in one sitting (architecture.md, sizes). Complexity is held by ruff."""

from __future__ import annotations

import ast

from tests.architecture.house import functions_of, lines_of, name_of, source_files, templates

PYTHON_LINES = 300
TEST_LINES = 400
TEMPLATE_LINES = 120
FUNCTION_LINES = 40
ROUTES = 12
ROUTING = {"route", "get", "post", "put", "patch", "delete"}


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of signature and code; a docstring explains and does not count."""
    explained = function.body[0] if ast.get_docstring(function) is not None else None
    docstring = (explained.end_lineno or 0) - explained.lineno + 1 if explained is not None else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def _is_route(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    called = [decorator.func for decorator in function.decorator_list if isinstance(decorator, ast.Call)]
    return any(isinstance(name, ast.Attribute) and name.attr in ROUTING for name in called)


def test_python_files_are_short() -> None:
    long = [(name_of(path), lines_of(path)) for path in source_files() if lines_of(path) > PYTHON_LINES]
    assert not long, f"more than {PYTHON_LINES} lines: {long}"


def test_test_files_are_short() -> None:
    long = [(name_of(path), lines_of(path)) for path in source_files("tests") if lines_of(path) > TEST_LINES]
    assert not long, f"more than {TEST_LINES} lines: {long}"


def test_templates_are_short() -> None:
    long = [(name_of(path), lines_of(path)) for path in templates() if lines_of(path) > TEMPLATE_LINES]
    assert not long, f"more than {TEMPLATE_LINES} lines: {long}"


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name} has {_body_lines(function)} lines"
        for path in [*source_files(), *source_files("tests")]
        for function in functions_of(path)
        if _body_lines(function) > FUNCTION_LINES
    ]
    assert not long, f"more than {FUNCTION_LINES} lines: {long}"


def test_no_desk_has_too_many_routes() -> None:
    crowded = {}
    for path in source_files("app"):
        routes = sum(_is_route(function) for function in functions_of(path))
        if routes > ROUTES:
            crowded[name_of(path)] = routes
    assert not crowded, f"more than {ROUTES} routes: {crowded}"
