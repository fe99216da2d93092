"""THE REGISTERS: the complaint, its cycles and its stints."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.outcomes import Outcome
from app.domain.states import FINAL, STORED, WITH_POST, State
from app.models.base import Base, InDistrict, Key, ref
from app.models.category import Category
from app.models.office import Department, Post
from app.models.place import Place

if TYPE_CHECKING:
    from app.models.party import Complainant, Party
    from app.models.subtask import Subtask

SOURCES = ("CMW", "JSM", "SMG", "SSV", "CPG", "ESM", "HLP", "SAM", "WLK", "JND", "TOU", "PST", "EML", "WEB", "MLA",
           "NEWS", "SUO", "MTG", "IMP")  # fmt: skip


def _in(column: str, values: object) -> str:
    names = ", ".join(f"'{v}'" for v in sorted(str(v) for v in values))  # type: ignore[attr-defined]
    return f"{column} IN ({names})"


_LIVE = "to_at IS NULL"
CLIMBED = "end_reason IN ('escalated', 'raised')"
GIVEN_AWAY = "post_id IS NOT NULL AND end_reason IN ('transferred', 'marked', 'sent_down', 'conflict')"
_TO_WITHDRAW = "withdrawal_asked_at IS NOT NULL"
_AGAINST = "against_person_id IS NOT NULL"
IS_PENDING = "holder IN ('cell', 'post')"  # the same rows as the pending states, said shortly: see the checks below


class Complaint(InDistrict, Base):
    """One complaint. Holder, level and dates are those of its open stint, written only by `complaints/step.py`."""

    __tablename__ = "complaint"
    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    serial: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    source: Mapped[str]
    source_no: Mapped[str | None]
    source_office: Mapped[str] = mapped_column(default="")  # the other portal's office, as text
    subject: Mapped[str]
    body: Mapped[str]
    language: Mapped[str] = mapped_column(default="hi")
    search_text: Mapped[str] = mapped_column(default="")
    place_id: Mapped[int | None] = ref("place.id")
    place_text: Mapped[str] = mapped_column(default="")
    sub_division_id: Mapped[int | None] = ref("place.id")
    block_id: Mapped[int | None] = ref("place.id")
    category_id: Mapped[int | None] = ref("category.id", index=True)
    department_id: Mapped[int | None] = ref("department.id")
    against_post_id: Mapped[int | None] = ref("post.id")
    against_person_id: Mapped[int | None] = ref("person.id")  # who sat there: it is against them in any other chair too

    state: Mapped[str]
    holder: Mapped[str]
    post_id: Mapped[int | None] = ref("post.id")
    level: Mapped[int] = mapped_column(default=0)
    cycle: Mapped[int] = mapped_column(default=1)
    profile: Mapped[str | None]
    outcome: Mapped[str | None]
    ack_due_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    alarm_at: Mapped[datetime | None]
    feedback_due_at: Mapped[datetime | None]
    next_step: Mapped[str | None]
    next_step_on: Mapped[date | None]

    received_at: Mapped[datetime]  # server time
    received_on: Mapped[date]  # said date: of the paper, or of the other portal
    marked_at: Mapped[datetime | None]
    disposed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    last_event_at: Mapped[datetime]
    last_action: Mapped[str]

    is_anonymous: Mapped[bool] = mapped_column(default=False)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_imported: Mapped[bool] = mapped_column(default=False)
    is_sent_back: Mapped[bool] = mapped_column(default=False)
    is_photo_due: Mapped[bool] = mapped_column(default=False)
    is_dc_watch: Mapped[bool] = mapped_column(default=False)
    is_quality_flagged: Mapped[bool] = mapped_column(default=False)
    court_case_no: Mapped[str | None]
    report_every_days: Mapped[int | None]  # ruling 12
    reminders: Mapped[int] = mapped_column(default=0)  # how often the complainant asked again (D4-8)
    reminded_at: Mapped[datetime | None]
    withdrawal_asked_at: Mapped[datetime | None]  # said to the office by phone: the call desk asks back (T21)
    promises_missed: Mapped[int] = mapped_column(default=0)
    progress_on: Mapped[date | None]  # when the complainant hears that it goes on (S05)
    parent_id: Mapped[int | None] = ref("complaint.id", index=True)
    parent_kind: Mapped[str | None]  # merged | part
    import_batch_id: Mapped[int | None] = ref("import_batch.id")

    category: Mapped[Category | None] = relationship()
    department: Mapped[Department | None] = relationship()
    place: Mapped[Place | None] = relationship(foreign_keys=[place_id])
    block: Mapped[Place | None] = relationship(foreign_keys=[block_id])
    post: Mapped[Post | None] = relationship(foreign_keys=[post_id])
    parts: Mapped[list[Subtask]] = relationship(back_populates="complaint", order_by="Subtask.no")
    first_party: Mapped[Party | None] = relationship(
        primaryjoin="and_(Complaint.id == Party.complaint_id, Party.kind == 'first')", viewonly=True, uselist=False
    )

    @property
    def petitioner(self) -> Complainant | None:
        """The first petitioner. Load with first_party and its complainant: joined as one, SQLite reads all parties."""
        return self.first_party.complainant if self.first_party else None

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("district_id", "year", "serial"),
        UniqueConstraint("district_id", "source", "source_no"),
        CheckConstraint(_in("state", STORED), "state"),
        CheckConstraint(_in("source", SOURCES), "source"),
        CheckConstraint(f"outcome IS NULL OR {_in('outcome', Outcome)}", "outcome"),
        CheckConstraint("level BETWEEN 0 AND 4", "level"),
        CheckConstraint("cycle >= 1", "cycle"),
        # exactly one holder while open, nobody when final (D13-1)
        CheckConstraint(f"(holder = 'nobody') = ({_in('state', FINAL)})", "final_has_no_holder"),
        CheckConstraint(f"(holder = 'cell') = (state = '{State.REGISTERED}')", "registered_is_with_cell"),
        CheckConstraint(f"(holder = 'call_desk') = (state = '{State.DISPOSED}')", "disposed_is_with_call_desk"),
        CheckConstraint(f"(holder = 'post') = ({_in('state', WITH_POST)})", "working_is_with_post"),
        CheckConstraint("(holder = 'post') = (post_id IS NOT NULL)", "post_holder"),
        CheckConstraint(f"NOT ({_in('state', FINAL)}) OR alarm_at IS NULL", "final_has_no_alarm"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", "not_own_parent"),
        CheckConstraint("(parent_id IS NULL) = (parent_kind IS NULL)", "parent_kind"),
        Index("ix_complaint_alarm", "alarm_at",
              sqlite_where=text("alarm_at IS NOT NULL"), postgresql_where=text("alarm_at IS NOT NULL")),
        Index("ix_complaint_worklist", "post_id", "state", "due_at"),
        Index("ix_complaint_state", "district_id", "state", "due_at"),
        Index("ix_complaint_department", "department_id", "state", "due_at"),
        Index("ix_complaint_place", "place_id", "holder", "closed_at"),
        Index("ix_complaint_block", "block_id", "state"),
        Index("ix_complaint_sub_division", "sub_division_id", "state"),
        Index("ix_complaint_against", "against_person_id", "post_id",
              sqlite_where=text(_AGAINST), postgresql_where=text(_AGAINST)),
        Index("ix_complaint_received", "district_id", "received_at"),
        # everything that tables and lists of pending complaints ask: they are counted and sorted in the index alone
        Index("ix_complaint_pending", "district_id", "department_id", "source", "level", "state", "due_at",
              "received_on", "sub_division_id", "block_id", "holder", "is_confidential", "against_post_id",
              "against_person_id", "is_dc_watch", "acknowledged_at", "ack_due_at",
              sqlite_where=text(IS_PENDING), postgresql_where=text(IS_PENDING)),
        Index("ix_complaint_progress", "progress_on",
              sqlite_where=text("progress_on IS NOT NULL"), postgresql_where=text("progress_on IS NOT NULL")),
        Index("ix_complaint_withdrawal", "district_id", "withdrawal_asked_at",
              sqlite_where=text(_TO_WITHDRAW), postgresql_where=text(_TO_WITHDRAW)),
        Index("ix_complaint_oldest", "district_id", "received_on",
              sqlite_where=text(IS_PENDING), postgresql_where=text(IS_PENDING)),
    )  # fmt: skip


class Cycle(InDistrict, Base):
    """One life of a complaint: 1, then +1 at each reopening; each has its own report, disposal and feedback."""

    __tablename__ = "cycle"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    no: Mapped[int]
    opened_at: Mapped[datetime]
    reason_code: Mapped[str | None]
    first_level: Mapped[int]

    __table_args__ = (UniqueConstraint("complaint_id", "no"), CheckConstraint("no >= 1", "no"))


class Stint(InDistrict, Base):
    """One arrival of a complaint at a holder (ruling 4). Escalates at most once: `raised_from_id` is unique."""

    __tablename__ = "stint"
    id: Mapped[Key]
    complaint_id: Mapped[int] = ref("complaint.id")
    cycle: Mapped[int]
    arrival: Mapped[int]
    level: Mapped[int]
    holder: Mapped[str]
    post_id: Mapped[int | None] = ref("post.id")
    person_id: Mapped[int | None] = ref("person.id")
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    clock_from: Mapped[datetime | None]
    ack_due_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    paused_days: Mapped[int] = mapped_column(default=0)
    end_reason: Mapped[str | None]
    raised_from_id: Mapped[int | None] = ref("stint.id", unique=True)
    raised_at: Mapped[datetime | None]  # L3 → L4 co-own keeps the holder: the rise is noted here

    post: Mapped[Post | None] = relationship()

    __table_args__ = (
        UniqueConstraint("complaint_id", "arrival"),
        CheckConstraint("(holder = 'post') = (post_id IS NOT NULL)", "holder"),
        CheckConstraint("to_at IS NULL OR to_at >= from_at", "order"),
        CheckConstraint("(to_at IS NULL) = (end_reason IS NULL)", "end_reason"),
        Index("uq_stint_one_open", "complaint_id", unique=True,
              sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
        Index("ix_stint_post", "post_id", "complaint_id"),
        Index("ix_stint_climbed", "post_id", "complaint_id",
              sqlite_where=text(CLIMBED), postgresql_where=text(CLIMBED)),
        Index("ix_stint_given_away", "post_id", "complaint_id",
              sqlite_where=text(GIVEN_AWAY), postgresql_where=text(GIVEN_AWAY)),
    )  # fmt: skip
