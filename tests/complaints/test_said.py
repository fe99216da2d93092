"""THE CASEBOOK, faults row 8: messages from phones – twice, in parts, with a wrong number, from another's phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.complaints import calls
from app.complaints.actions import extend, said
from app.complaints.actions.register import register
from app.domain.calendar import ist_date
from app.domain.numbers import format_number
from app.extensions import db
from app.models.complaint import Complaint
from app.models.dialogue import Feedback
from app.models.notice import Notice, NoticeInbound, NoticeSuppression
from app.models.office import Setting
from app.models.party import Party, Phone
from tests.complaints.way import HOUR, START, accepted, disposed
from tests.office import Office, make_office, petition

PHONE = "9700000001"
LATER = START + 30 * HOUR


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        yield make_office(db.session, START)


def asked(office: Office, no: int = 1) -> Complaint:
    """Disposed, and the question has left."""
    complaint = disposed(db.session, office, no=no)
    question = select(Notice).where(Notice.complaint_id == complaint.id, Notice.template_key == "S08")
    for notice in db.session.scalars(question):
        notice.state, notice.next_try_at, notice.accepted_at = "delivered", None, notice.owed_at
    db.session.flush()
    return complaint


def comes(
    office: Office, text: str, *, number: str = PHONE, at: datetime = LATER, to: str = "", kind: str = "sms"
) -> NoticeInbound:
    """A message is written down and read."""
    row = NoticeInbound(
        district_id=office.district.id, kind=kind, gateway="kannel", from_number=number, to_number=to, text=text,
        provider_id=str(db.session.scalar(select(func.count()).select_from(NoticeInbound))), received_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    said.take_effect(db.session, row.id, base="nvgm.in", at=at)
    return row


def answers() -> list[tuple[str, str]]:
    return [(row.channel, row.answer) for row in db.session.scalars(select(Feedback).order_by(Feedback.id))]


def replies() -> list[Notice]:
    query = select(Notice).where(Notice.template_key.startswith("R")).order_by(Notice.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize("text", ["1", "हाँ", "१ {no}", "{no} संतुष्ट", "yes {bare}"])
def test_a_yes_closes(office: Office, text: str) -> None:
    complaint = asked(office)
    bare = complaint.number[2:].replace("-", "")
    row = comes(office, text.format(no=complaint.number, bare=bare))
    assert (row.handled_as, row.handled_at, row.complaint_id) == ("yes", LATER, complaint.id)
    assert (complaint.state, answers(), replies()) == ("closed_satisfied", [("sms", "satisfied")], [])


def test_a_no_reopens_one_level_up(office: Office) -> None:
    complaint = asked(office)
    assert comes(office, "२").handled_as == "no"
    assert (complaint.state, complaint.cycle, complaint.level) == ("marked", 2, 2)


def test_twice_and_in_parts_is_one_answer(office: Office) -> None:
    complaint = asked(office)
    first = comes(office, "1")
    assert said.take_effect(db.session, first.id, base="", at=LATER + HOUR) == "yes"  # the job runs again
    assert comes(office, f"1 {complaint.number}", at=LATER + HOUR).handled_as == "again"
    assert comes(office, "1", at=LATER + 2 * HOUR).handled_as == "again"
    part = comes(office, "बहुत धन्यवाद, सड़क अब ठीक है", at=LATER + 2 * HOUR)
    assert (part.handled_as, part.handled_at) == ("unmatched", None)
    assert answers() == [("sms", "satisfied")]


def test_a_yes_after_a_no_is_left_to_a_person(office: Office) -> None:
    complaint = asked(office)
    comes(office, "2")
    row = comes(office, f"1 {complaint.number}", at=LATER + HOUR)
    assert (row.handled_as, row.handled_at, row.complaint_id) == ("not_asked", None, complaint.id)
    assert (answers(), complaint.state) == ([("sms", "dissatisfied")], "marked")


def test_a_wrong_number_falls_upon_no_other_complaint(office: Office) -> None:
    complaint = asked(office)
    wrong = complaint.number[:-1] + str((int(complaint.number[-1]) + 1) % 10)
    unknown = format_number("NG", 26, 777, office.district.lgd_code)
    for text in (f"1 {wrong}", f"2 {unknown}"):
        assert comes(office, text).handled_as == "no_such_number"
    assert (complaint.state, answers()) == ("disposed", [])
    assert [notice.template_key for notice in replies()] == ["R02"]  # once a day


def test_another_persons_phone_changes_nothing(office: Office) -> None:
    complaint = asked(office)
    register(
        db.session, petition(office, no=2), by=office.actors["cell"], at=START
    )  # somebody with a case of their own
    for number in ("9700000002", "9812345678"):
        row = comes(office, f"1 {complaint.number}", number=number)
        assert (row.handled_as, row.handled_at, row.complaint_id) == ("not_theirs", None, complaint.id)
    assert comes(office, f"status {complaint.number}", number="9812345678").handled_as == "not_theirs"
    assert (complaint.state, answers(), replies()) == ("disposed", [], [])


def the_phone() -> Phone:
    return db.session.scalars(select(Phone).where(Phone.number == PHONE)).one()


def test_nor_does_a_neighbours_a_fresh_or_an_officers_number(office: Office) -> None:
    complaint, phone = asked(office), the_phone()
    phone.kind = "contact"
    assert comes(office, f"1 {complaint.number}").handled_as == "not_theirs"
    phone.kind, phone.quarantined_until = "own", LATER + HOUR
    assert comes(office, f"1 {complaint.number}").handled_as == "not_theirs"
    phone.quarantined_until, phone.is_staff = LATER, True
    assert comes(office, "1").handled_as == "staff_number"
    phone.is_staff, office.people["officer"].phone = False, PHONE  # entered before he was in the list
    assert comes(office, "1").handled_as == "staff_number"
    assert (complaint.state, answers()) == ("disposed", [])


def test_a_follower_is_not_asked(office: Office) -> None:
    complaint = asked(office)
    db.session.scalars(select(Party)).one().kind = "follower"
    assert comes(office, "1").handled_as == "follower"
    assert complaint.state == "disposed"


def test_with_two_questions_open_the_number_must_be_said(office: Office) -> None:
    first, second = asked(office), asked(office, no=2)
    db.session.scalars(select(Phone).where(Phone.number == "9700000002")).one().number = PHONE
    db.session.execute(Notice.__table__.update().values(to_number=PHONE))
    assert comes(office, "1").handled_as == "ambiguous"
    assert comes(office, f"1 {second.number}").handled_as == "yes"
    assert (first.state, second.state) == ("disposed", "closed_satisfied")
    assert comes(office, "2", at=LATER + HOUR).complaint_id == first.id


def test_an_answer_to_no_question_is_none(office: Office) -> None:
    complaint = disposed(db.session, office)  # the question has not left yet
    assert comes(office, "1", at=START + 5 * HOUR).handled_as == "not_asked"
    early = comes(office, f"1 {complaint.number}", at=START + HOUR)  # written before the report was approved
    assert (early.handled_as, answers()) == ("not_asked", [])
    assert comes(office, f"1 {complaint.number}", at=LATER).handled_as == "yes"


def test_the_state_of_things_is_told_three_times_a_day(office: Office) -> None:
    complaint = accepted(db.session, office)
    told = [comes(office, text).handled_as for text in ("हाल", f"STATUS {complaint.number}", "status", "status")]
    assert told == ["status", "status", "status", "status_capped"]
    sent = replies()
    assert [(row.template_key, row.to_number, row.complaint_id) for row in sent] == [("R01", PHONE, complaint.id)] * 3
    assert complaint.number in sent[0].rendered
    assert "nvgm.in/t/" in sent[0].rendered
    assert comes(office, "status", at=LATER + timedelta(days=1)).handled_as == "status"


def test_asking_how_it_stands_keeps_no_news_away(office: Office) -> None:
    complaint, day = accepted(db.session, office), LATER + timedelta(days=1)
    assert comes(office, "status", at=day).handled_as == "status"
    extend.interim_reply(
        db.session, complaint.id, text="सामान मँगाया गया है, तीन दिन में लगेगा",
        expected_on=ist_date(day) + timedelta(days=3), by=office.actors["officer"], at=day,
    )  # fmt: skip
    told = db.session.scalars(select(Notice).where(Notice.template_key == "S04")).one()
    assert told.state == "queued"


def test_an_answer_at_night_waits_for_the_morning(office: Office) -> None:
    accepted(db.session, office)
    night = datetime(2026, 11, 17, 17, 0, tzinfo=START.tzinfo)  # 22:30 in India
    comes(office, "status", at=night)
    (notice,) = replies()
    assert notice.next_try_at == datetime(2026, 11, 18, 2, 30, tzinfo=START.tzinfo)


def test_call_me_puts_it_first_on_the_call_desk(office: Office) -> None:
    complaint = asked(office)
    assert comes(office, "3").handled_as == "call_me"
    (due,) = calls.round_of(db.session, office.actors["caller"], LATER + HOUR)
    assert due.turn is not None
    assert (due.id, due.turn.why) == (complaint.id, "asked")


def test_call_me_about_what_an_officer_has_is_left_to_a_person(office: Office) -> None:
    complaint = accepted(db.session, office)
    row = comes(office, f"3 {complaint.number}")
    assert (row.handled_as, row.handled_at, row.complaint_id) == ("unmatched", None, complaint.id)


def test_stop_and_start(office: Office) -> None:
    asked(office)
    assert [comes(office, text).handled_as for text in ("STOP", "बंद")] == ["stop", "stop"]
    held = db.session.scalars(select(NoticeSuppression)).one()
    assert (held.number, held.scope, held.reason) == (PHONE, "reminders", "stop")
    assert [notice.template_key for notice in replies()] == ["R03"]
    assert comes(office, "शुरू").handled_as == "start"
    assert db.session.scalars(select(NoticeSuppression)).all() == []


@pytest.mark.parametrize(("called", "effect", "state"), [
    ("01234500102", "yes", "closed_satisfied"), ("+911234500203", "no", "marked"),
    ("1234500999", "unmatched", "disposed"),
])  # fmt: skip
def test_a_missed_call_answers(office: Office, called: str, effect: str, state: str) -> None:
    for key, number in (("missed_call_yes", "1234500102"), ("missed_call_no", "1234500203")):
        db.session.add(Setting(district_id=office.district.id, key=key, value=number, valid_from=START))
    complaint = asked(office)
    row = comes(office, "", to=called, kind="missed_call")
    assert (row.handled_as, complaint.state) == (effect, state)
    assert answers() == ([("missed_call", SAYS[effect])] if effect in SAYS else [])
    assert comes(office, "", to=called, kind="missed_call", number="9811111111").handled_as == "stranger"
    assert replies() == []


SAYS = {"yes": "satisfied", "no": "dissatisfied"}


def test_without_numbers_for_missed_calls_none_means_anything(office: Office) -> None:
    complaint = asked(office)
    assert comes(office, "", to="", kind="missed_call").handled_as == "unmatched"
    assert complaint.state == "disposed"


def test_a_stranger_is_kept_and_gets_no_answer(office: Office) -> None:
    row = comes(office, "हमारे गाँव में पानी नहीं आता", number="9811111111")
    assert (row.handled_as, row.handled_at, replies()) == ("unmatched", None, [])
