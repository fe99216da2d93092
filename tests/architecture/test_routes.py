"""THE TESTS: every address declares who may open it; what declares nothing stays shut; no other site may post."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from tests.client import QualityClient
from tests.conftest import MakeApp

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
MACHINES = ("hooks", "open311")  # called by gateways and other programs, which hold a secret or a key of their own
REFUSED = {400, 403}


def addresses(app: Flask, *, unsafe: bool) -> list[tuple[str, str, str]]:
    """(endpoint, method, an address it answers) with something plausible in each variable part."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) & (UNSAFE if unsafe else {"GET"})
        path = adapter.build(rule.endpoint, {name: _sample(rule, name) for name in rule.arguments})
        found += [(rule.endpoint, method, path) for method in sorted(methods)]
    return found


def _sample(rule: Rule, name: str) -> object:
    """A value the converter of this part accepts."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    for value in (1, "en", "x", "00000000-0000-0000-0000-000000000000"):
        text = converter.to_url(value)
        if re.fullmatch(converter.regex, text):
            return value
    raise AssertionError(f"no sample for <{name}> of {rule.rule}: add one that matches {converter.regex}")


def test_every_endpoint_declares_its_rule(app: Flask) -> None:
    from app.web.access import RULES

    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    undeclared = sorted(endpoints - set(RULES))
    assert not undeclared, f"who may open these? {undeclared}"
    gone = sorted(set(RULES) - endpoints)
    assert not gone, f"rules for addresses that are gone: {gone}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_undeclared_endpoint_is_shut(make_app: MakeApp, sqlite_url: str, method: str) -> None:
    app = make_app(sqlite_url)
    opened = []
    app.add_url_rule("/left-undeclared", "left_undeclared", lambda: opened.append(1) or "open", methods=[method])
    response = app.test_client().open("/left-undeclared", method=method)
    assert response.status_code == 403
    assert not opened


def test_addresses_are_kebab_case(app: Flask) -> None:
    odd = [rule.rule for rule in app.url_map.iter_rules() if re.search(r"[A-Z_]", re.sub(r"<[^>]*>", "", rule.rule))]
    assert not odd, odd


def test_no_address_shows_a_row_id(app: Flask) -> None:
    numbered = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if re.search(r"/complaints/<int:|/f/<int:|/track/<int:", rule.rule)
    ]
    assert not numbered, f"a complaint is addressed by its number: {numbered}"


def test_no_other_site_may_post(app: Flask) -> None:
    client = app.test_client()
    answered = {
        f"{method} {path}": client.open(path, method=method, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        for endpoint, method, path in addresses(app, unsafe=True)
        if not endpoint.startswith(MACHINES)
    }
    assert answered
    open_doors = {what: status for what, status in answered.items() if status != 403}
    assert not open_doors, f"another site could post here: {open_doors}"


def test_a_post_from_another_origin_is_refused(app: Flask) -> None:
    """Old browsers say only Origin."""
    client: QualityClient = app.test_client().without_fetch_site()  # type: ignore[attr-defined]
    answered = {
        f"{method} {path}": client.open(
            path, method=method, headers={"Origin": "https://elsewhere.example"}
        ).status_code
        for endpoint, method, path in addresses(app, unsafe=True)
        if not endpoint.startswith(MACHINES)
    }
    open_doors = {what: status for what, status in answered.items() if status != 403}
    assert not open_doors, f"another site could post here: {open_doors}"


def test_a_post_that_says_nothing_of_its_origin_needs_a_token(app: Flask) -> None:
    client: QualityClient = app.test_client().without_fetch_site()  # type: ignore[attr-defined]
    answered = {
        f"{method} {path}": client.open(path, method=method).status_code
        for endpoint, method, path in addresses(app, unsafe=True)
        if not endpoint.startswith(MACHINES)
    }
    open_doors = {what: status for what, status in answered.items() if status not in REFUSED}
    assert not open_doors, f"posted without any proof of origin: {open_doors}"


def test_reading_any_address_as_a_stranger_never_breaks(app: Flask) -> None:
    client = app.test_client()
    broken = {path: client.get(path).status_code for _endpoint, _method, path in addresses(app, unsafe=False)}
    assert not {path: status for path, status in broken.items() if status >= 500 and path != "/readyz"}
