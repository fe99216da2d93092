"""THE DEMO DISTRICT: the registers that the office maintains – places, departments, posts, ladder, categories."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.areas import areas
from app.domain.ladder import PROFILES
from app.models.category import Category
from app.models.notice import NoticeTemplate
from app.models.office import (
    Department,
    District,
    Holiday,
    LadderRung,
    Post,
    PostKind,
    Setting,
    SlaProfile,
)
from app.models.place import Place
from app.notices import texts

DATA = Path(__file__).parent / "data"
HEADER = "NVGRAM"  # who sends the messages, invented like all the rest
PROFILE_NAMES = {
    "urgent": ("अति आवश्यक", "Urgent"),
    "standard": ("सामान्य", "Standard"),
    "complex": ("जटिल", "Complex"),
    "hearing": ("सुनवाई वाली", "Hearing"),
    "reopened": ("दोबारा खुली", "Reopened"),
}


def read(name: str) -> Any:
    """One file of the invented district."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@dataclass
class Registers:
    """The rows by the codes that the stories use."""

    district: District
    places: dict[str, Place] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    kinds: dict[str, PostKind] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)


def write(session: Session, *, since: datetime) -> Registers:
    """Write district and masters, all valid from `since`."""
    row = read("district")
    district = District(
        letters=row["letters"], lgd_code=row["lgd_code"], name_hi=row["hi"], name_en=row["en"],
        office_phone=row["office_phone"],
    )  # fmt: skip
    session.add(district)
    session.flush()
    book = Registers(district)
    every: dict[str, Any] = {"district_id": district.id, "valid_from": since}
    session.add_all(Setting(key=key, value=value, **every) for key, value in row["settings"].items())
    _places(session, book, every)
    _departments(session, book, every)
    _posts(session, book, every)
    _ladder(session, book, every)
    _categories(session, book, every)
    _holidays(session, book, every)
    session.flush()
    return book


def register_texts(session: Session, book: Registers, *, since: datetime) -> int:
    """The district's version of every notice, registered with the operators but for the answers; the count."""
    count = texts.register(session, book.district, at=since)
    own = NoticeTemplate.district_id == book.district.id
    for row in session.scalars(select(NoticeTemplate).where(own, NoticeTemplate.key.not_like("R%"))):
        row.dlt_template_id, row.pe_id = f"1107{row.id:015d}", f"1101{book.district.id:015d}"
        row.header, row.approved_on = HEADER, since
    return count


def _places(session: Session, book: Registers, every: dict[str, Any]) -> None:
    for _kind, rows in groupby(read("places"), key=lambda row: row["kind"]):  # the file goes from large to small
        for row in rows:
            parent = book.places.get(row["parent"])
            book.places[row["code"]] = Place(
                code=row["code"], kind=row["kind"], parent_id=parent.id if parent else None,
                **areas(parent, book.places.get(row.get("block") or "")),
                name_hi=row["hi"], name_en=row["en"],
                lgd_code=row["lgd"], **every,
            )  # fmt: skip
        session.add_all(book.places.values())
        session.flush()


def _departments(session: Session, book: Registers, every: dict[str, Any]) -> None:
    for row in read("departments"):
        book.departments[row["code"]] = Department(
            code=row["code"], name_hi=row["hi"], name_en=row["en"], short_hi=row["short_hi"],
            short_en=row["short_en"], **every,
        )  # fmt: skip
    session.add_all(book.departments.values())
    session.flush()


def _posts(session: Session, book: Registers, every: dict[str, Any]) -> None:
    data = read("posts")
    for row in data["post_kinds"]:
        names = {"name_hi": row["hi"], "name_en": row["en"]}
        book.kinds[row["code"]] = PostKind(code=row["code"], role=row["role"], **names, **every)
    session.add_all(book.kinds.values())
    session.flush()
    for row in data["posts"]:
        department = book.departments.get(row["department"])
        book.posts[row["code"]] = Post(
            code=row["code"], kind_id=book.kinds[row["kind"]].id, department_id=department.id if department else None,
            place_id=book.places[row["place"]].id, level=row["level"], name_hi=row["hi"], name_en=row["en"],
            short_hi=row["short_hi"], phone=row["phone"], **every,
        )  # fmt: skip
    session.add_all(book.posts.values())
    session.flush()
    for row in data["posts"]:  # a senior may stand below in the file
        if row["reports_to"]:
            book.posts[row["code"]].reports_to_id = book.posts[row["reports_to"]].id


def _ladder(session: Session, book: Registers, every: dict[str, Any]) -> None:
    session.add_all(
        LadderRung(
            department_id=book.departments[row["department"]].id, level=row["level"],
            post_kind_id=book.kinds[row["post_kind"]].id, area=row["area"], **every,
        )
        for row in read("ladder")
    )  # fmt: skip
    for code, profile in PROFILES.items():
        days: dict[str, Any] = {str(level): n for level, n in profile.days.items()} or {"hearing": profile.hearing_days}
        name_hi, name_en = PROFILE_NAMES[code]
        session.add(
            SlaProfile(
                code=code, name_hi=name_hi, name_en=name_en, ack_working_days=profile.ack_working_days,
                ack_office_hours=profile.ack_office_hours, days=days, **every,
            )
        )  # fmt: skip


def _categories(session: Session, book: Registers, every: dict[str, Any]) -> None:
    for row in read("categories"):
        department = book.departments.get(row["department"])
        book.categories[row["code"]] = Category(
            code=row["code"], department_id=department.id if department else None, name_hi=row["hi"],
            name_en=row["en"], profile=row["profile"], proof=row["proof"], first_level=row["first_level"],
            needs_approval=row["needs_approval"], is_confidential=row["confidential"], is_money=row["money"],
            words=row["words_hi"] + row["words_roman"], notice_hi=row.get("notice_hi", ""),
            notice_en=row.get("notice_en", ""), **every,
        )  # fmt: skip
    session.add_all(book.categories.values())


def _holidays(session: Session, book: Registers, every: dict[str, Any]) -> None:
    session.add_all(
        Holiday(
            on=date.fromisoformat(row["date"]), name_hi=row["hi"], name_en=row["en"], kind=row["kind"],
            place_id=book.places[row["place"]].id if row["place"] else None, **every,
        )
        for row in read("holidays")
    )  # fmt: skip
