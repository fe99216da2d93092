"""THE CASEBOOK: the words a complaint is found by, and finding them (trigrams on both databases)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, column, select, table, text
from sqlalchemy.orm import Session

from app.domain.numbers import BadMobile, parse_mobile
from app.domain.text import search_key
from app.models.complaint import Complaint
from app.models.party import Party, Phone

MOST_WORDS = 20  # SQLite refuses a statement of a thousand conditions
FTS = table("complaint_fts", column("rowid"), column("search_text"))
TRIGRAM = 3  # shorter words have no trigram: they are looked for by a plain scan of the visible rows


def words_of(complaint: Complaint, *extra: str) -> str:
    """The searchable words of a complaint: number, source number, subject, text, place and `extra` (names)."""
    words = [complaint.number, complaint.source_no or "", complaint.subject, complaint.body, complaint.place_text]
    return search_key(" ".join([*words, *extra]))


def index(session: Session, complaint: Complaint, *extra: str, new: bool = False) -> None:
    """Keep the searchable words of a complaint; a `new` one has them, and none would have to go first."""
    if not new:
        complaint.search_text = words_of(complaint, *extra)
        session.flush()
    if session.get_bind().dialect.name == "sqlite":
        if not new:
            session.execute(text("DELETE FROM complaint_fts WHERE rowid = :id"), {"id": complaint.id})
        session.execute(
            text("INSERT INTO complaint_fts (rowid, search_text) VALUES (:id, :words)"),
            {"id": complaint.id, "words": complaint.search_text},
        )


def contains(session: Session, words: str) -> tuple[Select[Any] | None, list[ColumnElement[bool]]]:
    """Complaints that have every word somewhere, also inside another word: their ids, and conditions besides.

    The ids come from SQLite's own index of trigrams; None where it has no say.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    indexed, plain = [], []
    for word in search_key(words).split()[:MOST_WORDS]:
        escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        if sqlite and len(word) >= TRIGRAM and escaped == word:
            indexed.append(FTS.c.search_text.like(f"%{word}%"))
        else:
            plain.append(Complaint.search_text.like(f"%{escaped}%", escape="\\"))
    return select(FTS.c.rowid).where(*indexed) if indexed else None, plain


def sought(session: Session, words: str) -> tuple[Select[Any] | None, list[ColumnElement[bool]]]:
    """What a search means: a phone number, else all the words, also inside other words. See `contains`."""
    try:
        number = parse_mobile(words)
    except BadMobile:
        return contains(session, words)
    with_phone = select(Party.complaint_id).join(Phone, Phone.complainant_id == Party.complainant_id)
    return with_phone.where(Phone.number == number).distinct(), []
