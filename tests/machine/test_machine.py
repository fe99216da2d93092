"""THE TESTS: random people do random things at random times, and the promises of D13 hold after each of them.

The counted run is `make test-long`; `make test` takes the same steps from the same seed each time.
"""

from __future__ import annotations

import itertools
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from app.accounts import registers
from app.complaints import chain, ledger_check, movements
from app.complaints.actions.escalate import due_alarms, escalate
from app.complaints.actions.recount import calendar_changed
from app.complaints.actions.register import register
from app.complaints.actor import system
from app.complaints.errors import Conflict, NotFound, Refused
from app.domain.policy import Forbidden
from app.domain.states import IllegalStep
from app.extensions import db
from app.models.complaint import Complaint
from app.models.event import Event
from app.models.office import Holiday
from tests.machine import invariants
from tests.machine.district import jumps
from tests.machine.homes import on_postgres, on_sqlite
from tests.machine.more_moves import MORE, MORE_LIKELY, night
from tests.machine.moves import LIKELY, MOVES, Try
from tests.machine.odd_moves import ODD, ODD_LIKELY, odd_night
from tests.machine.written import Written
from tests.office import petition

NOES = (Refused, Conflict, NotFound, Forbidden, IllegalStep)
STEPS, ROUND = 50, 5
ALL_MOVES = MOVES | MORE | ODD
taken: Counter[str] = Counter()
diary: list[str] = []  # of the life at hand, printed where a promise breaks


