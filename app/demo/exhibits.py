"""THE DEMO DISTRICT: drawn photos and papers, kept through the evidence room like any officer's."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.complaints.proofs import Offered
from app.demo.papers import draw_paper
from app.demo.pictures import Kind, Moment, draw_photo
from app.evidence.keep import Kept, keep
from app.evidence.store import Store

PAPER_KINDS = {
    "document": "letter",
    "transaction": "receipt",
    "order": "order",
    "report": "report",
    "certificate": "letter",
    "test_slip": "receipt",
    "document_or_statement": "statement",
}
# Which photo a complainant would send with a complaint of this category.
SEEN: dict[str, Kind] = {
    "village_lane": "drain",
    "road_repair": "road",
    "street_light": "light",
    "water_none": "handpump",
    "water_leak": "road",
    "town_waste": "waste",
    "school": "school",
}
METRE = 1 / 111_000  # of latitude, in degrees


class Exhibits:
    """Draws and keeps; the same picture is drawn once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.drawn: dict[tuple[Kind, Moment, int], Kept] = {}

    def photo(self, kind: Kind, moment: Moment, seed: int, *, role: str, place: str, at: datetime) -> Offered:
        """A photo of `moment` taken within some metres of the spot that belongs to `place` and `seed`."""
        known = (kind, moment, seed)
        if known not in self.drawn:
            self.drawn[known] = keep(self.store, draw_photo(kind, moment, seed))
        spot, hand = Random(f"{place}:{seed}"), Random(f"{place}:{seed}:{moment}")  # noqa: S311 – a drawing
        return Offered(
            kept=self.drawn[known], kind=role,
            latitude=round(29.05 + spot.random() * 0.4 + hand.uniform(-9, 9) * METRE, 6),
            longitude=round(76.05 + spot.random() * 0.5 + hand.uniform(-9, 9) * METRE, 6),
            accuracy_m=hand.randint(5, 18), taken_at=at - timedelta(minutes=hand.randint(20, 90)), is_from_camera=True,
        )  # fmt: skip

    def paper(self, proof: str, number: str, on: str, complaint: str) -> Offered:
        """The paper that a proof rule asks for."""
        kind = PAPER_KINDS[proof]
        lines = ("NAVGRAM (an invented district) - specimen", kind.upper(), f"No. {number}", on, f"Ref. {complaint}")
        return Offered(kept=keep(self.store, draw_paper(lines)), kind=kind)


def photos_of(
    exhibits: Exhibits, story: dict[str, Any], step: dict[str, Any], first: dict[str, Any] | None, at: datetime
) -> list[Offered]:
    """Before and after of a report; `first` is the story whose after-photo is handed in a second time."""
    if step["photo"] == "none":
        return []
    seed, place = seed_of(story), story["complainant"]["place"]
    before = exhibits.photo(step["photo"], "before", seed, role="before", place=place, at=at - timedelta(days=1))
    after = exhibits.photo(
        step["photo"], "after", seed_of(first) if first else seed, role="after", place=place, at=at
    )  # fmt: skip
    return [before, after]


def seed_of(story: dict[str, Any]) -> int:
    """The number in a story's key: what makes its place look like no other."""
    return int(story["key"].strip("c"))
