"""THE CASEBOOK: villages, wards and posts as people write them – found by name, or the nearest offered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from app.complaints.placing import live
from app.domain.text import search_key, words
from app.models.office import Post
from app.models.place import Place

WRITTEN = ("village", "ward")  # what a complaint's place may be (T1)
NEAR = 60  # of 100: below it a name is no help
name_key = lru_cache(maxsize=20_000)(search_key)  # the names of a district stay the same from one look to the next
_SITES = (
    select(Place.id, Place.kind, Place.parent_id, Place.sub_division_id, Place.block_id, Place.name_hi, Place.name_en)
    .where(Place.district_id == bindparam("district"), Place.kind.in_([*WRITTEN, "block"]))
    .where(live(Place, bindparam("at")))
    .order_by(Place.name_hi, Place.id)
)
_HINT = re.compile(r"^(.*?)\s*[(（](.*)[)）]\s*$")


class Site(NamedTuple):
    """A village or ward with its block. `is_twin`: another one has the same name, so the block must be said.

    Both are rows of columns, not objects: a district has a thousand, of which one is meant (`place_of`).
    """

    place: Row[Any]
    block: Row[Any] | None
    is_twin: bool = False

    def names(self) -> set[str]:
        return {name_key(self.place.name_hi), name_key(self.place.name_en)} - {""}

    def is_called(self, key: str) -> bool:
        return bool(key) and key in (name_key(self.place.name_hi), name_key(self.place.name_en))

    def lies_in(self, hint: str) -> bool:
        """Whether a remark in brackets names this site's block, in either language."""
        said = search_key(hint)
        names = (name_key(self.block.name_hi), name_key(self.block.name_en)) if self.block else ()
        return any(name and name in said for name in names)


@dataclass(frozen=True)
class Found:
    """The place that was meant, or – when it is not clear – the sites that come near."""

    site: Site | None = None
    near: Sequence[Site] = field(default_factory=tuple)


def sites(session: Session, district_id: int, at: datetime) -> list[Site]:
    """All villages and wards in force; one statement."""
    rows = session.execute(_SITES, {"district": district_id, "at": at}).all()
    blocks = {row.id: row for row in rows if row.kind == "block"}
    written = [row for row in rows if row.kind in WRITTEN]
    names = Counter(name_key(row.name_hi) for row in written)
    return [Site(row, blocks.get(row.block_id or 0), names[name_key(row.name_hi)] > 1) for row in written]


def place_of(session: Session, site: Site) -> Place:
    """The place of a site as an object of the session, from what was read of the site; the rest is read when asked."""
    known: Place | None = session.identity_map.get(identity_key(Place, site.place.id))
    if known is None:
        known = Place(**site.place._mapping)
        make_transient_to_detached(known)
        session.add(known)
    return known


def find(text: str, known: Sequence[Site]) -> Found:
    """The site that a typed name means. "Sonpur (Block Kishangarh)" tells twins apart; near names are best first."""
    parted = _HINT.match(text.strip())
    name, hint = (parted[1], parted[2]) if parted else (text, "")
    key = search_key(name)
    same = [site for site in known if site.is_called(key)]
    if hint:
        same = [site for site in same if site.lies_in(hint)] or same
    if len(same) == 1:
        return Found(same[0])
    return Found(near=same[:5] if same else _near(key, known))


def closest(text: str, known: Sequence[Site], limit: int) -> list[Site]:
    """The sites whose names come nearest, however far: to choose from, where nobody knows how a name is written."""
    return _near(search_key(text), known, limit, cutoff=0)


def _near(key: str, known: Sequence[Site], limit: int = 3, cutoff: int = NEAR) -> list[Site]:
    names = {(at, name): name for at, site in enumerate(known) for name in site.names()}
    best = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=2 * limit)
    return [known[at] for at in dict.fromkeys(where[0] for _name, _score, where in best)][:limit]


def post_named(text: str, posts: Sequence[Post]) -> tuple[Post | None, list[Post]]:
    """The post that a typed name means in either language, else the nearest three. All its words must be there."""
    said = set(words(search_key(text)))
    if not said:
        return None, []
    known = {post.id: post for post in posts}
    names = {post.id: f"{search_key(post.name_hi)} {search_key(post.name_en)}" for post in posts}
    same = [key for key, name in names.items() if said <= set(words(name))]
    if len(same) == 1:
        return known[same[0]], []
    if not same:
        same = [where for _name, _score, where in process.extract(search_key(text), names, scorer=fuzz.WRatio, limit=3)]
    return None, [known[key] for key in same[:3]]