class Office(RuleBasedStateMachine):
    """One life of a district. `fresh()` gives an application on an untouched copy of the built district."""

    fresh: Any = None

    @initialize()
    def open(self) -> None:
        self.app, self.world = type(self).fresh()
        self.context = self.app.app_context()
        self.context.push()
        self.seen = invariants.Seen()
        self.written = Written(db.engine)
        self.browser: Any = None
        self.acted = 0
        diary.clear()
        self.register(place="V", anonymous=False)

    def teardown(self) -> None:
        if not hasattr(self, "context"):
            return
        try:
            assert chain.verify(db.session, self.world.district_id) is None
            assert movements.verify(db.session, self.world.district_id) == {}
            self._ledger_ties()
        finally:
            db.session.remove()
            self.written.close()
            self.context.pop()

    # -- what people do -------------------------------------------------------------------------------------------

    @precondition(lambda self: self.world.serial < 6)
    @rule(place=st.sampled_from("VVB"), anonymous=st.booleans())
    def register(self, place: str, anonymous: bool) -> None:
        self.world.serial += 1
        told = {"anonymous_reason": "डर है", "name": "", "mobile": ""} if anonymous else {}
        told["source"] = "WLK" if self.world.serial % 2 else "SSV"
        paper = petition(self.world.office, no=self.world.serial, place=self.world.office.places[place], **told)
        self._do("register", lambda: register(db.session, paper, by=self.world.actors["cell"], at=self.world.at))

    @rule(number=st.integers(0, 2**32))
    def somebody_acts(self, number: int) -> None:
        """A few people one after the other; what they do follows from the number and from how things stand."""
        self._several_act(number)

    @rule(number=st.integers(0, 2**32))
    def others_act(self, number: int) -> None:
        """The same once more: people act more often than calendars change."""
        self._several_act(number)

    def _several_act(self, number: int) -> None:
        self.acted += 1
        chance = Random(number * 1_000_003 + self.acted)  # Hypothesis likes the same small numbers again and again
        for _ in range(chance.randint(4, 12)):
            self._act(chance)
            self._look()

    def _act(self, chance: Random) -> None:
        complaint = chance.choice(list(db.session.scalars(select(Complaint).order_by(Complaint.id))))
        likely = [*(LIKELY.get(complaint.state, ()) * 2), *MORE_LIKELY.get(complaint.state, ()),
                  *ODD_LIKELY.get(complaint.state, ())]  # fmt: skip
        name = chance.choice(likely if likely and chance.random() < 0.7 else list(ALL_MOVES))
        move, rightful = ALL_MOVES[name]
        code = chance.choice(rightful if chance.random() < 0.8 else list(self.world.actors))
        by = self._holder(complaint) if code == "holder" else self.world.actors[code]
        if chance.random() < 0.5:
            self.world.at += timedelta(minutes=3)
        attempt = Try(db.session, self.world, complaint, by, self.world.at, chance)  # type: ignore[arg-type]
        taken["steps"] += 1  # what somebody does or time does; looking once more is no step
        diary.append(f"{self.world.at:%m-%d %H:%M} {code} tries {name} on {complaint.id} ({complaint.state})")
        self._do(name, lambda: move(attempt))

    def _holder(self, complaint: Complaint) -> Any:
        """Who sits in the post that holds it; the system's own people have no chair."""
        sitting = [actor for actor in self.world.actors.values() if actor.post_id == complaint.post_id]
        return sitting[0] if sitting else self.world.actors["cell"]

    def _do(self, name: str, move: Any) -> None:
        """A move is done whole or leaves nothing behind; any other error is a fault of ours."""
        count = select(func.count(Event.id))
        before = db.session.scalar(count)
        try:
            move()
            db.session.commit()
        except NOES as no:
            db.session.rollback()
            assert db.session.scalar(count) == before, f"{name} was refused and yet wrote"
            taken[f"{name}: {no.code if isinstance(no, Refused) else type(no).__name__}"] += 1
        else:
            taken[name] += 1

    @rule(times=st.integers(2, 4))
    def one_form_comes_several_times(self, times: int) -> None:
        """D13-9: a broken line sends the same form again; it is taken once."""
        number = db.session.scalar(
            select(Complaint.number).where(Complaint.post_id == self.world.actors["officer"].post_id).limit(1)
        )
        if number is None:
            return
        notes = select(func.count(Event.id)).where(Event.action == "comment")
        before = db.session.scalar(notes) or 0
        db.session.commit()
        form = {"text": "एक ही बात बार-बार भेजी गई", "idem": str(uuid.uuid4())}
        with self.app.app_context():  # a browser knows nothing of this life's session, nor of whom it had read
            if self.browser is None:
                self.browser = self.app.test_client()
                self.browser.sign_in("officer")
            answers = [self.browser.post(f"/complaints/{number}/comment", data=form).status_code for _ in range(times)]
        assert answers == [303] * times
        assert db.session.scalar(notes) == before + 1
        taken["sent again"] += 1

    # -- what time does -------------------------------------------------------------------------------------------

    @rule(what=st.sampled_from(("time", "time", "alarms", "night", "holiday")), data=st.data())
    def time_does_its_work(self, what: str, data: st.DataObject) -> None:
        taken["steps"] += 1
        if what == "time":
            self._time_passes(data.draw(st.sampled_from(jumps())))
        elif what == "alarms":
            self._alarms_are_looked_at()
        elif what == "night":
            self._night_passes()
        else:
            self._holiday_is_declared(data.draw(st.integers(0, 40)))

    def _time_passes(self, jump: timedelta) -> None:
        self.world.at += jump
        diary.append(f"{self.world.at:%m-%d %H:%M} it is")
        taken["time"] += 1

    def _alarms_are_looked_at(self) -> None:
        """D13-4, 6, 7: one level a run, nobody is left over, and a second run at once finds nothing."""
        diary.append("the alarms are looked at")
        levels = dict(db.session.execute(select(Complaint.id, Complaint.level)).all())
        self._watch()
        risen = dict(db.session.execute(select(Complaint.id, Complaint.level)).all())
        assert all(risen[key] - level in (0, 1, 2) for key, level in levels.items())
        assert not due_alarms(db.session, self.world.at, 100), "an alarm rang and nobody heard it"  # type: ignore[arg-type]
        events = db.session.scalar(select(func.count(Event.id)))
        self._watch()
        assert db.session.scalar(select(func.count(Event.id))) == events
        taken["alarms"] += 1

    def _ledger_ties(self) -> None:
        """D13-3: every open deadline is what its own clock events lead to; asked with fresh eyes, as the command is."""
        db.session.expunge_all()
        assert list(ledger_check.verify(db.session, self.world.district_id)) == []  # type: ignore[arg-type]

    def _night_passes(self) -> None:
        """Questions run out, holds are reviewed, requests lapse; a second run at once does nothing more."""
        attempt = Try(db.session, self.world, None, None, self.world.at, Random())  # type: ignore[arg-type]
        diary.append("the night passes")
        night(attempt)
        assert night(attempt) == 0
        odd_night(attempt)
        assert odd_night(attempt) == 0
        self._ledger_ties()
        taken["night"] += 1

    def _watch(self) -> None:
        for key in due_alarms(db.session, self.world.at, 100):  # type: ignore[arg-type]
            escalate(db.session, key, by=system(self.world.district_id), at=self.world.at)  # type: ignore[arg-type]
            db.session.commit()

    def _holiday_is_declared(self, ahead: int) -> None:
        """D13-5: dates move later or stay."""
        held = select(Complaint.id, Complaint.due_at).where(Complaint.holder.in_(("cell", "post")))
        before = dict(db.session.execute(held).all())
        on = (self.world.at + timedelta(days=ahead)).date()
        values = {"on": on, "name_hi": "अवकाश", "name_en": "Holiday", "kind": "public"}

        def declare() -> None:
            nodal = self.world.actors["nodal"]
            registers.add(db.session, Holiday, values, by=nodal, at=self.world.at)  # type: ignore[arg-type]
            calendar_changed(db.session, by=nodal, at=self.world.at)  # type: ignore[arg-type]

        diary.append(f"{on:%m-%d} is a holiday")
        self._do("holiday", declare)
        after = dict(db.session.execute(held).all())
        assert all(after[key] >= due for key, due in before.items())

    # -- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def the_promises_hold(self) -> None:
        if hasattr(self, "context"):
            self._look()

    def _look(self) -> None:
        if not self.written.since_last_look():
            return
        session: Any = db.session
        invariants.one_holder(session)
        invariants.no_short_way_to_satisfied(session)
        invariants.nobody_decides_on_his_own(session)
        invariants.clocks_start_in_office_hours(session, self.seen)  # before what is new becomes what was seen
        invariants.dates_move_by_clock_events_only(session, self.seen)
        invariants.each_message_once(session)
        invariants.each_stint_rises_once(session)
        invariants.strangers_see_nothing(session, self.world, self.seen)


