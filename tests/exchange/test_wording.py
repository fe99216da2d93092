"""Words and dates of other portals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.exchange import wording
from app.exchange.dates import parse
from tests.exchange.invented import LEGACY

FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S")
CHICAGO = ZoneInfo("America/Chicago")


def test_a_legacy_font_is_seen_and_ordinary_words_are_not() -> None:
    assert wording.is_legacy_font(LEGACY)
    for plain in (
        "धाराको पानी फोहोर आउँछ।",
        "Report of rollcart stolen/missing\nMove cont/debrs dump\nTrash/Debris",
        "paani ko dhaaraa 2 din dekhi sukeko chha, ward-4 ma",
        "See <NAME> and http://a.example/x[1]{2};y|z for the file",
        "It's the officer's word; don't ask iPhone or McDonald's",
    ):
        assert not wording.is_legacy_font(plain), plain


def test_a_remark_says_nothing_by_rule_or_by_name() -> None:
    junk = frozenset({"dhrf"})
    assert [wording.says_nothing(said, junk) for said in ("llllll", "-", "।", "DHRF ", "ok", "धन्यवाद।", "")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip


def test_form_answers_become_lines() -> None:
    assert wording.form_lines('{" किसिम  को": " धारा ", "वडा": "", "": "अन्य", "ठाउँ": null}') == (
        "किसिम को: धारा\nअन्य",
        True,
    )
    assert wording.form_lines("{'python': 1}") == ("", False)
    assert wording.form_lines("[1]") == ("", False)
    assert wording.form_lines(" ") == ("", True)


def test_dates_are_read_in_their_zone_and_keep_the_date_they_say() -> None:
    said = parse("2011-05-04 22:28:03.0", FORMATS, CHICAGO)
    assert (said.at, said.on, said.is_day) == (datetime(2011, 5, 5, 3, 28, 3, tzinfo=UTC), date(2011, 5, 4), False)
    assert parse("२०११-०१-०४ ०८:००:००", FORMATS, CHICAGO).at == datetime(2011, 1, 4, 14, tzinfo=UTC)  # winter time


@pytest.mark.parametrize(
    "value", ["", "2011-02-30 10:00:00", "0211-05-04 10:00:00", "04/05/11", "२०२०३-०१-०१ ००:००:००"]
)
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError):
        parse(value, FORMATS, CHICAGO)


def test_a_mere_day_is_compared_by_the_day() -> None:
    day, moment = (parse(value, FORMATS, CHICAGO) for value in ("2011-05-04 00:00:00.0", "2011-05-04 10:28:03.0"))
    assert not day.before(moment)
    assert parse("2011-05-03 00:00:00", FORMATS, CHICAGO).before(moment)
    assert parse("2011-05-04 10:28:02", FORMATS, CHICAGO).before(moment)
