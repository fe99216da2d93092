"""THE PRESS: one sheet in, one PDF out. The setting is done by a process of its own: it takes some 150 MB for a second,
and the web server must not keep them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

SECONDS = 60
PICTURES = 60  # more would make a file that nobody can send
ROOT = Path(__file__).parents[2]


class PressStopped(Exception):
    """No PDF came out: the process ended with an error, or took too long."""


@dataclass(frozen=True)
class Part:
    """One part under a heading. `rows` of a `pairs` part have two cells; of a `table` as many as `head`.
    `widths` are shares of the line. `pictures` are (name of the file, caption). Everything is plain text."""

    heading: str
    kind: Literal["text", "pairs", "table", "pictures"]
    text: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[float] = ()
    pictures: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Paper:
    """What is to be set. `page` and `of` are the words of "page 1 of 4"; `notice` stands boxed under the title."""

    lang: str
    office: str
    title: str
    number: str
    page: str
    of: str
    parts: Sequence[Part]
    notice: str = ""
    signatures: Sequence[str] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)


def typeset(paper: Paper) -> bytes:
    """The PDF. User text travels as data and is never read as markup. Raises PressStopped."""
    told = asdict(paper)
    images = told.pop("images")
    with TemporaryDirectory(prefix="nivaran-press-") as folder:
        for name, data in images.items():
            Path(folder, name).write_bytes(data)
        Path(folder, "paper.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603 – our own program, no shell, a folder of our own making
                [sys.executable, "-m", "app.press.compositor", folder], cwd=ROOT, capture_output=True, timeout=SECONDS,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise PressStopped("too slow") from late
        if done.returncode != 0:
            raise PressStopped(done.stderr.decode("utf-8", "replace")[-500:])
        return Path(folder, "paper.pdf").read_bytes()
