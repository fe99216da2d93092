"""DESK: office, tests: htmx gets the form or the button alone; what was typed is kept, what was done is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.complaints.settings import settings_of
from app.extensions import db
from app.models.notice import Notice
from app.models.office import Department, Holiday
from bench.budgets import PARTIAL
from tests.client import HTMX
from tests.desks.office.conftest import Desk
from tests.desks.office.test_registers import NAMES, SLUGS
from tests.office import register_and_mark
from tests.page_quality import brotli_size


@pytest.mark.parametrize("slug", SLUGS)
def test_a_refused_form_comes_back_alone(desk: Desk, slug: str) -> None:
    typed = {"name_hi": "अधूरा नाम", "order_no": "अधूरा नाम", "username": "अधूरा नाम"}
    part = desk.client.post(f"/office/{slug}/new", data=typed, headers=HTMX)
    assert part.status_code == 422
    assert part.text.startswith('<div class="narrow m0" id="row">')
    assert f'hx-post="/office/{slug}/new"' in part.text
    assert slug == "ladder" or "अधूरा नाम" in part.text
    assert 'class="esum" role="alert"' in part.text


def test_a_saved_row_leads_to_the_list(desk: Desk) -> None:
    added = desk.client.post("/office/departments/new", data={"code": "ELEC", **NAMES}, headers=HTMX)
    assert (added.status_code, added.headers["HX-Redirect"]) == (200, "/office/departments")
    row = desk.one(Department, code="ELEC")
    taken = desk.client.post("/office/departments/new", data={"code": "ELEC", **NAMES}, headers=HTMX)
    assert taken.status_code == 422
    assert "नया नाम" in taken.text
    address = f"/office/departments/{row.id}"
    changed = desk.client.post(address, data=NAMES | {"name_en": "Power"}, headers=HTMX)
    assert changed.headers["HX-Redirect"] == "/office/departments"
    assert desk.one(Department, code="ELEC").name_en == "Power"
    refused = desk.client.post(address, data=NAMES | {"name_en": ""}, headers=HTMX)
    assert refused.status_code == 422
    assert f'action="{address}"' in refused.text


def test_a_row_is_retired_and_used_again_in_its_place(desk: Desk) -> None:
    desk.post("/office/departments/new", code="ELEC", **NAMES)
    key = desk.one(Department, code="ELEC").id
    gone = desk.client.post(f"/en/office/departments/{key}/retire", headers=HTMX)
    assert gone.status_code == 200
    assert gone.text.startswith(f'<div id="act-{key}">')
    assert "No longer in use from now on." in gone.text
    assert 'role="status"' in gone.text
    assert brotli_size(gone.data) <= PARTIAL
    assert desk.one(Department, code="ELEC").valid_to is not None
    back = desk.client.post(f"/en/office/departments/{key}/reinstate", headers=HTMX)
    assert "In use again." in back.text
    assert desk.one(Department, code="ELEC").valid_to is None


def test_what_is_still_needed_says_so_beside_its_button(desk: Desk) -> None:
    key = desk.office.department.id
    part = desk.client.post(f"/office/departments/{key}/retire", headers=HTMX)
    assert part.status_code == 422
    assert 'role="alert"' in part.text
    assert f'hx-post="/office/departments/{key}/retire"' in part.text  # the button stays
    assert desk.one(Department, id=key).valid_to is None


def test_a_holiday_goes_and_stands_again(desk: Desk) -> None:
    desk.post("/office/holidays/new", on="2030-01-26", kind="public", **NAMES)
    key = desk.one(Holiday).id
    desk.client.post(f"/office/holidays/{key}/retire", headers=HTMX)
    assert desk.client.post(f"/office/holidays/{key}/reinstate", headers=HTMX).status_code == 200
    assert [row.valid_to is None for row in desk.rows(Holiday)] == [False, True]


def test_settings_keep_what_was_typed(desk: Desk) -> None:
    with desk.app.app_context():
        known = settings_of(db.session, desk.office.district.id, datetime.now(UTC))
    typed = {name: value for name, value in known.items() if value is not False} | {"dc_title_en": "Collector"}
    refused = desk.client.post("/office/settings", data=typed | {"feedback_days": "900"}, headers=HTMX)
    assert refused.status_code == 422
    assert refused.text.startswith('<div class="narrow m0" id="rules">')
    assert "Collector" in refused.text
    assert 'value="900"' in refused.text
    saved = desk.client.post("/office/settings", data=typed, headers=HTMX)
    assert saved.headers["HX-Redirect"] == "/office/settings"


def test_a_message_is_held_back_in_its_place(desk: Desk) -> None:
    def one() -> None:
        register_and_mark(db.session, desk.office, at=datetime.now(UTC))

    desk.do(one)
    key = next(row.id for row in desk.rows(Notice) if row.state == "queued")
    part = desk.client.post(f"/office/notices/{key}/hold", headers=HTMX)
    assert part.text.startswith(f'<article class="card" id="notice-{key}">')
    assert f"/office/notices/{key}/release" in part.text
    assert brotli_size(part.data) <= PARTIAL
    late = desk.client.post(f"/office/notices/{key}/hold", headers=HTMX)
    assert late.status_code == 409
    assert 'role="alert"' in late.text
