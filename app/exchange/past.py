"""THE EXCHANGE: the dated actions of a record as they were over there, and writing them down as history."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints import chain
from app.complaints.timeline import HISTORY
from app.domain.calendar import ist_date
from app.domain.pendency import COUNTED_AS
from app.domain.policy import Role
from app.exchange import wording
from app.exchange.dates import Said, parse
from app.exchange.mapping import HistoryColumns, ListMapping, folded
from app.exchange.shelf import Kept
from app.models.complaint import Complaint
from app.models.event import Event

CHANGED = "source_changed"
LONG_REMARK = 15  # letters: "ok" and "thank you" may well be said twice


@dataclass(frozen=True)
class Deed:
    """One action over there. `odd`: bad_history_date, before_received, junk_remark, legacy_font, repeated_remark,
    signs_repaired. `said` is the remark as it stood; `text` what is shown: nothing where the remark says nothing."""

    number: str
    when: Said | None
    action: str
    code: str
    text: str
    said: str
    field: str
    is_closing: bool
    odd: tuple[str, ...]


def read_past(actions: list[Kept], mapping: ListMapping, received: Said) -> list[Deed]:
    """The actions in the order of their dates; each number once, undated ones where the file has them."""
    columns = mapping.history
    if columns is None:
        return []
    deeds: dict[str, Deed] = {}
    remarks: Counter[str] = Counter()
    for kept in actions:
        deed = _deed(kept, columns, mapping, received, remarks)
        deeds.setdefault(deed.number, deed)
    order = list(deeds.values())
    last = received.at
    keys = {}
    for deed in order:
        last = deed.when.at if deed.when else last
        keys[deed.number] = last
    return sorted(order, key=lambda deed: keys[deed.number])


def _deed(kept: Kept, columns: HistoryColumns, mapping: ListMapping, received: Said, remarks: Counter[str]) -> Deed:
    row, odd = kept.values, []
    when = None
    try:
        when = parse(row[columns.at], mapping.date_formats, mapping.zone)
    except ValueError:
        odd.append("bad_history_date")
    if when and when.before(received):
        odd.append("before_received")
    parts = [wording.tidy(row[name]) for name in columns.text]
    said = wording.joined([part for part, _ in parts], "\n")
    text, oddities = _remark(said, mapping, remarks)
    odd += oddities + ["signs_repaired"] * any(repaired for _, repaired in parts)
    action = " ".join(row[columns.action].split())
    return Deed(
        number=row[columns.number].strip() or f"{row[columns.at]} {action}", when=when, action=action,
        code=row.get(columns.action_code, "").strip(), text=text, said=said, field=columns.text[0] if columns.text
        else columns.action, is_closing=folded(action) in columns.closing, odd=tuple(odd),
    )  # fmt: skip


def _remark(said: str, mapping: ListMapping, remarks: Counter[str]) -> tuple[str, list[str]]:
    if wording.says_nothing(said, mapping.junk):
        return "", ["junk_remark"]
    odd = ["legacy_font"] if wording.is_legacy_font(said) else []
    if len(said) > LONG_REMARK:
        remarks[said] += 1
        if remarks[said] > 1:
            odd.append("repeated_remark")
    return said, odd


def write_past(session: Session, complaint: Complaint, deeds: list[Deed], *, at: datetime) -> None:
    """Append the actions as imported events: server time is now, said time is theirs, nothing moves in the tables."""
    for deed in deeds:
        data = {"number": deed.number, "action": deed.action, "code": deed.code, "odd": list(deed.odd)}
        if "junk_remark" in deed.odd:
            data["dropped"] = deed.said
        _append(session, complaint, HISTORY, text=deed.text, data=data, said=deed.when, at=at)


def write_change(session: Session, complaint: Complaint, changed: dict[str, Any], *, at: datetime) -> None:
    """Append what has changed in the other portal since the last list: column → [before, now]."""
    _append(session, complaint, CHANGED, text="", data={"changed": changed}, said=None, at=at)


def _append(
    session: Session, complaint: Complaint, action: str, *, text: str, data: dict[str, Any], said: Said | None,
    at: datetime,
) -> None:  # fmt: skip
    counted = COUNTED_AS[complaint.state]
    number = session.scalar(select(func.max(Event.no)).where(Event.complaint_id == complaint.id)) or 0
    chain.append(
        session,
        Event(
            district_id=complaint.district_id, complaint_id=complaint.id, no=number + 1, cycle=complaint.cycle,
            action=action, at=at, said_at=said.at if said else None, role=Role.SYSTEM.value, text=text, data=data,
            is_imported=True, moved_on=ist_date(at), source=complaint.source,
            department_from_id=complaint.department_id, department_to_id=complaint.department_id,
            sub_division_id=complaint.sub_division_id, block_id=complaint.block_id,
            class_from=counted, class_to=counted,
        ),
    )  # fmt: skip
