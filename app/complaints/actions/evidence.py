"""THE CASEBOOK: add evidence (T25) – a photo or paper laid into the file, also of a closed complaint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.complaints import proofs
from app.complaints.actor import Actor
from app.complaints.errors import Refused
from app.complaints.proofs import Offered
from app.complaints.step import Step, lock, take
from app.domain.states import Action
from app.models.attachment import Attachment

KINDS = ("before", "after", "complaint", "order", "receipt", "letter", "report", "statement", "other")


def add_evidence(
    session: Session, complaint_id: int, files: Sequence[Offered], *, by: Actor, at: datetime
) -> list[Attachment]:
    """Lay files into the complaint's file; each is an event. A file that already lies there is not laid twice."""
    complaint = lock(session, complaint_id)
    if not files:
        raise Refused("required", field="file")
    lying = {(row.kind, row.sha256) for row in proofs.of_cycle(session, complaint) if row.cycle == complaint.cycle}
    rows = []
    for offered in files:
        if offered.kind not in KINDS:
            raise Refused("unknown_kind", field="kind")
        row = proofs.attach(session, complaint, offered, by=by, at=at)
        rows.append(row)
        if (offered.kind, row.sha256) in lying:
            continue
        lying.add((offered.kind, row.sha256))
        data = {"kind": row.kind, "sha256": row.sha256, "bytes": row.bytes}
        take(session, complaint, Action.ADD_EVIDENCE, Step(fields={"attachment": row}, data=data), by=by, at=at)
    return rows
