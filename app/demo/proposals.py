"""THE DEMO DISTRICT: the verbs of stories in which somebody proposes and somebody else decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.complaints import guidance
from app.complaints.actions import close_special, extend, transfer
from app.complaints.actions.decide import decide
from app.complaints.actions.merge import merge
from app.complaints.actor import Actor
from app.complaints.requests import waiting
from app.domain.calendar import ist_date
from app.models.complaint import Complaint
from app.models.office import Post

if TYPE_CHECKING:
    from app.demo.exhibits import Exhibits
    from app.demo.masters import Registers


class Proposals:
    """What the teller knows besides the straight way of a complaint."""

    if TYPE_CHECKING:
        session: Session
        book: Registers
        exhibits: Exhibits
        complaints: dict[str, Complaint]

        def actor(self, post: Post | None, at: datetime) -> Actor: ...

        def _who(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> tuple[Complaint, Actor]: ...

    def ask_transfer(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        """Another department's work."""
        complaint, by = self._who(story, step, at)
        transfer.ask(
            self.session, complaint.id, category=self.book.categories[step["category"]], reason_code=step["reason"],
            text=step["text"], by=by, at=at,
        )  # fmt: skip

    def ask_days(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        """A word to the complainant, and more days."""
        complaint, by = self._who(story, step, at)
        expected = ist_date(at) + timedelta(days=step["days"] + 2)
        extend.interim_reply(self.session, complaint.id, text=step["text"], expected_on=expected, by=by, at=at)
        extend.ask(
            self.session, complaint.id, days=step["days"], reason_code=step["reason"], text=step["text"], by=by, at=at
        )

    def ask_closure(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        """To be closed by order."""
        complaint, by = self._who(story, step, at)
        paper = self.exhibits.paper("order", step["paper"], ist_date(at).strftime("%d-%m-%Y"), complaint.number)
        asked = close_special.Asked(step["reason"], step["text"], step["said"], paper)
        close_special.ask(self.session, complaint.id, asked, by=by, at=at)

    def merge(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        """The same problem as in another story."""
        complaint, by = self._who(story, step, at)
        merge(self.session, complaint.id, parent_id=self.complaints[step["with"]].id, by=by, at=at)

    def guide(self, note: dict[str, Any], at: datetime) -> None:
        """A senior tells his juniors how a kind of complaint is handled."""
        category, by = self.book.categories[note["category"]], self.actor(self.book.posts[note["post"]], at)
        guidance.write(self.session, category, text=note["text"], by=by, at=at - timedelta(days=note["days_ago"]))

    def recommend(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        """The head of department stands behind it."""
        complaint = self.complaints[story["key"]]
        row = waiting(self.session, complaint.id, step["kind"])
        by = self.actor(self.session.get(Post, row.decider_post_id), at)
        decide(self.session, complaint.id, step["kind"], granted=True, text=step["text"], by=by, at=at)
