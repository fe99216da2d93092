"""The command of the office machine: what it prints and how it ends."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.exchange.command import make_command
from app.models.complaint import Complaint
from app.models.imports import ImportBatch
from tests.exchange import invented
from tests.exchange.conftest import NOON, Desk


def ask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(make_command(lambda: NOON), [str(argument) for argument in arguments])


def test_every_refusal_is_told_with_line_column_and_reason(app: Flask, desk: Desk, tmp_path: Path) -> None:
    folder = invented.hello_sarkar(tmp_path / "hs")
    said = ask(app, "hello_sarkar", folder, "--lang", "en")
    assert said.exit_code == 0, said.output
    assert "       5  Newly taken in" in said.output
    assert "line 8, ticket_number: This column is empty" in said.output
    assert "line 9, created_at: This is not a date. “2024-13-40 10:00:00”" in said.output
    assert "       2  Action dated before the complaint was received" in said.output
    assert desk.count(Complaint) == 5
    batch = desk.session.scalars(select(ImportBatch)).one()
    assert batch.person_id == desk.by.person_id


def test_it_speaks_hindi_by_itself(app: Flask, desk: Desk, tmp_path: Path) -> None:
    said = ask(app, "hello_sarkar", invented.hello_sarkar(tmp_path / "hs"))
    assert "पंक्ति 9, created_at: यह तारीख नहीं है।" in said.output
    assert "       5  नई ली गईं" in said.output
    for english in ("Rows in", "Newly", "Not taken", "Oddities", "This is", "line 9"):
        assert english not in said.output


def test_a_dry_run_says_so_and_leaves_nothing(app: Flask, desk: Desk, tmp_path: Path) -> None:
    said = ask(app, "stl_csb", invented.stl_csb(tmp_path / "csb"), "--dry-run", "--lang", "en", "--as", "admin")
    assert said.exit_code == 0
    assert "nothing was written" in said.output
    assert desk.count(Complaint) == desk.count(ImportBatch) == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("cm_window", "."), "There is no mapping file “cm_window”"),
        (("stl_csb", "nowhere"), "In nowhere there is no file service_requests.csv.gz"),
        (("stl_csb", ".", "--as", "officer"), "officer may not import."),
        (("stl_csb", ".", "--as", "stranger"), "stranger may not import."),
    ],
)
def test_what_cannot_be_done_at_all_ends_with_two(
    app: Flask, desk: Desk, arguments: tuple[str, ...], told: str
) -> None:
    said = ask(app, *arguments, "--lang", "en")
    assert said.exit_code == 2
    assert told in said.output
    assert desk.count(ImportBatch) == 0


def test_a_file_without_its_columns_is_not_begun(app: Flask, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "service_requests.csv").write_text("REQUESTID,STATUS\n1,OPEN\n")
    said = ask(app, "stl_csb", tmp_path / "service_requests.csv", "--lang", "en")
    assert said.exit_code == 2
    assert "DATETIMEINIT" in said.output
    assert desk.count(ImportBatch) == 0


def test_it_is_a_command_with_an_explanation(app: Flask) -> None:
    command = make_command(lambda: NOON)
    assert isinstance(command, click.Command)
    assert command.name == "import"
    assert "--dry-run" in app.test_cli_runner().invoke(command, ["--help"]).output
