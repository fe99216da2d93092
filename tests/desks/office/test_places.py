"""DESK: office, tests: a place is added by name or code of what it lies in, and stays while something needs it."""

from __future__ import annotations

from app.models.place import Place
from tests.client import HTMX
from tests.desks.office.conftest import Desk

NEW = {"kind": "village", "parent": "B", "name_hi": "नया गाँव", "name_en": "New village", "lgd_code": "77", "code": ""}


def test_a_village_is_added_changed_and_retired(desk: Desk) -> None:
    assert desk.post("/office/places/new", **NEW).status_code == 303
    row = desk.one(Place, code="village.77")
    block = desk.office.places["B"]
    assert (row.parent_id, row.block_id, row.sub_division_id) == (block.id, block.id, block.sub_division_id)
    assert len(desk.client.get("/office/places/new").data) < 20_000
    reply = desk.post(f"/office/places/{row.id}", parent="Place B", name_hi="नया", name_en="Newer", lgd_code="78")
    assert reply.status_code == 303
    changed = desk.one(Place, id=row.id)
    assert (changed.name_en, changed.lgd_code, changed.code, changed.parent_id) == ("Newer", 78, "village.77", block.id)
    assert desk.post(f"/office/places/{row.id}/retire").status_code == 303
    assert desk.one(Place, id=row.id).valid_to is not None


def test_what_does_not_fit_is_said_at_its_field(desk: Desk) -> None:
    assert desk.post("/office/places/new", **NEW).status_code == 303
    for change, field in (
        ({"parent": "कहीं नहीं"}, "parent"), ({"parent": ""}, "parent"), ({"parent": "D"}, "parent"),
        ({"code": "other"}, "lgd_code"), ({"lgd_code": "", "code": "V"}, "code"), ({"lgd_code": "x"}, "lgd_code"),
    ):  # fmt: skip
        reply = desk.post("/office/places/new", **(NEW | change))
        assert reply.status_code == 422, change
        assert f'href="#{field}"' in reply.text, change
        assert "नया गाँव" in reply.text


def test_a_place_in_use_neither_goes_nor_moves(desk: Desk) -> None:
    block = desk.office.places["B"]
    desk.post(f"/office/places/{block.id}/retire")
    assert desk.one(Place, id=block.id).valid_to is None
    moved = desk.post(f"/office/places/{block.id}", parent="D", name_hi="ख", name_en="Kha")
    assert moved.status_code == 422
    assert 'href="#parent"' in moved.text
    assert desk.post(f"/office/places/{block.id}", parent="S", name_hi="ख", name_en="Kha").status_code == 303


def test_the_district_itself_may_be_renamed(desk: Desk) -> None:
    root = desk.office.places["D"]
    assert desk.client.get(f"/office/places/{root.id}").status_code == 200
    assert desk.post(f"/office/places/{root.id}", name_hi="ज़िला", name_en="The district").status_code == 303
    assert desk.one(Place, id=root.id).name_en == "The district"


def test_a_place_comes_back_only_into_a_place_in_use(desk: Desk) -> None:
    assert desk.post("/office/places/new", **(NEW | {"kind": "gram_panchayat", "code": "GP"})).status_code == 303
    assert desk.post("/office/places/new", **(NEW | {"parent": "GP", "lgd_code": "78"})).status_code == 303
    inner, around = desk.one(Place, code="village.78"), desk.one(Place, code="GP")
    for row in (inner, around):
        desk.post(f"/office/places/{row.id}/retire")
        assert desk.one(Place, id=row.id).valid_to is not None
    refused = desk.client.post(f"/en/office/places/{inner.id}/reinstate", headers=HTMX)
    assert refused.status_code == 422
    assert "GP" in refused.text
    assert desk.one(Place, id=inner.id).valid_to is not None
    for row in (around, inner):
        desk.post(f"/office/places/{row.id}/reinstate")
        assert desk.one(Place, id=row.id).valid_to is None
