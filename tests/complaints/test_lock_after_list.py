"""THE CASEBOOK on both databases: a list that read few columns does not stand in the way of a step."""

from __future__ import annotations

from flask import Flask

from app.complaints.actions import feedback, mark
from app.complaints.queries import Filters, listed
from app.extensions import db
from app.models.complaint import Complaint
from app.models.place import Place
from tests.complaints.way import HOUR, START, answered
from tests.office import make_office, register_one

WORDS = {"reason_code": "complainant_asks", "text": "शिकायतकर्ता ने कहा कि काम फिर अधूरा है"}


def test_what_a_list_has_read_in_part_is_read_whole_by_the_step(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_office(db.session, START)
        closed, fresh = answered(db.session, office, "yes"), register_one(db.session, office, at=START, no=2)
        ids = closed.id, fresh.id
        db.session.commit()
        db.session.expunge_all()
        nodal, cell, at = office.actors["nodal"], office.actors["cell"], START + 40 * HOUR
        rows, total = listed(db.session, Filters(), nodal, at)
        assert (total, len(rows)) == (2, 2)
        feedback.reopen(db.session, ids[0], **WORDS, by=nodal, at=at)
        category, post = office.category, office.posts["officer"]
        mark.mark(db.session, ids[1], category=category, post=post, by=cell, at=at)
        states = {c.id: (c.state, c.body != "") for c in rows}
        assert states == dict.fromkeys(ids, ("marked", True))
        place = db.session.get_one(Complaint, ids[1]).place
        assert isinstance(place, Place)
        assert place.name_hi
        assert place.block_id is None or place.block_id > 0
