"""THE BENCH: one visit measured – bytes in both languages, statements, CPU as the median of many."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from statistics import median

import brotli
from flask import Flask

from app.extensions import db
from app.web import dictionary
from app.web.dictionary import Dictionary
from bench.bare import bare_app
from bench.served import Served, served
from bench.visits import ENTRIES, PAGES, Place, Visit

RUNS, WARM = 15, 3
NUMBER = re.compile(rb"\b[A-Z]{2,4}\d\d-\d+-\d\b")


@dataclass(frozen=True)
class Figures:
    """What one visit costs. Bytes of the Hindi answer; `rows` are complaints named on it."""

    visit: Visit
    rows: int
    raw: int
    br: int
    gz: int
    dcz: int  # as what differs from the shared text
    english: int
    statements: tuple[str, ...]
    cpu: float
    times: float  # of the bare page


@dataclass(frozen=True)
class Measured:
    """All visits of one office."""

    size: int
    bare: float
    figures: list[Figures]
    first_bytes: int
    first_requests: int


def measure(app: Flask, size: int, place: Place) -> Measured:
    """Visit everything in one run, the bare page in turn with each visit: a busy machine slows both."""
    with app.app_context():
        engine, shared = db.engine, dictionary.every()["hi"]
    with served(bare_app(engine)) as bare, served(app) as office:
        figures = [_figures(office, bare, visit, place, shared) for visit in (*PAGES, *ENTRIES)]
        size_of_all, requests = first_visit(office)
    return Measured(size, median(one.cpu / one.times for one in figures), figures, size_of_all, requests)


def _figures(office: Served, bare: Served, visit: Visit, place: Place, shared: Dictionary) -> Figures:
    method = "GET" if visit.fields is None else "POST"

    def once(prefix: str = "", encoding: str = "br"):  # type: ignore[no-untyped-def]
        fields = visit.fields(place) if visit.fields else None
        answer = office.ask(method, prefix + visit.path(place), username=visit.username, fields=fields,
                            htmx=visit.htmx, encoding=encoding)  # fmt: skip
        assert answer.status in (200, 303), f"{visit.name}: {answer.status} {answer.body[:300]!r}"
        assert (answer.status == 303) == (visit.fields is not None and not visit.htmx), f"{visit.name} was not taken"
        return answer

    plain, english = once(encoding="identity"), once("/en", encoding="identity")
    pairs = [(bare.ask("GET", "/").cpu, once()) for _ in range(WARM + RUNS)][WARM:]
    runs = [run for _, run in pairs]
    cpu, yardstick = median(run.cpu for run in runs), median(cpu for cpu, _ in pairs)
    raw = plain.body
    return Figures(
        visit, len(set(NUMBER.findall(raw))), len(raw), packed(raw), len(gzip.compress(raw, 6)),
        len(shared.differs(raw)),
        packed(english.body), runs[-1].statements, cpu, cpu / yardstick,
    )  # fmt: skip


def packed(body: bytes) -> int:
    """Bytes as the web server sends them live: brotli, quality 5."""
    return len(brotli.compress(body, quality=5))


def first_visit(office: Served) -> tuple[int, int]:
    """Bytes and requests of the officer's first page with everything it needs."""
    page = office.ask("GET", "/complaints", username="officer", encoding="identity").body
    needed = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
    files = [office.ask("GET", name.decode()).body for name in sorted(needed)]
    return packed(page) + sum(map(len, files)), 1 + len(files)
