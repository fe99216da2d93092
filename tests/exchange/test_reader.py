"""Reading a file as it stands: its own line numbers, its marks and encodings, its broken rows."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from app.exchange.mapping import Unusable
from app.exchange.reader import Record, records

HEAD = "no,text\r\n"


def read(path: Path, needed: frozenset[str] = frozenset({"no"}), encoding: str = "utf-8") -> list[Record]:
    return list(records(path, encoding=encoding, delimiter=",", needed=set(needed)))


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_record_stands_on_the_line_on_which_it_begins(tmp_path: Path) -> None:
    text = f'{HEAD}1,"first\r\nsecond\r\n\r\nfourth"\r\n\r\n2,short\r\n3,"a ""word"""\r\n'
    found = read(written(tmp_path / "a.csv", text.encode()))
    assert [(record.line, record.values["no"]) for record in found] == [(2, "1"), (7, "2"), (8, "3")]
    assert found[0].values["text"] == "first\r\nsecond\r\n\r\nfourth"
    assert found[2].values["text"] == 'a "word"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path, encoding: str) -> None:
    found = read(written(tmp_path / "a.csv", f"{HEAD}१,पानी\r\n".encode(encoding)))
    assert found == [Record(2, {"no": "१", "text": "पानी"})]


def test_packed_and_plain_read_alike(tmp_path: Path) -> None:
    content = f"{HEAD}1,पानी\r\n".encode()
    plain = read(written(tmp_path / "a.csv", content))
    assert read(written(tmp_path / "a.csv.gz", gzip.compress(content))) == plain


def test_a_broken_row_costs_nobody_else(tmp_path: Path) -> None:
    rows = b'1,good\r\n2,b\xe0\xa4d\r\n3,too,many\r\n4\r\n5,n\x00ul\r\n6,"' + b"x" * 140_000 + b'"\r\n7,good\r\n'
    found = read(written(tmp_path / "a.csv", HEAD.encode() + rows))
    assert [(record.line, record.problem) for record in found] == [
        (2, ""), (3, "bad_encoding"), (4, "columns"), (5, "columns"), (6, ""), (7, "bad_row"), (8, ""),
    ]  # fmt: skip
    assert found[4].values["text"] == "nul"


def test_a_file_without_a_needed_column_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        read(written(tmp_path / "a.csv", HEAD.encode()), frozenset({"no", "when", "where"}))
    assert (refused.value.code, refused.value.facts["columns"]) == ("no_column", "when, where")


@pytest.mark.parametrize(("name", "content"), [("a.csv.gz", b"no,text\r\n1,2\r\n"), ("b.csv.gz", b"\x1f\x8b\x08\x00")])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Unusable) as refused:
        read(written(tmp_path / name, content))
    assert refused.value.code == "unreadable"
