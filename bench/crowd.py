"""THE BENCH: many complaints at once, written past the actions but as the actions would leave them.

Numbers, holders, stints, clock events, the chain of events and the sums of movements hold; see `checked`.
"""

from __future__ import annotations

import heapq
from datetime import datetime
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.complaints import chain, movements
from app.domain.calendar import ist_date
from app.domain.numbers import format_number
from app.domain.pendency import COUNTED_AS
from app.domain.states import Action
from app.models.event import ChainHead, Event
from app.models.notice import Notice
from app.models.office import NumberSeries
from bench import lives
from bench.books import Books
from bench.office import Chair, Office, Way, look_up
from bench.plans import Plan, Taken, plans

SOURCES = ("WLK", "CMW", "JSM", "SAM", "HLP", "PST")
AT_ONCE = 2_000
YEARS_OF_DAYS = 3 * 365


def fill(session: Session, count: int, *, at: datetime, pending: float = 0.1, seed: int = 1) -> None:
    """Write `count` complaints of the last three years, `pending` of them open; commits as it goes."""
    rng = Random(seed)
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA cache_size=-200000"))  # 200 MB: the trigrams of new words lie all over the file
    office = look_up(session, rng, at)
    crowd = Crowd(session, office, rng, at)
    for n, plan in enumerate(plans(rng, count, at, days=YEARS_OF_DAYS, pending=pending), 1):
        crowd.take(plan)
        if n % AT_ONCE == 0:
            crowd.write()
    crowd.close()
    movements.rebuild(session, office.district.id)
    session.commit()


class Crowd:
    """Turns plans into rows. Events wait until their time comes, so that the history mixes as in a real office."""

    def __init__(self, session: Session, office: Office, rng: Random, at: datetime) -> None:
        self.session, self.office, self.rng, self.at = session, office, rng, at
        self.books = Books(session)
        self.head = session.get(ChainHead, office.district.id) or ChainHead(chain_no=0, hash=chain.GENESIS)
        self.risers = tuple(way for way in office.ways if len(way.chairs) > 1)
        self.series: dict[int, int] = {}
        self._agenda: list[tuple[datetime, int, dict[str, Any]]] = []
        self._order = 0

    def take(self, plan: Plan) -> None:
        """One life: its rows now, its events when their time comes."""
        way = self.rng.choice(self.risers if plan.raised_at else self.office.ways)
        source = self.rng.choice(SOURCES)
        serial = self._next_serial(ist_date(plan.received_at).year)
        complaint_id, stints = lives.write(self.books, self.office, plan, way, serial, source, self.rng, self.at)
        for no, step in enumerate(plan.steps, 1):
            event = self._event(plan, way, source, complaint_id, no, step, stints)
            self._order += 1
            heapq.heappush(self._agenda, (step.at, self._order, event))
        self._until(plan.received_at)

    def write(self) -> None:
        self.books.write()
        self.session.commit()

    def close(self) -> None:
        """The events that are left, the head of the chain, the series of numbers."""
        self._until(self.at)
        self.books.close()
        self.session.merge(
            ChainHead(district_id=self.office.district.id, chain_no=self.head.chain_no, hash=self.head.hash)
        )
        for year, last in self.series.items():
            self.session.merge(NumberSeries(district_id=self.office.district.id, year=year, last=last))
        self.session.commit()

    def _next_serial(self, year: int) -> tuple[str, int, int]:
        district = self.office.district
        if year not in self.series:
            known = self.session.get(NumberSeries, (district.id, year))
            self.series[year] = known.last if known else 0
        self.series[year] += 1
        serial = self.series[year]
        return format_number(district.letters, year, serial, district.lgd_code), year, serial

    def _event(self, plan: Plan, way: Way, source: str, complaint_id: int, no: int, step: Taken,
               stints: list[tuple[int, datetime]]) -> dict[str, Any]:  # fmt: skip
        chair = _chair(self.office, way, plan, step)
        before_marking = step.action is Action.REGISTER
        department = way.category.department_id
        return {
            "district_id": self.office.district.id, "complaint_id": complaint_id, "no": no, "cycle": 1,
            "action": step.action.value, "at": step.at, "said_at": None,
            "person_id": chair.person_id if chair else None, "post_id": chair.post_id if chair else None,
            "role": chair.role if chair else "system",
            "stint_id": max(stint for stint in stints if stint[1] <= step.at)[0], "text": step.text,
            "data": {"from": step.before.value, "to": step.after.value}, "is_imported": False,
            "moved_on": ist_date(step.at), "source": source,
            "department_from_id": None if before_marking or step.action is Action.MARK else department,
            "department_to_id": None if before_marking else department,
            "sub_division_id": way.place.sub_division_id, "block_id": way.place.block_id,
            "class_from": COUNTED_AS[step.before.value], "class_to": COUNTED_AS[step.after.value],
        }  # fmt: skip

    def _until(self, moment: datetime) -> None:
        """Link and note every event up to a moment, in the order of the chain."""
        while self._agenda and self._agenda[0][0] <= moment:
            row = heapq.heappop(self._agenda)[2]
            row["chain_no"] = self.head.chain_no + 1
            row["salt"] = f"{self.rng.getrandbits(64):016x}"
            row["digest"] = chain.payload_digest(row["salt"], row["text"], row["data"])
            row["hash"] = chain.link(self.head.hash, SimpleNamespace(**row))  # type: ignore[arg-type]
            self.head.chain_no, self.head.hash = row["chain_no"], row["hash"]
            event_id = self.books.add(Event, **row)
            if row["action"] in (Action.MARK.value, Action.APPROVE.value):
                self._notice(row, event_id)

    def _notice(self, row: dict[str, Any], event_id: int) -> None:
        """A message of long ago, delivered."""
        self.books.add(
            Notice, district_id=row["district_id"], uuid=str(UUID(int=self.rng.getrandbits(128))),
            dedupe_key=f"{event_id}:S01:made", complaint_id=row["complaint_id"], event_id=event_id,
            audience="complainant", to_number=f"9{self.rng.randrange(10**9):09d}", template_id=self.office.template_id,
            template_key="S01", lang="hi", slots={}, rendered="आपकी शिकायत दर्ज है।", units=20, parts=1,
            state="delivered", owed_at=row["at"], next_try_at=None, attempts=1,
            gateway="console", provider_id=None, hmac_token="0" * 32, accepted_at=row["at"], ended_at=row["at"],
        )  # fmt: skip


def _chair(office: Office, way: Way, plan: Plan, step: Taken) -> Chair | None:
    if step.chair == "post":
        risen = plan.raised_at is not None and step.at >= plan.raised_at
        return way.chairs[1 if risen else 0][1]
    return {"cell": office.cell, "caller": office.caller, "above": way.approver}.get(step.chair)


def checked(session: Session, district_id: int) -> list[str]:
    """What does not hold after filling: the chain, the sums, holders and stints. Empty when all is well."""
    found = []
    if chain.verify(session, district_id) is not None:
        found.append("chain")
    if movements.verify(session, district_id):
        found.append("sums of movements")
    return found + [f"untied {number}" for number in movements.untied(session, district_id, limit=3)]
