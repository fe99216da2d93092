"""From an empty database to a complaint in an officer's hands, through the screens alone: the demo is not needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.account import Person
from app.models.complaint import Complaint
from app.models.notice import Notice
from app.models.office import Department, District, Post, PostKind
from app.models.place import Place
from tests.client import QualityClient
from tests.conftest import MakeApp
from tests.journeys.walk import WORDS

WORD = "eight-or-more"
KINDS = {"cell": "cell", "officer": "officer", "sdm": "sdm", "hod": "hod", "dc": "dc"}


class Fresh:
    """The empty office, and its administrator's browser once there is one."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.admin = self.browser("")

    def browser(self, username: str) -> QualityClient:
        client: QualityClient = self.app.test_client()  # type: ignore[assignment]
        if username:
            client.sign_in(username, WORD)
        return client

    def key(self, model: Any, **where: Any) -> int:
        with self.app.app_context():
            return int(db.session.scalars(select(model.id).filter_by(**where)).one())

    def fill(self, slug: str, code: str = "", /, **fields: Any) -> None:
        """Add a row to a register, through its form."""
        assert self.admin.get(f"/office/{slug}/new").status_code == 200
        names = {} if slug in ("ladder", "charges") else {"name_hi": f"नाम {code}", "name_en": f"Name {code}"}
        reply = self.admin.post(f"/office/{slug}/new", data={**({"code": code} if code else {}), **names, **fields})
        assert reply.status_code == 303, reply.text

    def checklist(self) -> list[str]:
        """What the registers' page says is still to be filled, in order."""
        said = re.search(r"<ol.*?</ol>", self.admin.get("/office").text, re.S)
        lines = said[0].split("<li>")[1:] if said else []
        found = [re.search(r'href="/office/([^"]+)"', line) for line in lines if "✓" not in line]
        return [match[1] for match in found if match]


def fill_places(fresh: Fresh) -> None:
    fresh.fill("places", "SD", kind="sub_division")
    fresh.fill("places", kind="block", parent="SD", name_hi="रामपुर खंड", name_en="Rampur block", lgd_code="४१२")
    fresh.fill("places", kind="gram_panchayat", parent="Rampur block", name_en="Kheri GP", name_hi="खेड़ी पंचायत")
    fresh.fill("places", kind="village", parent="खेड़ी पंचायत", name_hi="खेड़ी", name_en="Kheri", lgd_code=60001)


def fill_posts(fresh: Fresh) -> None:
    fresh.fill("departments", "PWD")
    for code, role in KINDS.items():
        fresh.fill("post-kinds", code, role=role)
    department = fresh.key(Department, code="PWD")
    where = {"cell": "district", "officer": "block", "sdm": "sub_division", "hod": "district", "dc": "district"}
    for level, code in ((4, "dc"), (3, "hod"), (2, "sdm"), (1, "officer"), (0, "cell")):
        inside = code in ("hod", "sdm", "officer")
        place = fresh.key(Place, kind=where[code])
        offered = fresh.admin.get("/office/posts/new").text
        assert f'<option value="{place}"' in offered
        fresh.fill("posts", f"{code}.1", kind_id=fresh.key(PostKind, code=code), place_id=place, level=level,
                   department_id=department if inside else "")  # fmt: skip
        areas = {"officer": "block", "sdm": "sub_division", "hod": "department", "dc": "district"}
        if code in areas:
            fresh.fill("ladder", department_id=department, level=level, area=areas[code],
                       post_kind_id=fresh.key(PostKind, code=code))  # fmt: skip


def fill_people(fresh: Fresh) -> None:
    for at, code in enumerate(KINDS):
        fresh.fill("people", username=code, phone=f"981000000{at}", password=WORD, again=WORD)
    for code in KINDS:
        person, post = fresh.key(Person, username=code), fresh.key(Post, code=f"{code}.1")
        fresh.fill("charges", person_id=person, post_id=post, kind="regular")


def test_an_empty_office_is_filled_and_takes_its_first_complaint(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'fresh.db'}")
    made = app.test_cli_runner().invoke(
        args=["create-admin", "boss", "--name", "Boss", "--letters", "KR", "--lgd-code", "68", "--district", "Karnal",
              "--phone", "01744-500100", "--password", WORD]
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    fresh = Fresh(app)
    fresh.admin.sign_in("boss", WORD)
    assert fresh.checklist() == [
        "places", "departments", "post-kinds", "posts", "ladder", "people", "charges", "categories", "holidays",
    ]  # fmt: skip
    fill_places(fresh)
    fill_posts(fresh)
    fill_people(fresh)
    assert fresh.checklist() == ["categories", "holidays"]
    fresh.fill("categories", "ROAD", department_id=fresh.key(Department, code="PWD"), profile="standard", proof="photo",
               first_level=1, needs_approval="y", words="सड़क")  # fmt: skip
    fresh.fill("holidays", on="2030-01-26", kind="public")
    assert "<ol" not in fresh.admin.get("/office").text

    cell = fresh.browser("cell")
    said = {"mobile": "9000012345", "name": "कमला देवी", "place": "खेड़ी", "text": WORDS, "category_other": "ROAD"}
    assert cell.post("/intake/suggest", data=said).status_code == 200
    taken = cell.post("/intake/new", data={**said, "then": "assign"})
    assert taken.status_code == 303, taken.text
    post = fresh.key(Post, code="officer.1")
    with app.app_context():
        complaint = db.session.scalars(select(Complaint)).one()
        number = complaint.number
        assert complaint.post_id == post
        assert db.session.scalars(select(Notice.template_key).order_by(Notice.template_key)).all() == ["O01", "S01"]
        assert number.startswith(db.session.scalars(select(District.letters)).one())
    officer = fresh.browser("officer")
    assert number in officer.get("/complaints").text
    assert officer.get(f"/complaints/{number}").status_code == 200
