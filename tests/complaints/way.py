"""THE TESTS: steps along a complaint's way through the real actions, for tests that begin further on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.actions import approve, feedback, report, work
from app.domain.calendar import ist_date
from app.extensions import db
from app.models.complaint import Complaint
from app.models.notice import Notice
from tests.office import Office, register_and_mark

START = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)  # a Monday, 10:30 in India
HOUR = timedelta(hours=1)
DONE = "सड़क के सारे गड्ढे भर दिए गए हैं और पानी की निकासी भी ठीक कर दी गई है।"
NO_PHOTO = "गाँव में नेटवर्क और कैमरा वाला फ़ोन किसी के पास नहीं था, इसलिए फ़ोटो नहीं ली जा सकी।"


def accepted(session: Session, office: Office, at: datetime = START, no: int = 1) -> Complaint:
    """In action with the officer."""
    complaint = register_and_mark(session, office, at=at, no=no)
    return work.acknowledge(
        session,
        complaint.id,
        next_step="call",
        next_step_on=ist_date(at + HOUR),
        by=office.actors["officer"],
        at=at + HOUR,
    )


def reported(session: Session, office: Office, at: datetime = START, no: int = 1) -> Complaint:
    """Spoken with the complainant and reported; a written reason stands for the photo."""
    complaint = accepted(session, office, at, no)
    officer = office.actors["officer"]
    work.log_dialogue(session, complaint.id, kind="call", result="talked", text="बात हुई", by=officer, at=at + 2 * HOUR)
    draft = report.Draft("relief", DONE, ist_date(at), no_proof_reason=NO_PHOTO)
    report.report(session, complaint.id, draft, by=officer, at=at + 3 * HOUR)
    return complaint


def disposed(session: Session, office: Office, at: datetime = START, no: int = 1) -> Complaint:
    """Approved by the head of department; the complainant is to be asked."""
    complaint = reported(session, office, at, no)
    return approve.approve(
        session, complaint.id, remark="मौके पर जाकर देखा, काम पूरा हुआ है", by=office.actors["hod"], at=at + 4 * HOUR
    )


def answered(session: Session, office: Office, said: str, at: datetime = START, no: int = 1) -> Complaint:
    """The complainant said yes, partly or no at the call desk."""
    complaint = disposed(session, office, at, no)
    answers = {"contacted": "yes", "done": said, "satisfied": said}
    return feedback.record_answer(
        session, complaint.id, answers=answers, channel="call_desk", reason_code="" if said == "yes" else "half_done",
        by=office.actors["caller"], at=at + 30 * HOUR,
    )  # fmt: skip


def keys(complaint: Complaint) -> list[str]:
    """What was owed for a complaint, in the order in which it was."""
    rows = db.session.scalars(select(Notice).where(Notice.complaint_id == complaint.id).order_by(Notice.id))
    return [notice.template_key for notice in rows]
