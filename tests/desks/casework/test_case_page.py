"""DESK: casework, tests: what the case page shows, and to whom."""

from __future__ import annotations

from tests.desks.casework.conftest import MOBILE, Case


def test_the_page_opens_with_what_to_do(case: Case) -> None:
    page = case.get()
    assert page.status_code == 200
    assert page.text.index('id="now"') < page.text.index('id="facts"')
    assert f"/complaints/{case.number}/acknowledge" in page.text
    assert MOBILE not in page.text
