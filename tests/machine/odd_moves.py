"""THE TESTS, the machine: parts of other offices, odd petitions, hearings, visits, papers, and what nobody answered."""

from __future__ import annotations

from datetime import time

from sqlalchemy import func, select

from app.complaints import progress
from app.complaints.actions import (
    court,
    evidence,
    hearing,
    on_spot,
    own_mistake,
    petitioners,
    silence,
    split,
    subtask,
    visit,
    work,
)
from app.complaints.actor import system
from app.domain.calendar import ist_date
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.hearing import Hearing
from app.models.office import Post
from app.models.subtask import Subtask
from tests.machine.more_moves import LONG, paper
from tests.machine.moves import Try

MOST_WEEKS = 100
MOST_COMPLAINTS = 9  # a life stays small enough to be looked at after each step


def _part_no(t: Try) -> int:
    numbers = select(Subtask.no).where(Subtask.complaint_id == t.complaint.id).order_by(Subtask.no)
    return t.pick(*t.session.scalars(numbers), 1)  # type: ignore[no-any-return]


def _give(t: Try) -> object:
    code = t.pick("other_officer", "other_hod", "sdm", "officer")
    post = t.session.scalar(select(Post).where(Post.code == t.world.office.posts[code].code))  # of this life
    return subtask.give(t.session, t.complaint.id, post=post, text=t.pick(LONG, ""), due_on=t.day(), **t.told)


def _take_part_on(t: Try) -> object:
    return subtask.accept(t.session, t.complaint.id, _part_no(t), **t.told)


def _finish_part(t: Try) -> object:
    return subtask.finish(t.session, t.complaint.id, _part_no(t), result=t.pick(LONG, ""), **t.told)


def _decline_part(t: Try) -> object:
    return subtask.decline(t.session, t.complaint.id, _part_no(t), reason=t.pick(LONG, ""), **t.told)


def _close_part(t: Try) -> object:
    return subtask.close(t.session, t.complaint.id, _part_no(t), text=t.pick(LONG, ""), **t.told)


def _split(t: Try) -> object:
    if (t.session.scalar(select(func.count(Complaint.id))) or 0) >= MOST_COMPLAINTS:
        return None
    matter = split.Matter(t.pick(LONG, ""), t.pick(None, t.world.categories["WATER"]))
    return split.split(t.session, t.complaint.id, [matter], **t.told)


def _one_more(t: Try) -> object:
    someone = petitioners.Newcomer(t.pick("रामदेई", ""), t.pick(f"94{t.draw_number():08d}", ""))
    return petitioners.add_petitioner(t.session, t.complaint.id, someone, **t.told)


def _heir(t: Try) -> object:
    someone = petitioners.Newcomer("सुरेश", t.pick(f"93{t.draw_number():08d}", ""), other_way="पंचायत घर")
    return petitioners.change_petitioner(
        t.session, t.complaint.id, someone, reason_code=t.pick("died", "nonsense"), text=t.pick(LONG, ""), **t.told
    )


def _court(t: Try) -> object:
    return court.note_court(
        t.session, t.complaint.id, court_case_no=t.pick("CWP 7", ""), text=LONG, paper=paper(t), **t.told
    )


def _own_mistake(t: Try) -> object:
    return own_mistake.ask_reopening(t.session, t.complaint.id, text=t.pick(LONG, ""), **t.told)


def _call_hearing(t: Try) -> object:
    call = hearing.Call(t.day(), time(11), t.pick("लघु सचिवालय", ""), t.pick("dc", "holder"))
    return hearing.call_hearing(t.session, t.complaint.id, call, **t.told)


def _hear(t: Try) -> object:
    row = t.session.scalar(select(Hearing.id).where(Hearing.complaint_id == t.complaint.id).order_by(Hearing.id.desc()))
    minutes = hearing.Minutes(t.pick("decided", "called_off", "nonsense"), t.pick(LONG, ""), True, t.pick(True, None))
    return hearing.record_hearing(t.session, row or 0, minutes, **t.told)


def _visit(t: Try) -> object:
    seen = visit.Visit(t.pick("visit", "hearing"), t.pick("talked", "not_home"), t.pick("चौपाल", ""), LONG)
    return visit.log_visit(t.session, t.complaint.id, seen, **t.told)


def _evidence(t: Try) -> object:
    offered = paper(t)
    return evidence.add_evidence(t.session, t.complaint.id, [offered] if offered else [], **t.told)


def _strike(t: Try) -> object:
    notes = select(Event.no).where(Event.complaint_id == t.complaint.id, Event.action == "comment")
    newest = t.session.scalars(notes.order_by(Event.no.desc()))
    return work.strike_note(t.session, t.complaint.id, t.pick(*newest, 1), **t.told)


def _remind(t: Try) -> object:
    return work.remind(t.session, t.complaint.id, text=t.pick(LONG, ""), **t.told)


def _regularly(t: Try) -> object:
    return progress.ask_regularly(t.session, t.complaint.id, every=t.pick(7, 0), **t.told)


def _settled(t: Try) -> object:
    asked = on_spot.Asked(
        t.pick("relief", "partial"), t.pick(LONG, ""), t.pick(ist_date(t.at), t.day()), paper(t, "signature")
    )
    return on_spot.ask(t.session, t.complaint.id, asked, **t.told)


ODD = {
    "give a part": (_give, ("holder",)),
    "take a part on": (_take_part_on, ("other_officer", "other_hod", "sdm")),
    "finish a part": (_finish_part, ("other_officer", "other_hod", "sdm")),
    "decline a part": (_decline_part, ("other_officer", "other_hod", "sdm")),
    "close a part": (_close_part, ("holder",)),
    "split": (_split, ("cell",)),
    "one more petitioner": (_one_more, ("cell", "holder")),
    "heir": (_heir, ("cell",)),
    "court": (_court, ("cell", "holder")),
    "own mistake": (_own_mistake, ("officer", "sdm")),
    "call a hearing": (_call_hearing, ("cell", "holder", "nodal")),
    "hear": (_hear, ("dc", "holder")),
    "visit": (_visit, ("holder",)),
    "evidence": (_evidence, ("holder", "cell")),
    "strike": (_strike, ("holder", "cell")),
    "remind": (_remind, ("cell",)),
    "regularly": (_regularly, ("dc", "nodal")),
    "settled at the camp": (_settled, ("holder",)),
}
ODD_LIKELY = {
    "registered": ("split",),
    "marked": ("settled at the camp", "decide"),
    "in_action": ("give a part", "take a part on", "finish a part", "close a part", "settled at the camp"),
    "disposed": ("own mistake",),
}


def odd_night(t: Try) -> int:
    """Reports that are owed are settled, and what nobody answered for is closed."""
    by, done = system(t.world.district_id), 0
    for key in progress.unopened(t.session, t.world.district_id, 100):
        progress.reopen(t.session, key, at=t.at)
        t.session.commit()
    for _week in range(MOST_WEEKS):  # after an outage each missed week opens the next
        due = progress.to_settle(t.session, t.world.district_id, t.at, 100)
        for key in due:
            done += progress.settle(t.session, key, at=t.at) != "owed"
            t.session.commit()
        if not due:
            break
    else:
        raise AssertionError("reports are settled without an end")
    for key in silence.silent(t.session, t.at):
        silence.close_silent(t.session, key, by=by, at=t.at)
        t.session.commit()
        done += 1
    return done
