"""THE CASEBOOK: the words a complaint is found by, and finding them (trigrams on both databases)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, literal_column, select, text
from sqlalchemy.orm import Session

from app.domain.text import search_key
from app.models.complaint import Complaint

MOST_WORDS = 20  # SQLite refuses a statement of a thousand conditions
TRIGRAM = 3  # shorter words have no trigram: they are looked for by a plain scan of the visible rows


def words_of(complaint: Complaint, *extra: str) -> str:
    """The searchable words of a complaint: number, source number, subject, text, place and `extra` (names)."""
    words = [complaint.number, complaint.source_no or "", complaint.subject, complaint.body, complaint.place_text]
    return search_key(" ".join([*words, *extra]))


def index(session: Session, complaint: Complaint, *extra: str, new: bool = False) -> None:
    """Keep the searchable words of a complaint; a `new` one has none that would have to go first."""
    complaint.search_text = words_of(complaint, *extra)
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        if not new:
            session.execute(text("DELETE FROM complaint_fts WHERE rowid = :id"), {"id": complaint.id})
        session.execute(
            text("INSERT INTO complaint_fts (rowid, search_text) VALUES (:id, :words)"),
            {"id": complaint.id, "words": complaint.search_text},
        )


def contains(session: Session, words: str) -> list[ColumnElement[bool]]:
    """One condition per word: the complaint has it somewhere, also inside another word."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    found = []
    for word in search_key(words).split()[:MOST_WORDS]:
        escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        if sqlite and len(word) >= TRIGRAM and escaped == word:
            fts = select(literal_column("rowid")).select_from(text("complaint_fts"))
            matches = fts.where(literal_column("search_text").like(f"%{word}%"))
            found.append(Complaint.id.in_(matches))
        else:
            found.append(Complaint.search_text.like(f"%{escaped}%", escape="\\"))
    return found
