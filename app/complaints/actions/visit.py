"""THE CASEBOOK: a visit to the place, or a hearing in the village (T25): where, whom one met, a photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.complaints import dates, proofs
from app.complaints.actions.work import CALL_RESULTS, REACHED
from app.complaints.actor import Actor
from app.complaints.errors import Conflict, Refused
from app.complaints.proofs import Offered
from app.complaints.step import Step, lock, take
from app.domain.states import Action
from app.domain.text import letters, written
from app.models.dialogue import Dialogue

MIN_WORDS = 10
KINDS = ("visit", "hearing")


@dataclass(frozen=True)
class Visit:
    """Where somebody went and what was seen. The photo's own place is kept, else what the phone said."""

    kind: str
    result: str
    place: str
    text: str
    promised_on: date | None = None
    photo: Offered | None = None


def log_visit(session: Session, complaint_id: int, visit: Visit, *, by: Actor, at: datetime) -> Dialogue:
    """Write it down as a word with the complainant; the photo lies in the file. Raises Refused."""
    complaint = lock(session, complaint_id)
    if by.person_id is None or by.post_id is None or visit.kind not in KINDS:
        raise Conflict
    place, words = written(visit.place), written(visit.text)
    _check(visit, place, words, at)
    photo = proofs.attach(session, complaint, visit.photo, by=by, at=at) if visit.photo else None
    entry = Dialogue(
        district_id=complaint.district_id, complaint_id=complaint.id, cycle=complaint.cycle, kind=visit.kind, at=at,
        person_id=by.person_id, post_id=by.post_id, by_call_desk=by.role.value == "caller", number_last4="",
        result=visit.result, reached=visit.result in REACHED, text=words, promised_on=visit.promised_on,
        place_text=place, latitude=photo.latitude if photo else None, longitude=photo.longitude if photo else None,
        attachment_id=photo.id if photo else None,
    )  # fmt: skip
    session.add(entry)
    data = {
        "kind": visit.kind, "result": visit.result, "spot": place,
        "promised_on": visit.promised_on.isoformat() if visit.promised_on else "",
        "photo": photo.sha256 if photo else "",
    }  # fmt: skip
    take(session, complaint, Action.DIALOGUE, Step(fields={"result": visit.result}, text=words, data=data),
         by=by, at=at)  # fmt: skip
    return entry


def _check(visit: Visit, place: str, words: str, at: datetime) -> None:
    if visit.result not in CALL_RESULTS:
        raise Refused("unknown_result", field="result")
    if not place:
        raise Refused("required", field="place")
    if letters(words) < MIN_WORDS:
        raise Refused("too_short", field="text", least=MIN_WORDS)
    dates.ahead(visit.promised_on, "promised_on", at)
