"""Mapping files: the ones on the shelf, and ones that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.exchange import mapping
from app.exchange.mapping import SHELF, Unusable

GOOD = (SHELF / "stl_csb.toml").read_text(encoding="utf-8")


def test_the_shelf_can_be_read() -> None:
    assert mapping.known() == ["hello_sarkar", "stl_csb"]
    loaded = {name: mapping.load(name) for name in mapping.known()}
    assert loaded["hello_sarkar"].history is not None
    assert loaded["hello_sarkar"].history.closing == {"closed"}
    assert loaded["stl_csb"].history is None
    assert "PRJCOMPLETEDATE" in loaded["stl_csb"].columns.all()


def test_a_mapping_of_ones_own_is_given_by_its_path(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(GOOD.replace('name = "stl_csb"', 'name = "own"'), encoding="utf-8")
    assert mapping.load(str(own)).name == "own"


def test_values_are_known_whatever_their_case_and_blanks() -> None:
    statuses = mapping.load("stl_csb").statuses
    assert {statuses[mapping.folded(said)] for said in ("CANCEL", "Cancel", " cancel ")} == {"rejected"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"CLOSED" = "closed"', '"CLOSED" = "finished"'),
        ('"WEB" = "WEB"', '"WEB" = "SATELLITE"'),
        ("America/Chicago", "Atlantis/Capital"),
        ('number = "REQUESTID"', ""),
        ('subject = "DESCRIPTION"', 'sbject = "DESCRIPTION"'),
        ("strip = ',", "strip = '(,"),
        ("[channels]", "[channels"),
    ],
)
def test_a_mapping_that_is_not_right_says_so_at_once(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    broken = tmp_path / "broken.toml"
    broken.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        mapping.load(str(broken))
    assert refused.value.code == "mapping_broken"


def test_no_mapping_of_that_name() -> None:
    with pytest.raises(Unusable) as refused:
        mapping.load("cm_window")
    assert refused.value.code == "no_mapping"
    assert "hello_sarkar" in str(refused.value.facts["known"])
