"""THE CASEBOOK: the proof beside a complaint – attaching it, and what the approver is shown about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.domain import proof
from app.domain.clock import tries_suffice
from app.evidence.fingerprint import bands, distance, near_bands
from app.evidence.keep import Kept
from app.models.attachment import Attachment
from app.models.complaint import Complaint
from app.models.dialogue import Dialogue


@dataclass(frozen=True)
class Offered:
    """One file as handed in: what it is kept as, what it shows, and what the phone said of place and time.

    `kept` None: only declared by the hash of its bytes, which follow in a request of their own (ruling 14).
    """

    kept: Kept | None
    kind: str
    declared: str = ""
    original_sha256: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: int | None = None
    taken_at: datetime | None = None
    is_from_camera: bool | None = None

    @property
    def sha256(self) -> str:
        """Of the bytes as they are sent."""
        return self.kept.sha256 if self.kept else self.declared


def attach(
    session: Session, complaint: Complaint, offered: Offered, *, by: Actor, at: datetime, report_id: int | None = None
) -> Attachment:
    """Write the register row of a stored or declared file. The same file for the same complaint is one row."""
    known = session.scalar(
        select(Attachment).where(
            Attachment.complaint_id == complaint.id, Attachment.cycle == complaint.cycle,
            Attachment.kind == offered.kind, Attachment.sha256 == offered.sha256,
        )
    )  # fmt: skip
    if known is not None:
        known.report_id = report_id or known.report_id
        if known.state in ("declared", "refused"):
            _declare(known, by, at)
            if offered.kept:
                fill(known, offered.kept, at=at)
        return known
    row = Attachment(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, report_id=report_id,
        kind=offered.kind, sha256=offered.sha256, original_sha256=offered.original_sha256,
        latitude=offered.latitude, longitude=offered.longitude, accuracy_m=offered.accuracy_m,
        taken_at=offered.taken_at, is_from_camera=offered.is_from_camera,
    )  # fmt: skip
    _declare(row, by, at)
    if offered.kept:
        fill(row, offered.kept, at=at)
    session.add(row)
    session.flush()
    return row


def _declare(row: Attachment, by: Actor, at: datetime) -> None:
    row.state, row.declared_at, row.refused_code = "declared", at, None
    row.person_id, row.post_id = by.person_id, by.post_id


def fill(row: Attachment, kept: Kept, *, at: datetime) -> None:
    """The bytes of a declared file are there and examined. What the photo itself says of place and time comes first."""
    row.state, row.received_at = "checked", at
    row.store_key, row.thumb_key, row.small_key = kept.store_key, kept.thumb_key, kept.small_key
    row.mime, row.bytes, row.thumb_bytes = kept.mime, kept.size, kept.thumb_size
    row.width, row.height, row.dhash = kept.width, kept.height, kept.dhash
    if kept.place:
        row.latitude, row.longitude, row.accuracy_m = kept.place.latitude, kept.place.longitude, None
    row.taken_at = kept.taken_at or row.taken_at
    if kept.dhash is not None:
        row.band0, row.band1, row.band2, row.band3 = bands(kept.dhash)


def of_cycle(session: Session, complaint: Complaint) -> Sequence[Attachment]:
    """All proof of the running cycle, and what came with the complaint itself."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.complaint_id == complaint.id, Attachment.state != "refused")
        .where(or_(Attachment.cycle == complaint.cycle, Attachment.kind == "complaint"))
        .order_by(Attachment.id)
    ).all()


def dialogues(session: Session, complaint: Complaint) -> Sequence[Dialogue]:
    """The officers' own talks in this cycle; the call desk's are the complainant's say, not theirs."""
    return session.scalars(
        select(Dialogue)
        .where(Dialogue.complaint_id == complaint.id, Dialogue.cycle == complaint.cycle)
        .where(Dialogue.by_call_desk.is_(False), Dialogue.result != "pending")
        .order_by(Dialogue.at)
    ).all()


def spoken(talks: Sequence[Dialogue]) -> tuple[bool, bool]:
    """Whether the complainant was reached, and whether the unanswered tries stand in for that (T12)."""
    reached = any(talk.reached for talk in talks)
    return reached, tries_suffice([talk.at for talk in talks if talk.result == "not_picked"])


def used_elsewhere(session: Session, complaint: Complaint, photos: Sequence[Attachment]) -> dict[str, str]:
    """sha256 of each photo already used on another complaint → that complaint's number (same bytes or near copy)."""
    found = {}
    for photo in photos:
        other = _other_use(session, complaint, photo)
        if other:
            found[photo.sha256] = other
    return found


def _other_use(session: Session, complaint: Complaint, photo: Attachment) -> str | None:
    hashes = [h for h in (photo.sha256, photo.original_sha256) if h]
    alike = [Attachment.sha256.in_(hashes), Attachment.original_sha256.in_(hashes)]
    if photo.dhash is not None:
        near = near_bands(photo.dhash)
        columns = (Attachment.band0, Attachment.band1, Attachment.band2, Attachment.band3)
        alike += [column.in_(values) for column, values in zip(columns, near, strict=True)]
    rows = session.execute(
        select(Complaint.number, Attachment.dhash, Attachment.sha256, Attachment.original_sha256)
        .join(Complaint, Complaint.id == Attachment.complaint_id)
        .where(Attachment.district_id == complaint.district_id, Attachment.complaint_id != complaint.id, or_(*alike))
        .order_by(Attachment.id)
        .limit(500)
    ).all()
    for row in rows:
        if row.sha256 in hashes or row.original_sha256 in hashes:
            return row.number
        near_copy = row.dhash is not None and photo.dhash is not None
        if near_copy and distance(row.dhash, photo.dhash) <= proof.SAME_PHOTO_BITS:
            return row.number
    return None


def approver_checks(session: Session, complaint: Complaint) -> list[dict[str, Any]]:
    """What the approver sees ticked or flagged: [{"code", "ok", "value"}], kept with the report."""
    files = of_cycle(session, complaint)
    photos = [file for file in files if file.kind == "after" and file.dhash is not None]
    elsewhere = used_elsewhere(session, complaint, [file for file in files if file.kind == "after"])
    talks = dialogues(session, complaint)
    reached, enough = spoken(talks)
    found = proof.checks(
        before=_place(files, ("before", "complaint")), after=_place(files, ("after",)),
        photo_hashes=frozenset(p.dhash for p in photos if p.dhash is not None), used_elsewhere={},
        reached=reached, tries=len(talks), tries_suffice=enough,
    )  # fmt: skip
    checks = [{"code": c.code, "ok": c.ok, "value": c.value} for c in found if c.code != "photo_fresh"]
    if any(file.kind == "after" for file in files):
        reused = next(iter(elsewhere.values()), None)
        checks.insert(1, {"code": "photo_fresh", "ok": reused is None, "value": reused})
    return checks


def _place(files: Sequence[Attachment], kinds: tuple[str, ...]) -> proof.Place | None:
    for file in reversed(files):
        if file.kind in kinds and file.latitude is not None and file.longitude is not None:
            return proof.Place(file.latitude, file.longitude, float(file.accuracy_m or 0))
    return None
