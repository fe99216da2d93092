"""THE BENCH: the rows of one made-up complaint, except its events."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.domain.calendar import ist_date
from app.domain.states import FINAL, State, holder_of
from app.domain.text import search_key
from app.models.attachment import Attachment
from app.models.complaint import Complaint, Cycle, Stint
from app.models.dialogue import Dialogue, Feedback
from app.models.event import ClockEvent
from app.models.party import Complainant, Party, Phone
from app.models.report import Report
from bench.books import Books
from bench.office import Chair, Office, Way
from bench.plans import NAMES, Plan, words

DAY = timedelta(days=1)
LEVEL_DAYS = 7
Arrivals = list[tuple[int, datetime]]  # (stint id, from when)


def write(books: Books, office: Office, plan: Plan, way: Way, serial: tuple[str, int, int], source: str, rng: Random,
          at: datetime) -> tuple[int, Arrivals]:  # fmt: skip
    """Note every row of a life; the complaint's id and its stints."""
    due = _due(plan, at)
    complaint_id = books.add(Complaint, **_complaint(office, plan, way, serial, source, rng, due))
    district = {"district_id": office.district.id}
    books.add(Cycle, **district, complaint_id=complaint_id, no=1, opened_at=plan.received_at, reason_code=None,
              first_level=0)  # fmt: skip
    _people(books, district, complaint_id, plan, rng)
    arrivals = _stints(books, district, complaint_id, plan, way, due)
    if plan.reported_at:
        _report(books, district, complaint_id, plan, way, arrivals[-1 if plan.disposed_at is None else -2][0], rng)
    _talks(books, district, complaint_id, plan, way, office)
    return complaint_id, arrivals


def _holder(plan: Plan, way: Way) -> tuple[int, Chair]:
    return way.chairs[1 if plan.raised_at else 0]


def _due(plan: Plan, at: datetime) -> datetime | None:
    """The level deadline of what a post holds: just over, or still to come, for what is open; else as it was."""
    if plan.marked_at is None:
        return plan.received_at + 2 * DAY
    if plan.state is State.DISPOSED and plan.disposed_at:
        return plan.disposed_at + LEVEL_DAYS * DAY
    if plan.state in FINAL:
        return None
    if plan.is_late:
        return max(plan.marked_at, at - DAY * (1 + plan.marked_at.minute % 6))
    return at + timedelta(hours=5 + plan.marked_at.minute * 4)


def _complaint(office: Office, plan: Plan, way: Way, serial: tuple[str, int, int], source: str, rng: Random,
               due: datetime | None) -> dict[str, Any]:  # fmt: skip
    number, year, ordinal = serial
    subject, body = words(rng, way.place.name_hi)
    level, chair = _holder(plan, way)
    held = holder_of(plan.state).value
    is_marked, with_post = plan.marked_at is not None, held == "post"
    place_text = f"{way.place.name_hi} {way.place.name_en}"
    last = plan.steps[-1]
    rings = (plan.is_late or plan.state in (State.MARKED, State.IN_ACTION)) and with_post
    return {
        "district_id": office.district.id, "number": number, "year": year, "serial": ordinal, "version": 1,
        "source": source, "source_no": None, "source_office": "", "subject": subject, "body": body, "language": "hi",
        "search_text": search_key(f"{number} {subject} {body} {place_text}"),
        "place_id": way.place.id, "place_text": place_text, "sub_division_id": way.place.sub_division_id,
        "block_id": way.place.block_id, "category_id": way.category.id if is_marked else None,
        "department_id": way.category.department_id if is_marked else None, "state": plan.state.value, "holder": held,
        "post_id": chair.post_id if with_post else None, "level": level if is_marked else 0, "cycle": 1,
        "profile": way.category.profile if is_marked else None, "outcome": "relief" if plan.reported_at else None,
        "ack_due_at": plan.marked_at + 3 * DAY if plan.marked_at and with_post else None,
        "acknowledged_at": plan.accepted_at if with_post else None,
        "due_at": due, "alarm_at": due if rings or not is_marked else None,
        "feedback_due_at": plan.disposed_at + 15 * DAY if plan.state is State.DISPOSED and plan.disposed_at else None,
        "received_at": plan.received_at, "received_on": ist_date(plan.received_at), "marked_at": plan.marked_at,
        "disposed_at": plan.disposed_at, "closed_at": plan.ended_at, "last_event_at": last.at,
        "last_action": last.action.value, "is_anonymous": False,
        "is_confidential": is_marked and way.category.is_confidential, "is_urgent": False, "is_imported": False,
        "is_sent_back": False, "is_photo_due": False, "is_dc_watch": rng.random() < 0.01 and plan.state not in FINAL,
        "is_quality_flagged": False,
    }  # fmt: skip


def _people(books: Books, district: dict[str, int], complaint_id: int, plan: Plan, rng: Random) -> None:
    person = books.add(Complainant, **district, name=f"{rng.choice(NAMES)} {rng.choice(NAMES)}", address="",
                       language="hi", needs_help="", sms_consent=True, other_way="",
                       created_at=plan.received_at)  # fmt: skip
    books.add(Phone, **district, complainant_id=person, number=f"{rng.randrange(6 * 10**9, 10**10)}", kind="own",
              from_at=plan.received_at, to_at=None, is_staff=False, is_bad=False)  # fmt: skip
    books.add(Party, **district, complaint_id=complaint_id, complainant_id=person, kind="first",
              joined_at=plan.received_at)  # fmt: skip


