"""THE TESTS: single keys are off at first, chosen on a page that needs no JavaScript, and kept by the browser."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web import keys
from tests.client import QualityClient
from tests.desks.counter_office import fields_in, open_office, signed_in
from tests.page_quality import brotli_size

NAMES = list(keys.ACTIONS)
AS_USUAL = dict(zip(NAMES, keys.USUAL, strict=True))


@pytest.fixture
def clerk(app: Flask) -> QualityClient:
    return signed_in(open_office(app), "cell")


def test_at_first_no_page_has_the_script(clerk: QualityClient) -> None:
    for path in ("/", "/settings"):
        assert "keys." not in clerk.get(path).text.split("</head>")[0]
    shown = fields_in(clerk.get("/settings").text, "keys")
    assert {name: shown[name] for name in NAMES} == AS_USUAL
    assert "on" not in shown


def test_on_with_a_key_of_ones_own_and_off_again(clerk: QualityClient) -> None:
    tag = clerk.get("/").headers["ETag"]
    answer = clerk.post("/settings/keys", data=AS_USUAL | {"on": "y", "next": "N"})
    assert answer.status_code == 303
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    page = clerk.get("/", headers={"If-None-Match": tag})
    assert page.status_code == 200  # the page kept from before has no keys
    assert 'data-keys="NKXECARZG/?"' in page.text
    assert 'data-go="N"' in page.text
    assert fields_in(clerk.get("/settings").text, "keys")["next"] == "N"
    clerk.post("/settings/keys", data=AS_USUAL)
    assert "data-keys" not in clerk.get("/").text


def test_two_actions_never_share_a_key(clerk: QualityClient) -> None:
    answer = clerk.post("/settings/keys", data=AS_USUAL | {"on": "y", "next": "K"})
    assert answer.status_code == 422
    assert "keys=" not in str(answer.headers)
    assert "यह कुंजी किसी और काम में लगी है" in answer.text
    assert fields_in(answer.text, "keys")["next"] == "K"


@pytest.mark.parametrize("cookie", ["JJXECARZG/?", "J", '"><script>', "jkxecarzg/?"])
def test_a_strange_cookie_is_no_cookie(clerk: QualityClient, cookie: str) -> None:
    clerk.set_cookie("keys", cookie)
    assert "data-keys" not in clerk.get("/").text


def test_the_script_is_small(clerk: QualityClient) -> None:
    clerk.set_cookie("keys", keys.USUAL)
    address = clerk.get("/").text.split('src="/static/keys.')[1].split('"')[0]
    packed = clerk.get(f"/static/keys.{address}", headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.data) <= 2048


def test_the_page_is_a_staff_page(clerk: QualityClient) -> None:
    for prefix in ("", "/en"):
        assert brotli_size(clerk.get(f"{prefix}/settings").data) <= 5 * 1024
