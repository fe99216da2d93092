"""THE TESTS: the directory read once answers what the single questions answer; names of places as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.complaints import gazetteer
from app.complaints.actions.mark import level_of, suggest_post
from app.complaints.directory import Directory
from app.complaints.gazetteer import Site
from app.extensions import db
from app.models.office import Charge, District, Post
from app.models.place import Place
from tests.desks.counter_office import open_office


def test_every_kind_at_every_place_has_the_same_post(app: Flask) -> None:
    open_office(app)
    with app.app_context():
        at = datetime.now(UTC)
        empty = db.session.scalars(db.select(Post).where(Post.level == 1).limit(1)).one()
        db.session.scalars(db.select(Charge).where(Charge.post_id == empty.id)).one().to_at = at
        db.session.flush()
        district = db.session.scalars(db.select(District)).one()
        directory = Directory(db.session, district.id, at)
        places = db.session.scalars(db.select(Place).where(Place.kind.in_(("village", "ward")))).all()[::9]
        for category in directory.categories.values():
            for place in places:
                post = directory.post_for(category, place)
                assert post == suggest_post(db.session, category, place, at=at), (category.code, place.code)
                if post and category.department_id:
                    level = directory.level_of(post, category.department_id)
                    assert level == level_of(db.session, post, category.department_id)


def site(no: int, name_hi: str, name_en: str, block: str, *, twin: bool = False) -> Site:
    hill = Place(id=100 + len(block), name_hi=block, name_en=block.title(), kind="block")
    return Site(Place(id=no, name_hi=name_hi, name_en=name_en, kind="village"), hill, twin)


KNOWN = [
    site(1, "सोनपुर", "Sonpur", "किशनगढ़", twin=True), site(2, "सोनपुर", "Sonpur", "लालपुरा", twin=True),
    site(3, "बड़ागाँव", "Badagaon", "लालपुरा"), site(4, "सोनपुर कलाँ", "Sonpur Kalan", "लालपुरा"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("बडागांव", 3), ("BADAGAON", 3), ("सोनपुर (ब्लॉक लालपुरा)", 2), ("Sonpur (Block किशनगढ़)", 1),
        ("सोनपुर कलां", 4), ("बड़ागाँव (ब्लॉक किशनगढ़)", 3),
    ],
)  # fmt: skip
def test_a_name_means_one_place(typed: str, meant: int) -> None:
    found = gazetteer.find(typed, KNOWN)
    assert found.site
    assert found.site.place.id == meant


def test_twins_are_both_offered() -> None:
    found = gazetteer.find("Sonpur", KNOWN)
    assert found.site is None
    assert [one.place.id for one in found.near] == [1, 2]


def test_the_nearest_names_come_first_and_nonsense_has_none() -> None:
    assert gazetteer.find("बड़गाँव", KNOWN).near[0].place.id == 3
    assert gazetteer.find("qqqq", KNOWN).near == []


def test_a_post_is_known_by_words_that_only_it_has() -> None:
    posts = [
        Post(id=1, name_hi="कनिष्ठ अभियंता (जल), किशनगढ़", name_en="JE (Water), Kishangarh"),
        Post(id=2, name_hi="कनिष्ठ अभियंता (जल), लालपुरा", name_en="JE (Water), Lalpura"),
    ]
    assert gazetteer.post_named("अभियंता लालपुरा", posts)[0] is posts[1]
    assert gazetteer.post_named("JE Kishangarh", posts)[0] is posts[0]
    assert gazetteer.post_named("कनिष्ठ अभियंता", posts) == (None, posts)
    assert gazetteer.post_named("?!", posts) == (None, [])
