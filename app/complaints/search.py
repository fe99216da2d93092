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
MOST_TRIGRAMS = 60  # more find nothing less
FTS = table("complaint_fts", column("rowid"), column("complaint_fts"))  # its own name: what a row is matched by
_FORGET = text("DELETE FROM complaint_fts WHERE rowid = :id")
_KEEP = text("INSERT INTO complaint_fts (rowid, search_text) VALUES (:id, :words)")
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
            session.execute(_FORGET, {"id": complaint.id})
        session.execute(_KEEP, {"id": complaint.id, "words": complaint.search_text})


def contains(session: Session, words: str) -> tuple[Select[Any] | None, list[ColumnElement[bool]]]:
    """Complaints that have every word somewhere, also inside another word: conditions, and ids to begin with.

    The ids are of what has all the words' trigrams, from SQLite's own index of them; None where that has no say.
    Whether a row has the words themselves is looked up in the complaint, which is read anyhow, not in a second copy.
    """
    said = search_key(words).split()[:MOST_WORDS]
    plain = [Complaint.search_text.like(f"%{_literal(word)}%", escape="\\") for word in said]
    known = _trigrams(said) if session.get_bind().dialect.name == "sqlite" else []
    return select(FTS.c.rowid).where(FTS.c.complaint_fts.match(" AND ".join(known))) if known else None, plain


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _trigrams(words: list[str]) -> list[str]:
    """Three letters after each other, each once, as the index is asked for them."""
    found = [word[at : at + TRIGRAM] for word in words for at in range(len(word) - TRIGRAM + 1)]
    return ['"{}"'.format(three.replace('"', '""')) for three in dict.fromkeys(found)][:MOST_TRIGRAMS]


def sought(session: Session, words: str) -> tuple[Select[Any] | None, list[ColumnElement[bool]]]:
    """What a search means: a phone number, else all the words, also inside other words. See `contains`."""
    try:
        number = parse_mobile(words)
    except BadMobile:
        return contains(session, words)
    with_phone = select(Party.complaint_id).join(Phone, Phone.complainant_id == Party.complainant_id)
    return with_phone.where(Phone.number == number).distinct(), []
