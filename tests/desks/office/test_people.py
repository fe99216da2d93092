"""DESK: office, tests: people get a sign-in, change it, and are out of the office the moment they are disabled."""

from __future__ import annotations

from app.models.account import Person
from tests.desks.office.conftest import Desk

NEW = {"username": "Nisha ", "name_hi": "निशा", "name_en": "Nisha", "phone": "98765 43210",
       "password": "eight-or-more", "again": "eight-or-more"}  # fmt: skip


def test_a_person_is_added_and_signs_in_once_a_charge_is_given(desk: Desk) -> None:
    assert desk.post("/office/people/new", **NEW).status_code == 303
    person = desk.one(Person, username="nisha")
    assert (person.name_hi, person.phone, person.is_active) == ("निशा", "9876543210", True)
    trace = desk.audit("person_added")[-1]
    assert trace == {"register": "person", "id": person.id, "fields": ["name_en", "name_hi", "phone"]}
    desk.post(
        "/office/charges/new", person_id=person.id, post_id=desk.office.posts["officer"].id, kind="link", order_no="7"
    )
    assert desk.app.test_client().post(
        "/sign-in", data={"username": "nisha", "password": "eight-or-more"}
    ).status_code == 303  # fmt: skip


def test_passwords_are_typed_twice_and_must_be_good(desk: Desk) -> None:
    other = desk.client.post("/en/office/people/new", data=NEW | {"again": "something else"})
    assert other.status_code == 422
    assert "The two passwords are not the same." in other.text
    assert "eight-or-more" not in other.text, "a password is never written back"
    for bad in ("short", "password", ""):
        reply = desk.post("/office/people/new", **(NEW | {"password": bad, "again": bad}))
        assert reply.status_code == 422, bad
        assert 'href="#password"' in reply.text, bad
    assert desk.one(Person, username="nisha") is None


def test_a_taken_user_name_is_said_at_the_field(desk: Desk) -> None:
    reply = desk.post("/office/people/new", **(NEW | {"username": "OFFICER"}))
    assert reply.status_code == 422
    assert 'href="#username"' in reply.text
    assert "निशा" in reply.text


def test_a_phone_is_masked_and_an_empty_field_keeps_it(desk: Desk) -> None:
    person = desk.office.people["officer"]
    address = f"/office/people/{person.id}"
    shown = desk.client.get(address)
    assert person.phone not in shown.text
    assert f"{person.phone[-3:]}" in shown.text
    desk.post(address, name_hi="श्री नया", name_en="Shri New")
    kept = desk.one(Person, id=person.id)
    assert (kept.name_en, kept.phone) == ("Shri New", person.phone)
    assert desk.audit("person_changed")[-1]["fields"] == ["name_en", "name_hi"]
    desk.post(address, name_hi="श्री नया", name_en="Shri New", phone="9811111111")
    assert desk.one(Person, id=person.id).phone == "9811111111"
    assert desk.post(address, name_hi="श्री", name_en="S", phone="12345").status_code == 422


def test_a_disabled_person_is_out_at_the_next_request(desk: Desk) -> None:
    person, browser = desk.office.people["officer"], desk.as_("officer")
    assert browser.get("/complaints").status_code == 200
    desk.post(f"/office/people/{person.id}/retire")
    assert browser.get("/complaints").status_code == 303
    assert desk.audit("person_disabled")
    refused = desk.app.test_client().post("/sign-in", data={"username": "officer", "password": "nivaran-demo"})
    assert refused.status_code == 422
    desk.post(f"/office/people/{person.id}/reinstate")
    assert browser.get("/complaints").status_code == 303, "the old session stays ended"
    assert desk.as_("officer").get("/complaints").status_code == 200


def test_a_new_password_signs_out_and_is_not_traced(desk: Desk) -> None:
    person, browser = desk.office.people["officer"], desk.as_("officer")
    fields = {"name_hi": person.name_hi, "name_en": person.name_en, "password": "another-one", "again": "another-one"}
    assert desk.post(f"/office/people/{person.id}", **fields).status_code == 303
    assert browser.get("/complaints").status_code == 303
    assert desk.audit("person_changed")[-1]["fields"] == ["password"]
    again = desk.app.test_client().post("/sign-in", data={"username": "officer", "password": "another-one"})
    assert again.status_code == 303
