"""THE EXCHANGE: mapping files (TOML) – how another portal's list reads in our words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.models.complaint import SOURCES

SHELF = Path(__file__).parent / "mappings"
FALLBACK_SOURCE = "IMP"
MEANINGS = ("open", "closed", "rejected")


class Unusable(Exception):
    """A mapping or a file that cannot be worked with at all. `code` is a sentence of `reasons.py`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def folded(value: str) -> str:
    """The form in which values of a list are compared: single blanks, no case."""
    return " ".join(value.split()).casefold()


@dataclass(frozen=True)
class Columns:
    """Their column names. `number`, `status` and `received` every list must have."""

    number: str
    status: str
    received: str
    channel: str = ""
    closed: tuple[str, ...] = ()
    due: str = ""
    subject: str = ""
    text: tuple[str, ...] = ()
    form: str = ""
    office: str = ""
    place: tuple[str, ...] = ()
    urgency: str = ""

    def all(self) -> set[str]:
        """Every column that the list must have."""
        single = (self.number, self.status, self.received, self.channel, self.due, self.subject, self.form)
        several = (*self.closed, *self.text, *self.place)
        return {name for name in (*single, self.office, self.urgency, *several) if name}


@dataclass(frozen=True)
class HistoryColumns:
    """A second file: dated actions. `complaint` of the action equals `complaint_key` of the complaint."""

    names: tuple[str, ...]
    complaint: str
    complaint_key: str
    number: str
    at: str
    action: str
    action_code: str = ""
    text: tuple[str, ...] = ()
    closing: frozenset[str] = frozenset()

    def all(self) -> set[str]:
        """Every column that the file must have."""
        return {self.complaint, self.number, self.at, self.action, *self.text} | ({self.action_code} - {""})


@dataclass(frozen=True)
class ListMapping:
    """One portal's list in our words. Keys of the value tables are `folded`."""

    name: str
    title: str
    zone: ZoneInfo
    date_formats: tuple[str, ...]
    names: tuple[str, ...]
    columns: Columns
    statuses: Mapping[str, str]
    channels: Mapping[str, str]
    history: HistoryColumns | None
    place_words: Mapping[str, str]
    place_values: Mapping[str, str]
    office_strip: re.Pattern[str] | None
    urgent: frozenset[str]
    junk: frozenset[str]
    number_prefix: str = ""
    language: str = "hi"
    encoding: str = "utf-8"
    delimiter: str = ","

    @property
    def sources(self) -> frozenset[str]:
        """Source codes under which a record of this list may stand."""
        return frozenset(self.channels.values()) | {FALLBACK_SOURCE}


def load(name_or_path: str) -> ListMapping:
    """A mapping of the shelf by its name, or any other by its path. Raises Unusable."""
    on_shelf = SHELF / f"{name_or_path}.toml"
    is_name = re.fullmatch("[a-z0-9_]+", name_or_path) is not None
    path = on_shelf if is_name and on_shelf.exists() else Path(name_or_path)
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Unusable("no_mapping", name=name_or_path, known=", ".join(known())) from None
    except tomllib.TOMLDecodeError as bad:
        raise Unusable("mapping_broken", name=name_or_path, why=str(bad)) from None
    try:
        return _read(told)
    except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError, re.error) as bad:
        why = f"{bad.args[0] if bad.args else bad}"
        raise Unusable("mapping_broken", name=name_or_path, why=why) from None


def known() -> list[str]:
    """Names of the mappings that come with the house."""
    return sorted(path.stem for path in SHELF.glob("*.toml"))


def _read(told: dict[str, Any]) -> ListMapping:
    history = told.get("history")
    strip = told.get("office", {}).get("strip")
    if told.get("language", "hi") not in ("hi", "en"):
        raise ValueError("language")
    return ListMapping(
        name=str(told["name"]), title=str(told.get("title", told["name"])), zone=ZoneInfo(told["timezone"]),
        date_formats=tuple(told["date_formats"]), names=tuple(told["file"]["names"]),
        columns=Columns(**_tuples(told["columns"])),
        statuses=_values(told["statuses"], MEANINGS), channels=_values(told.get("channels", {}), SOURCES),
        history=_history(history) if history else None,
        place_words=told.get("place_words", {}),
        place_values={folded(key): value for key, value in told.get("place_values", {}).items()},
        office_strip=re.compile(strip) if strip else None,
        urgent=_folded_set(told.get("urgent", {})), junk=_folded_set(told.get("junk", {})),
        number_prefix=told.get("number_prefix", ""), language=told.get("language", "hi"),
        encoding=told["file"].get("encoding", "utf-8"), delimiter=told["file"].get("delimiter", ","),
    )  # fmt: skip


def _history(told: dict[str, Any]) -> HistoryColumns:
    parts = _tuples(told)
    parts["closing"] = frozenset(folded(word) for word in told.get("closing", ()))
    return HistoryColumns(**parts)


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}


def _values(told: dict[str, str], allowed: tuple[str, ...]) -> dict[str, str]:
    odd = sorted(set(told.values()) - set(allowed))
    if odd:
        raise ValueError(", ".join(odd))
    return {folded(key): value for key, value in told.items()}


def _folded_set(told: dict[str, Any]) -> frozenset[str]:
    return frozenset(folded(word) for word in told.get("values", ()))