# -- where it runs --------------------------------------------------------------------------------------------------


def _run(fresh: Any, *, steps: int, first_seed: int) -> None:
    """Rounds of lives, each round from the next seed, until so many steps were taken: how many a life takes is
    Hypothesis' own choice and differs between machines."""
    taken.clear()
    told = settings(
        max_examples=ROUND, stateful_step_count=STEPS, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
    )  # fmt: skip
    for round_seed in itertools.count(first_seed):
        if taken["steps"] >= steps:
            return
        before = taken["steps"]

        class Life(Office):
            pass

        Life.fresh = staticmethod(fresh)
        try:
            run_state_machine_as_test(seed(round_seed)(Life), settings=told)
        except Exception as error:
            error.add_note(f"seed {round_seed}, the last steps:\n" + "\n".join(diary[-25:]))
            raise
        assert taken["steps"] > before, "a round in which nobody did anything would never end"


# How many of ten steps are taken where: on SQLite one costs a third, and there is one set of rules.
SHARE = {"sqlite": 7, "postgresql": 3}


@pytest.fixture(params=list(SHARE))
def lives(request: pytest.FixtureRequest, make_app: Any, tmp_path: Path) -> Iterator[Any]:
    if request.param == "sqlite":
        with on_sqlite(make_app, request.getfixturevalue("migrated_sqlite"), tmp_path) as fresh:
            yield fresh
        return
    server = request.getfixturevalue("postgres_server")
    with on_postgres(make_app, server, request.getfixturevalue("migrated_postgres")) as fresh:
        yield fresh


@pytest.fixture
def share(request: pytest.FixtureRequest, lives: Any) -> int:
    return SHARE[request.node.callspec.params["lives"]]


def test_the_promises_hold_whatever_people_do(lives: Any, share: int) -> None:
    _run(lives, steps=1_000 * share, first_seed=0)


@pytest.mark.long
def test_the_promises_hold_for_long(lives: Any, share: int, capsys: pytest.CaptureFixture[str]) -> None:
    _run(lives, steps=20_000 * share, first_seed=time.time_ns())
    with capsys.disabled():
        print(f"\n{dict(sorted(taken.items()))}")
