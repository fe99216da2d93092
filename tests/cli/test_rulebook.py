"""THE TESTS: docs/office says what the rules of the programme say, in both languages."""

from __future__ import annotations

import re

from flask import Flask

from app.cli import rulebook_words as w
from app.cli.rulebook import FOLDER, printed
from app.domain.ladder import PROFILES
from app.domain.policy import Right
from app.domain.states import TRANSITIONS, Action

AGAIN = "run `flask rulebook` and commit what it prints"


def test_the_printed_rules_are_the_rules(app: Flask) -> None:
    with app.app_context():
        for name, text in printed().items():
            path = FOLDER / name
            assert path.is_file(), f"{name}: {AGAIN}"
            assert path.read_text(encoding="utf-8") == text, f"{name}: {AGAIN}"


def test_nothing_is_left_out(app: Flask) -> None:
    with app.app_context():
        pages = printed()
    for lang in ("hi", "en"):
        lines = pages[f"{lang}/steps.md"].splitlines()
        assert sum(line.startswith("| ") for line in lines) == len(TRANSITIONS) + 2
        rights = sum(line.startswith("| ") for line in pages[f"{lang}/rights.md"].splitlines())
        assert rights == len(Action) + len(Right) + 4
        assert sum(line.count("|") == 8 for line in pages[f"{lang}/time-limits.md"].splitlines()) == len(PROFILES) + 2


def test_the_office_reads_its_own_words(app: Flask) -> None:
    with app.app_context():
        pages = printed()
    for words in ("संज्ञान", "अनुमोदन", "निस्तारित, प्रतिपुष्टि प्रतीक्षित", "विशेष रूप से बंद"):
        assert words in pages["hi/steps.md"]
    assert "| Standard | 3 working days | 7 | 7 | 7 | 15 | 36 |" in pages["en/time-limits.md"]


def test_what_a_request_opens_is_not_told_as_a_right_over_the_district(app: Flask) -> None:
    """An office clerk reads the table as it stands: who is asked decides, not every officer everywhere."""
    with app.app_context():
        rights = printed()["en/rights.md"].splitlines()
    for step in ("Days granted", "Proposal declined", "Disposal on the spot", "Decide proposals"):
        (row,) = [line for line in rights if line.startswith(f"| {step} |")]
        assert "where asked" in row, step
        assert "district" not in row, step
    (row,) = [line for line in rights if line.startswith("| Proposal withdrawn |")]
    assert set(row.split(" | ")[1:-1]) == {"own", "–"}


def test_one_day_is_no_days(app: Flask) -> None:
    with app.app_context():
        assert "| Marking by the cell | 1 working day |" in printed()["en/time-limits.md"]


def test_every_code_has_its_word() -> None:
    """A step, guard or field without a word would stand in the Hindi table by its English code."""
    rows = TRANSITIONS.values()
    wanted = {
        "step": {row.action for row in rows} - set(w.ACTIONS), "right": set(Right) - set(w.RIGHTS),
        "field": {name for row in rows for name in row.requires} - set(w.FIELDS),
        "guard": {name for row in rows for name in row.guards} - set(w.GUARDS),
    }  # fmt: skip
    assert not any(wanted.values()), f"app/cli/rulebook_words.py lacks: {wanted}"


def test_the_odd_cases_name_tests_that_exist() -> None:
    """The table of D12 has all its rules, and none of the tests that it points to has gone."""
    text = (FOLDER / "odd-cases.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^\| (\d+) \|", text, re.MULTILINE)
    assert numbers == [str(no) for no in range(1, 22)]
    root = FOLDER.parents[1]
    for path, _both, name in re.findall(r"`(tests/[\w/]+\.py)(::(\w+))?`", text):
        assert (root / path).is_file(), path
        assert f"def {name}" in (root / path).read_text(encoding="utf-8"), f"{path}::{name}"
