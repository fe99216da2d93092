"""THE TESTS: the office machine's check sees what the tables see, and the sums can be written anew."""

from __future__ import annotations

from datetime import timedelta

from click.testing import Result
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.models.complaint import Complaint
from app.models.movement import MovementSum
from tests.reviews.ways import NOW, disposed, make_world, marked


def test_verify_names_what_does_not_tie_and_count_again_mends_the_sums(any_app: Flask) -> None:
    with any_app.app_context():
        world = make_world(db.session, NOW)  # type: ignore[arg-type]
        disposed(world, NOW - timedelta(days=3))
        number = marked(world, NOW - timedelta(days=2)).number
        db.session.commit()

    def run(*, args: list[str]) -> Result:
        with any_app.app_context():  # as the flask command does
            return any_app.test_cli_runner().invoke(args=args)

    first = run(args=["verify"])
    assert (first.exit_code, first.output) == (0, "NG: whole\n"), first.exception
    with any_app.app_context():
        db.session.execute(update(MovementSum).where(MovementSum.figure == "disposed").values(count=9))
        db.session.commit()
    wrong = run(args=["verify"])
    assert wrong.exit_code == 1
    assert "kept sums differ" in wrong.output
    assert run(args=["count-again"]).exit_code == 0
    assert run(args=["verify"]).exit_code == 0
    with any_app.app_context():
        elsewhere = update(Complaint).where(Complaint.number == number).values(source="CMW")
        db.session.execute(elsewhere)
        db.session.commit()
    torn = run(args=["verify"])
    assert torn.exit_code == 1
    assert f"do not tie with their history: {number}" in torn.output
