"""EVIDENCE: from bytes that arrived to what is kept – examined by content, shrunk, stored, fingerprinted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.evidence import documents, images
from app.evidence.kinds import kind_of
from app.evidence.place import Place
from app.evidence.store import Store

JPEG, WEBP = "image/jpeg", "image/webp"


@dataclass(frozen=True)
class Kept:
    """A file in the store. `sha256` is of the bytes as they came; sizes in bytes, width and height in pixels."""

    sha256: str
    store_key: str
    mime: str
    size: int
    thumb_key: str | None = None
    thumb_size: int | None = None
    small_key: str | None = None
    width: int | None = None
    height: int | None = None
    dhash: int | None = None
    place: Place | None = None
    taken_at: datetime | None = None


def keep(store: Store, data: bytes) -> Kept:
    """Examine and store one file. Raises evidence.refusal.Refused or store.NoRoom; then nothing was kept."""
    if kind_of(data) != "image":
        paper = documents.examine(data)
        key = store.put(paper.data, suffix=paper.suffix)
        return Kept(paper.sha256, key, paper.content_type, len(paper.data))
    picture = images.examine(data)
    return Kept(
        sha256=picture.received_sha256,
        store_key=store.put(picture.data, suffix=".jpg"),
        mime=JPEG,
        size=len(picture.data),
        thumb_key=store.put(picture.thumb, suffix=".webp"),
        thumb_size=len(picture.thumb),
        small_key=store.put(picture.small_thumb, suffix=".webp"),
        width=picture.width,
        height=picture.height,
        dhash=picture.dhash,
        place=picture.place,
        taken_at=picture.taken_at,
    )
