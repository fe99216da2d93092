"""THE BENCH: `make bench` – the main pages with the demo district alone and with many complaints more.

python -m bench [--only line …] [--complaints 10000 [1000000 …]]
                [--pending 0.1 [0.01 …]] [--notices 1000000] [--postgres] [--statements NAME]
"""

from __future__ import annotations

import argparse
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from sqlalchemy import select

from app.extensions import db
from app.models.place import Place as PlaceRow
from bench import home, line, memory, nightwork, postroom, tables
from bench.measured import Measured, measure
from bench.visits import Place

PARTS = ("pages", "line", "post", "memory")
Copy = Callable[[str], str]  # a fresh copy of the demo district by a name: its database address


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the main pages and print figures.")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="these parts alone")
    parser.add_argument(
        "--complaints",
        type=int,
        nargs="+",
        default=[10_000, 50_000],
        help="how many to add to the demo's; 10000 1000000 for the growth of a state",
    )
    parser.add_argument(
        "--pending",
        type=float,
        nargs="+",
        default=[0.1],
        help="share of them that is open (0.1); one for all sizes, or one each",
    )
    parser.add_argument("--notices", type=int, default=1_000_000, help="old messages beside which work is looked for")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL too, where its programs are installed")
    parser.add_argument("--statements", default="", help="print the SQL of the visits whose name contains this")
    told = parser.parse_args()
    told.pending *= len(told.complaints) if len(told.pending) == 1 else 1
    if len(told.pending) != len(told.complaints):
        parser.error("--pending: one share for all of --complaints, or one for each")
    return told


def main() -> None:
    """Measure every size on every database, print a table each and what grew."""
    told = _arguments()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory(prefix="nivaran-bench-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else
        copy = _sqlite(folder)
        if "pages" in told.only:
            _on("SQLite", copy, folder, told)
        if "line" in told.only:
            _at_the_end_of_the_line(copy, folder)
        if "post" in told.only:
            print("\n" + postroom.report(folder / "SQLite", copy, told.notices), flush=True)
        if "memory" in told.only:
            print("\n" + memory.report(folder), flush=True)
        if told.postgres and "pages" in told.only:
            with _postgres(folder) as copy:
                _on("PostgreSQL", copy, folder, told)


def _sqlite(folder: Path) -> Copy:
    home.found(folder / "SQLite", f"sqlite:///{folder / 'demo.db'}")

    def copy(name: str) -> str:
        shutil.copyfile(folder / "demo.db", folder / f"{name}.db")
        return f"sqlite:///{folder / f'{name}.db'}"

    return copy


@contextmanager
def _postgres(folder: Path) -> Iterator[Copy]:
    from tests.postgres import INSTALL, PostgresServer, binaries  # the tests' own server: no port, no password

    programs = binaries()
    if programs is None:
        raise SystemExit(INSTALL)
    server = PostgresServer(folder / "postgres", programs)
    server.start()
    try:
        home.found(folder / "PostgreSQL", server.create("demo"))
        yield lambda name: server.create(name, template="demo")
    finally:
        server.stop()


def _on(database: str, copy: Copy, folder: Path, told: argparse.Namespace) -> None:
    """Each size in its own copy of the demo district; from the second on also what grew."""
    before: Measured | None = None
    paces: list[nightwork.Pace] = []
    for more, pending in ((0, 0.0), *zip(told.complaints, told.pending, strict=True)):
        started = time.monotonic()
        with home.opened(folder / database, copy(f"with_{more}"), more, pending) as office:
            print(f"\n{database}: {office.size:,} complaints, made in {time.monotonic() - started:.0f} s", flush=True)
            found = measure(office.app, office.size, _place(office))
            print(tables.of_size(found, database))
            if told.statements:
                _print_statements(found, told.statements)
            if before is not None:
                print(tables.growth(before, found))
            if more:
                words, pace = nightwork.report(office.app, office.size)
                print(words, flush=True)
                paces += [pace] if pace else []
        before = found
    print(nightwork.growth(paces), flush=True)


def _at_the_end_of_the_line(copy: Copy, folder: Path) -> None:
    """The demo district's pages on slow lines; each in an office of its own."""
    if line.obstacle():
        print(f"\nPages on a slow line: not measured. {line.obstacle()}", flush=True)
        return
    for number, way in enumerate(line.WAYS):
        with home.opened(folder / "SQLite", copy(f"line_{number}"), 0, 0.1, **line.settings(way)) as office:
            print(line.report(office, _place(office), way), flush=True)


def _place(office: home.Home) -> Place:
    """What the addresses need."""
    with office.app.app_context():
        names = list(db.session.scalars(select(PlaceRow.name_hi).where(PlaceRow.kind == "village")))
        db.session.remove()
    return Place(office.case, office.fresh, [name for name in names if names.count(name) == 1])


def _print_statements(found: Measured, part: str) -> None:
    for figures in found.figures:
        if part in figures.visit.name:
            print(f"\n{figures.visit.name}:")
            for statement in figures.statements:
                print("  ", " ".join(statement.split()))


if __name__ == "__main__":
    main()
