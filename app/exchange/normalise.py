"""THE EXCHANGE: one record in our words. What cannot be taken is refused by name; what is odd is taken and noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from app.complaints.actions.import_ import Foreign
from app.complaints.actions.register import subject_of
from app.domain.text import letters
from app.exchange import wording
from app.exchange.dates import Said, lies_ahead, parse
from app.exchange.mapping import FALLBACK_SOURCE, ListMapping, folded
from app.exchange.past import Deed, read_past
from app.exchange.shelf import Kept, Row

SHORT = 10  # letters: fewer cannot say what is wrong


class RowRefused(Exception):
    """This record cannot be taken. `field` is their column, `code` a sentence of `reasons.py`."""

    def __init__(self, column: str, code: str, value: str = "") -> None:
        super().__init__(code)
        self.field, self.code, self.value = column, code, value


@dataclass(frozen=True)
class Note:
    """Something odd in a record that was taken all the same."""

    field: str
    code: str
    value: str = ""


@dataclass
class Normal:
    """A record in our words, its past, and all that was odd about it."""

    foreign: Foreign
    past: list[Deed]
    notes: list[Note] = field(default_factory=list)


def normalise(number: str, row: Row, actions: list[Kept], mapping: ListMapping, *, at: datetime) -> Normal:
    """Read one record. `number` is their number as it will stand here. Raises RowRefused."""
    columns, notes = mapping.columns, []
    received = _received(row, mapping, at)
    ending, said_there = _status(row, mapping)
    past = read_past(actions, mapping, received)
    ended = _ended(row, mapping, received, past, ending, notes)
    body = _body(row, mapping, notes)
    due = _due(row, mapping, received, notes)
    heading = wording.one_line(row.get(columns.subject, ""))
    foreign = Foreign(
        source=_source(row, mapping, notes), source_no=number, subject=subject_of(heading or body), body=body,
        received_on=received.on, language=mapping.language,
        place_text=_place(row, mapping, notes), source_office=_office(row, mapping, notes),
        urgent=folded(row.get(columns.urgency, "")) in mapping.urgent, ending=ending, said_there=said_there,
        ended_on=ended.on if ended else None,
        data={"list": mapping.name, "heading": heading, "due_there": due.on.isoformat() if due else None},
    )  # fmt: skip
    noted = chain.from_iterable(((deed.field, code, deed.said) for code in deed.odd) for deed in past)
    notes += [Note(*odd) for odd in noted]
    return Normal(foreign, past, notes)


def _received(row: Row, mapping: ListMapping, at: datetime) -> Said:
    column = mapping.columns.received
    value = row[column].strip()
    if not value:
        raise RowRefused(column, "required")
    try:
        said = parse(value, mapping.date_formats, mapping.zone)
    except ValueError:
        raise RowRefused(column, "bad_date", value) from None
    if lies_ahead(said, at):
        raise RowRefused(column, "date_ahead", value)
    return said


def _status(row: Row, mapping: ListMapping) -> tuple[str, str]:
    """("" | closed | rejected, their word)."""
    column = mapping.columns.status
    said = " ".join(row[column].split())
    if not said:
        raise RowRefused(column, "required")
    meaning = mapping.statuses.get(folded(said))
    if meaning is None:
        raise RowRefused(column, "unknown_status", said)
    return ("" if meaning == "open" else meaning), said


def _source(row: Row, mapping: ListMapping, notes: list[Note]) -> str:
    column = mapping.columns.channel
    said = " ".join(row.get(column, "").split())
    if not said:
        return FALLBACK_SOURCE
    if folded(said) not in mapping.channels:
        notes.append(Note(column, "unknown_channel", said))
    return mapping.channels.get(folded(said), FALLBACK_SOURCE)


def _ended(
    row: Row, mapping: ListMapping, received: Said, past: list[Deed], ending: str, notes: list[Note]
) -> Said | None:
    """When it was closed there: their date, else their last closing action."""
    if not ending:
        return None
    told = next(((name, row[name]) for name in mapping.columns.closed if row[name].strip()), None)
    said = _odd_date(told, mapping, notes) if told else None
    if said is None:
        said = next((deed.when for deed in reversed(past) if deed.is_closing and deed.when), None)
    column = told[0] if told else mapping.columns.status
    if said is None:
        notes.append(Note(column, "no_closing_date"))
    elif said.before(received):
        notes.append(Note(column, "closed_before_received", said.on.isoformat()))
    return said


def _due(row: Row, mapping: ListMapping, received: Said, notes: list[Note]) -> Said | None:
    column = mapping.columns.due
    if not row.get(column, "").strip():
        return None
    said = _odd_date((column, row[column]), mapping, notes)
    if said and said.on < received.on:
        notes.append(Note(column, "due_before_received", said.on.isoformat()))
    return said


def _odd_date(told: tuple[str, str], mapping: ListMapping, notes: list[Note]) -> Said | None:
    try:
        return parse(told[1], mapping.date_formats, mapping.zone)
    except ValueError:
        notes.append(Note(told[0], "bad_date", told[1]))
        return None


def _body(row: Row, mapping: ListMapping, notes: list[Note]) -> str:
    columns = mapping.columns
    column = columns.text[0] if columns.text else columns.form
    parts = [wording.tidy(row[name]) for name in columns.text]
    text = wording.joined([part for part, _ in parts], "\n")
    if any(repaired for _, repaired in parts):
        notes.append(Note(column, "signs_repaired"))
    form, readable = wording.form_lines(row.get(columns.form, ""))
    if not readable:
        notes.append(Note(columns.form, "bad_form"))
    if not text and form:
        notes.append(Note(column, "text_from_form"))
    body = wording.joined([text, form], "\n")
    if not body:
        raise RowRefused(column, "no_text")
    if letters(body) < SHORT:
        notes.append(Note(column, "short_text", body))
    if wording.is_legacy_font(body):
        notes.append(Note(column, "legacy_font"))
    return body


def _place(row: Row, mapping: ListMapping, notes: list[Note]) -> str:
    parts = []
    for column in mapping.columns.place:
        said = wording.one_line(row[column])
        said = mapping.place_values.get(folded(said), said)
        word = mapping.place_words.get(column)
        if said and not word and not any(sign.isalpha() for sign in said):
            notes.append(Note(column, "odd_place", said))
        elif said:
            parts.append(f"{word} {said}" if word else said)
    return wording.joined(parts, ", ")


def _office(row: Row, mapping: ListMapping, notes: list[Note]) -> str:
    column = mapping.columns.office
    said = wording.one_line(row.get(column, ""))
    if column and not said:
        notes.append(Note(column, "no_office"))
    return mapping.office_strip.sub("", said) if mapping.office_strip else said
