"""DESK: office, tests: every register is listed, filled, changed, retired and taken back; nothing in use goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.extensions import db
from app.models.category import Category
from app.models.office import Charge, Department, Holiday, LadderRung, Post, PostKind, SlaProfile
from tests.desks.office.conftest import Desk
from tests.office import register_and_mark

NAMES = {"name_hi": "नया नाम", "name_en": "New name"}
SLUGS = (
    "places", "departments", "post-kinds", "posts", "ladder", "charges", "people", "categories", "holidays",
    "time-limits",
)  # fmt: skip


def entries(desk: Desk) -> dict[str, tuple[Any, dict[str, Any], dict[str, Any]]]:
    """slug → (model, fields of a new row, what tells the row)."""
    office = desk.office
    department = office.department.id
    return {
        "departments": (Department, {"code": "ELEC", **NAMES}, {"code": "ELEC"}),
        "post-kinds": (PostKind, {"code": "je", **NAMES, "role": "officer"}, {"code": "je"}),
        "posts": (
            Post,
            {"code": "je.1", **NAMES, "kind_id": office.posts["officer"].kind_id, "department_id": department,
             "place_id": office.places["B"].id, "reports_to_id": office.posts["sdm"].id, "level": 1},
            {"code": "je.1"},
        ),
        "ladder": (
            LadderRung,
            {"department_id": department, "level": 1, "post_kind_id": office.posts["officer"].kind_id, "area": "town"},
            {"area": "town"},
        ),
        "categories": (
            Category,
            {"code": "LAMP", **NAMES, "department_id": department, "profile": "urgent", "proof": "photo",
             "first_level": 1, "needs_approval": "y", "words": "बत्ती\nlamp\nबत्ती"},
            {"code": "LAMP"},
        ),
        "holidays": (Holiday, {"on": "2030-01-26", **NAMES, "kind": "public"}, {"on": date(2030, 1, 26)}),
        "time-limits": (
            SlaProfile,
            {"code": "standard", **NAMES, "ack_working_days": 2, "l1": 5, "l2": 5, "l3": 5, "l4": 10},
            {"code": "standard"},
        ),
    }  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_a_register_is_listed_and_its_form_opens(desk: Desk, slug: str) -> None:
    assert desk.client.get(f"/office/{slug}").status_code == 200
    assert desk.client.get(f"/office/{slug}?retired=1").status_code == 200
    assert desk.client.get(f"/en/office/{slug}/new").status_code == 200


@pytest.mark.parametrize(
    "slug", ["departments", "post-kinds", "posts", "ladder", "categories", "holidays", "time-limits"]
)
def test_a_row_is_added_retired_and_used_again(desk: Desk, slug: str) -> None:
    model, fields, told = entries(desk)[slug]
    assert desk.post(f"/office/{slug}/new", **fields).status_code == 303
    row = desk.one(model, **told)
    assert row is not None
    assert row.valid_to is None
    trace = desk.audit("register_added")[-1]
    assert (trace["register"], trace["id"]) == (model.__tablename__, row.id)
    assert "नया नाम" not in str(trace)
    assert desk.client.get(f"/office/{slug}/{row.id}").status_code == 200
    assert desk.post(f"/office/{slug}/{row.id}/retire").status_code == 303
    assert desk.one(model, id=row.id).valid_to is not None
    assert f"/{row.id}/reinstate" in desk.client.get(f"/office/{slug}?retired=1").text
    assert f"/{row.id}/retire" not in desk.client.get(f"/office/{slug}").text
    assert desk.post(f"/office/{slug}/{row.id}/reinstate").status_code == 303
    assert [r for r in desk.rows(model, **told) if r.valid_to is None]


def test_a_change_keeps_the_code_and_names_the_changed_fields(desk: Desk) -> None:
    key = desk.office.department.id
    reply = desk.post(f"/office/departments/{key}", code="OTHER", name_hi="सड़क विभाग", name_en="Roads")
    assert reply.status_code == 303
    row = desk.one(Department, id=key)
    assert (row.code, row.name_hi, row.name_en) == ("PWD", "सड़क विभाग", "Roads")
    assert desk.audit("register_changed")[-1]["fields"] == ["name_en", "name_hi"]
    desk.post(f"/office/departments/{key}", name_hi="सड़क विभाग", name_en="Roads")
    assert len(desk.audit("register_changed")) == 1, "nothing changed, nothing to note"


def test_words_of_a_category_are_a_list(desk: Desk) -> None:
    _model, fields, _told = entries(desk)["categories"]
    desk.post("/office/categories/new", **fields)
    row = desk.one(Category, code="LAMP")
    assert row.words == ["बत्ती", "lamp"]
    assert (row.needs_approval, row.is_money) == (True, False)
    assert "बत्ती\nlamp" in desk.client.get(f"/office/categories/{row.id}").text


def test_a_category_without_department_tells_people_where_to_go(desk: Desk) -> None:
    fields = entries(desk)["categories"][1] | {"department_id": ""}
    assert desk.post("/office/categories/new", **fields).status_code == 422
    fields |= {"notice_hi": "न्यायालय जाएँ", "notice_en": "Go to the court"}
    assert desk.post("/office/categories/new", **fields).status_code == 303


def test_a_taken_code_is_said_at_the_field_and_what_was_typed_stays(desk: Desk) -> None:
    reply = desk.client.post("/en/office/departments/new", data={"code": "PWD", **NAMES})
    assert reply.status_code == 422
    assert "This code is already taken." in reply.text
    assert 'href="#code"' in reply.text
    assert 'value="New name"' in reply.text
    assert len(desk.rows(Department)) == 1


def test_both_names_are_needed(desk: Desk) -> None:
    reply = desk.client.post("/en/office/departments/new", data={"code": "X", "name_hi": "नाम"})
    assert reply.status_code == 422
    assert 'href="#name_en"' in reply.text
    assert "नाम" in reply.text


def test_a_rung_that_exists_is_refused_at_the_field(desk: Desk) -> None:
    office = desk.office
    reply = desk.post(
        "/office/ladder/new", department_id=office.department.id, level=1,
        post_kind_id=office.posts["sdm"].kind_id, area="block",
    )  # fmt: skip
    assert reply.status_code == 422
    assert 'href="#area"' in reply.text


@pytest.mark.parametrize("register", ["ladder", "posts"])
def test_a_kind_with_the_rights_of_a_lower_level_is_refused_at_the_level(desk: Desk, register: str) -> None:
    office, je = desk.office, desk.office.posts["officer"]
    told = {"ladder": {"post_kind_id": je.kind_id, "area": "block"}, "posts": {
        "code": "sde.1", **NAMES, "kind_id": je.kind_id, "place_id": office.places["B"].id}}  # fmt: skip
    fields = {"department_id": office.department.id, "level": 2, **told[register]}
    reply = desk.client.post(f"/en/office/{register}/new", data=fields)
    assert reply.status_code == 422
    assert "only the rights of L1" in reply.text
    assert 'href="#level"' in reply.text


def test_a_post_never_reports_in_a_circle(desk: Desk) -> None:
    office = desk.office
    sdm = office.posts["sdm"]
    fields = {**NAMES, "kind_id": sdm.kind_id, "department_id": office.department.id, "place_id": office.places["S"].id,
              "reports_to_id": office.posts["officer"].id, "level": 2}  # fmt: skip
    reply = desk.post(f"/office/posts/{sdm.id}", **fields)
    assert reply.status_code == 422
    assert 'href="#reports_to_id"' in reply.text
    assert desk.one(Post, id=sdm.id).reports_to_id == sdm.reports_to_id


def test_what_is_in_use_is_not_retired(desk: Desk) -> None:
    office = desk.office
    desk.do(lambda: register_and_mark(db.session, office, at=datetime.now(UTC)))
    for slug, row, model in (
        ("departments", office.department, Department),
        ("post-kinds", office.posts["officer"].kind, PostKind),
        ("posts", office.posts["officer"], Post),
    ):
        reply = desk.client.post(f"/en/office/{slug}/{row.id}/retire", follow_redirects=True)
        assert "Still in use" in reply.text, slug
        assert desk.one(model, id=row.id).valid_to is None
    assert not desk.audit("register_retired")


def test_an_empty_post_is_retired(desk: Desk) -> None:
    _model, fields, _told = entries(desk)["posts"]
    desk.post("/office/posts/new", **fields)
    post = desk.one(Post, code="je.1")
    desk.post(f"/office/posts/{post.id}/retire")
    assert desk.one(Post, id=post.id).valid_to is not None


@pytest.mark.parametrize("name", ["cell", "auditor"])
def test_who_may_only_read(desk: Desk, name: str) -> None:
    client = desk.as_(name)
    page = client.get("/office/departments")
    assert page.status_code == 200
    assert '/retire"' not in page.text
    assert "/departments/new" not in page.text
    key = desk.office.department.id
    for address in ("/office/departments/new", f"/office/departments/{key}", f"/office/departments/{key}/retire",
                    "/office/settings"):  # fmt: skip
        assert client.post(address, data={"code": "X", **NAMES}).status_code == 403
    assert client.get("/office/departments/new").status_code == 403


@pytest.mark.parametrize("name", ["nodal", "dc", "admin"])
def test_who_may_change(desk: Desk, name: str) -> None:
    reply = desk.as_(name).post("/office/departments/new", data={"code": "NEW", **NAMES})
    assert reply.status_code == 303


@pytest.mark.parametrize("name", ["officer", "sdm", "hod", "caller"])
def test_who_may_not_even_read(desk: Desk, name: str) -> None:
    client = desk.as_(name)
    for address in ("/office", "/office/departments", "/office/settings", "/office/notices"):
        assert client.get(address).status_code == 403


def test_the_same_entry_sent_twice_is_one_row(desk: Desk) -> None:
    for _turn in range(2):
        reply = desk.post("/office/holidays/new", idem="one-key", on="2030-01-26", kind="public", **NAMES)
        assert reply.status_code == 303
    assert len(desk.rows(Holiday)) == 1


def test_a_row_of_another_district_is_not_there(desk: Desk) -> None:
    from app.models.office import District

    def foreign() -> int:
        other = District(letters="ZZ", lgd_code=4242, name_hi="अन्य", name_en="Other", office_phone="1")
        db.session.add(other)
        db.session.flush()
        row = Department(district_id=other.id, code="ZZ", valid_from=datetime.now(UTC), **NAMES)
        db.session.add(row)
        db.session.flush()
        return row.id

    key = desk.do(foreign)
    assert desk.client.get(f"/office/departments/{key}").status_code == 404
    assert desk.post(f"/office/departments/{key}/retire").status_code == 404
    assert desk.client.get("/office/nonsense").status_code == 404


def test_the_search_narrows_and_the_grid_counts(desk: Desk) -> None:
    assert "Post hod" in desk.client.get("/en/office/posts?q=hod").text
    assert "Post officer" not in desk.client.get("/en/office/posts?q=%25").text
    grid = desk.client.get("/en/office").text
    assert "/en/office/settings" in grid
    assert "/en/office/notices" in grid


def test_time_limits_keep_their_history(desk: Desk) -> None:
    fields = entries(desk)["time-limits"][1]
    desk.post("/office/time-limits/new", **fields)
    old = desk.one(SlaProfile, code="standard")
    reply = desk.post(f"/office/time-limits/{old.id}", **(fields | {"l1": "९"}))
    assert reply.status_code == 303
    first, second = desk.rows(SlaProfile, code="standard")
    assert (first.days["1"], first.valid_to is None) == (5, False)
    assert (second.days["1"], second.valid_to, second.valid_from) == (9, None, first.valid_to)
    assert desk.post("/office/time-limits/new", **fields).status_code == 422, "one live row per time limit"


def test_a_time_limit_counts_its_acknowledgement_in_one_way(desk: Desk) -> None:
    fields = entries(desk)["time-limits"][1] | {"ack_office_hours": 4}
    assert desk.post("/office/time-limits/new", **fields).status_code == 422
    assert desk.post("/office/time-limits/new", **(fields | {"ack_office_hours": "", "l3": ""})).status_code == 422


def test_a_charge_is_given_and_ended(desk: Desk) -> None:
    office = desk.office
    fields = {"person_id": office.people["sdm"].id, "post_id": office.posts["officer"].id, "kind": "additional"}
    refused = desk.post("/office/charges/new", **fields)
    assert refused.status_code == 422
    assert 'href="#post_id"' in refused.text
    assert desk.post("/office/charges/new", **(fields | {"kind": "link", "order_no": "11"})).status_code == 303
    held = desk.one(Charge, post_id=office.posts["officer"].id, kind="regular")
    assert desk.post(f"/office/charges/{held.id}/retire").status_code == 303
    assert desk.one(Charge, id=held.id).to_at is not None
    on = date.today() + timedelta(days=3)  # noqa: DTZ011
    assert desk.post("/office/charges/new", **(fields | {"on": on.isoformat(), "order_no": "12"})).status_code == 303
    given = desk.one(Charge, post_id=office.posts["officer"].id, kind="additional")
    assert given.from_at > datetime.now(UTC)
    assert given.order_no == "12"
    assert {trace["register"] for trace in desk.audit("charge_given")} == {"charge"}


def test_whoever_loses_the_charge_is_out(desk: Desk) -> None:
    officer = desk.as_("officer")
    assert officer.get("/complaints").status_code == 200
    desk.post(f"/office/charges/{desk.one(Charge, post_id=desk.office.posts['officer'].id).id}/retire")
    assert officer.get("/complaints").status_code == 303


def test_nobody_locks_the_own_door(desk: Desk) -> None:
    own = desk.one(Charge, post_id=desk.office.posts["admin"].id)
    desk.post(f"/office/charges/{own.id}/retire")
    desk.post(f"/office/people/{desk.office.people['admin'].id}/retire")
    assert desk.client.get("/office").status_code == 200