def _stints(books: Books, district: dict[str, int], complaint_id: int, plan: Plan, way: Way, due: datetime | None
            ) -> Arrivals:  # fmt: skip
    """(holder, level, chair, from, to, reason) of each arrival, written with the clock that explains its date."""
    marked, raised = plan.marked_at, plan.raised_at
    left = plan.disposed_at or plan.ended_at
    rows: list[tuple[str, int, Chair | None, datetime, datetime | None, str]] = [
        ("cell", 0, None, plan.received_at, marked, "marked")
    ]
    if marked:
        level, chair = way.chairs[0]
        rows.append(("post", level, chair, marked, raised or left, "escalated" if raised else "disposed"))
    if raised:
        level, chair = way.chairs[1]
        rows.append(("post", level, chair, raised, left, "disposed"))
    if plan.disposed_at:
        rows.append(("call_desk", rows[-1][1], None, plan.disposed_at, plan.ended_at, plan.state.value))
    arrivals: Arrivals = []
    for no, (holder, level, chair, since, until, reason) in enumerate(rows, 1):
        ends = due if until is None and plan.disposed_at is None else since + LEVEL_DAYS * DAY
        stint = books.add(
            Stint, **district, complaint_id=complaint_id, cycle=1, arrival=no, level=level, holder=holder,
            post_id=chair.post_id if chair else None, person_id=chair.person_id if chair else None, from_at=since,
            to_at=until, clock_from=since if chair else None, ack_due_at=since + 3 * DAY if chair else None,
            acknowledged_at=plan.accepted_at if chair and reason != "escalated" else None, due_at=ends, paused_days=0,
            end_reason=reason if until else None, raised_from_id=arrivals[-1][0] if raised == since else None,
        )  # fmt: skip
        arrivals.append((stint, since))
        if chair:
            books.add(ClockEvent, **district, complaint_id=complaint_id, stint_id=stint, kind="start", at=since,
                      days=LEVEL_DAYS, due_before=None, due_after=ends, note="", data={"level": level})  # fmt: skip
    return arrivals


def _report(books: Books, district: dict[str, int], complaint_id: int, plan: Plan, way: Way, stint: int, rng: Random
            ) -> None:  # fmt: skip
    author, above = _holder(plan, way)[1], way.approver
    assert plan.reported_at is not None
    decided = plan.disposed_at
    report = books.add(
        Report, **district, complaint_id=complaint_id, cycle=1, no=1, stint_id=stint, author_id=author.person_id,
        author_post_id=author.post_id, submitted_at=plan.reported_at, outcome="relief",
        text="मौके पर काम पूरा कराया गया, शिकायतकर्ता से बात हुई और वह संतुष्ट है।", action_on=ist_date(plan.reported_at),
        transaction_no="", no_proof_reason="", checks=[], approver_post_id=above.post_id,
        approval_due_at=plan.reported_at + 2 * DAY, state="approved" if decided else "submitted", decided_at=decided,
        decider_id=above.person_id if decided else None, decider_post_id=above.post_id if decided else None,
        reason_text="", remark="",
    )  # fmt: skip
    if rng.random() < 0.6:
        _photo(books, district, complaint_id, report, plan.reported_at, author, rng)


def _photo(books: Books, district: dict[str, int], complaint_id: int, report: int, at: datetime, by: Chair, rng: Random
           ) -> None:  # fmt: skip
    digest, look = f"{rng.getrandbits(256):064x}", rng.getrandbits(63)
    books.add(
        Attachment, **district, complaint_id=complaint_id, cycle=1, report_id=report, kind="after", state="checked",
        sha256=digest, original_sha256=digest, store_key=f"made/{digest}", thumb_key=f"made/{digest}-t",
        small_key=f"made/{digest}-s", mime="image/jpeg", bytes=180_000, thumb_bytes=9_000, width=1280, height=960,
        dhash=look, band0=look & 0xFFFF, band1=look >> 16 & 0xFFFF, band2=look >> 32 & 0xFFFF, band3=look >> 48,
        is_public=False, declared_at=at, received_at=at, person_id=by.person_id, post_id=by.post_id,
    )  # fmt: skip


def _talks(books: Books, district: dict[str, int], complaint_id: int, plan: Plan, way: Way, office: Office) -> None:
    every = {**district, "complaint_id": complaint_id, "cycle": 1}
    for step in plan.steps:
        if step.action.value != "dialogue":
            continue
        chair = office.caller if step.chair == "caller" else _holder(plan, way)[1]
        result = "satisfied" if step.chair == "caller" else "talked"
        books.add(Dialogue, **every, kind="call", at=step.at, person_id=chair.person_id, post_id=chair.post_id,
                  by_call_desk=step.chair == "caller", number_last4="0000", result=result, reached=True, minutes=2,
                  text="")  # fmt: skip
    if plan.state in (State.CLOSED_SATISFIED, State.CLOSED_NO_RESPONSE) and plan.ended_at:
        called = plan.state is State.CLOSED_SATISFIED
        books.add(Feedback, **every, at=plan.ended_at, channel="call_desk" if called else "system",
                  answer="satisfied" if called else "no_response", answers={}, text="",
                  person_id=office.caller.person_id if called else None)  # fmt: skip
