"""THE CASEBOOK: how places hang together – what may lie in what, and the areas a place lies in."""

from __future__ import annotations

import re

from app.models.place import Place

# What a place of each kind may lie in; the first place of the list is the usual one.
WITHIN: dict[str, tuple[str, ...]] = {
    "sub_division": ("district",),
    "block": ("sub_division", "district"),
    "town": ("block", "sub_division", "district"),
    "ward": ("town",),
    "gram_panchayat": ("block",),
    "village": ("gram_panchayat", "block"),
}
_NOT_IN_A_CODE = re.compile(r"[^a-z0-9]+")


def areas(parent: Place | None, block: Place | None = None) -> dict[str, int | None]:
    """The columns that save tables the walk up the tree. `block`: where it is known otherwise (a town's)."""
    if parent is None:
        return {"sub_division_id": None, "block_id": None}
    return {
        "sub_division_id": parent.id if parent.kind == "sub_division" else parent.sub_division_id,
        "block_id": block.id if block else parent.id if parent.kind == "block" else parent.block_id,
    }


def code_of(kind: str, name_en: str, lgd_code: int | None, parent: Place) -> str:
    """A code for a place that was given none, the same each time; "" where the name has no Latin letters."""
    if lgd_code is not None:
        return f"{kind}.{lgd_code}"
    slug = _NOT_IN_A_CODE.sub("-", name_en.lower()).strip("-")
    return f"{slug}.{parent.code}" if slug else ""
