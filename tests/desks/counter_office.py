"""THE TESTS: the demo district's registers and staff without a single complaint, for the desks that take them in."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import html5lib
from flask import Flask
from sqlalchemy import select

from app.complaints.actions.register import Petition, register
from app.complaints.actor import Actor
from app.demo import masters, staff
from app.domain.policy import Role
from app.extensions import db
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.notice import Notice
from app.models.office import Charge, District, Post
from app.models.place import Place
from app.web.menu import DOORS
from tests.client import QualityClient

LONG_AGO = timedelta(days=420)
FIELD = {
    "mobile": "98765 43210", "name": "रामफल सिंह", "place": "सोनपुर", "source": "WLK", "language": "hi",
    "text": "हमारे मोहल्ले के हैंडपंप से 15 दिन से पानी नहीं आ रहा, मोटर भी खराब है।",
}  # fmt: skip


def open_office(app: Flask) -> Flask:
    """Fill a fresh database with the district; doors of desks that are not built here get a plain sign."""
    for endpoint in {endpoint for doors in DOORS.values() for _words, endpoint in doors} | {"casework.case"}:
        if endpoint not in app.view_functions:
            app.add_url_rule(f"/closed/{endpoint}/<number>", endpoint, lambda number="": number, defaults=None)
            app.add_url_rule(f"/closed/{endpoint}", endpoint)
    with app.app_context():
        at = datetime.now(UTC)
        book = masters.write(db.session, since=at - LONG_AGO)
        masters.register_texts(db.session, book, since=at - LONG_AGO)
        staff.write(db.session, book, since=at - LONG_AGO, at=at)
        db.session.commit()
    return app


def signed_in(app: Flask, username: str) -> QualityClient:
    client: QualityClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(username)
    return client


def place_named(name: str) -> Place:
    return db.session.scalars(select(Place).where(Place.name_hi == name, Place.kind == "village")).one()


def take_in(app: Flask, **told: Any) -> str:
    """A complaint that waits to be marked, taken in by the counter; its number."""
    with app.app_context():
        actor = acting("cell")
        facts: dict[str, Any] = {"source": "WLK", "text": FIELD["text"], "name": "सुरेश", "mobile": "9812345670"} | told
        facts["place"] = place_named(facts.get("place", "सोनपुर"))
        complaint = register(db.session, Petition(**facts), by=actor, at=datetime.now(UTC))
        db.session.commit()
        return complaint.number


def acting(username: str) -> Actor:
    query = select(Person, Post).join(Charge, Charge.person_id == Person.id).join(Post, Post.id == Charge.post_id)
    person, post = db.session.execute(query.where(Person.username == username).order_by(Charge.id)).first()
    district = db.session.scalars(select(District)).one()
    return Actor(district_id=district.id, role=Role(post.kind.role), person_id=person.id, post_id=post.id)


def complaints(app: Flask) -> list[Complaint]:
    with app.app_context():
        return list(db.session.scalars(select(Complaint).order_by(Complaint.id)))


def owed(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Notice.template_key).order_by(Notice.template_key)))


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Event.action).order_by(Event.id)))


def key_in(page: str) -> str:
    """The key of the entry that a page's form carries."""
    return re.search(r'name="idem" value="([^"]+)"', page)[1]  # type: ignore[index]


def fields_in(page: str, form_id: str) -> dict[str, str]:
    """What the browser would send for a form as it stands, without pressing any of its buttons."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(element for element in root.iter("form") if element.get("id") == form_id)
    sent: dict[str, str] = {}
    for element in form.iter():
        name = element.get("name")
        if not name or element.tag not in ("input", "select", "textarea") or "disabled" in element.attrib:
            continue
        if element.tag == "textarea":
            sent[name] = html.unescape("".join(element.itertext())).lstrip("\n")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = next((o for o in options if "selected" in o.attrib), options[0] if options else None)
            sent[name] = chosen.get("value", "") if chosen is not None else ""
        elif element.get("type") in ("radio", "checkbox"):
            if "checked" in element.attrib:
                sent[name] = element.get("value", "on")
        elif element.get("type") != "file":
            sent[name] = element.get("value", "")
    return sent
