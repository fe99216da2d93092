"""How alike two complaints read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.duplicates import is_near, similarity, words_of

WATER = "हमारे गाँव में तीन दिन से पानी नहीं आ रहा"
WATER_AGAIN = "गांव में 3 दिन से पानी की सप्लाई बंद है"
BILL = "बिजली का बिल ज़्यादा आया है"


def test_words_lose_punctuation_only():
    assert words_of("पानी, बिजली। “सड़क” – No.12!") == ["पानी", "बिजली", "सडक", "no", "12"]


def test_same_matter_in_other_words_is_closer_than_another_matter():
    assert similarity(WATER, WATER_AGAIN) > 0.4 > 0.2 > similarity(WATER, BILL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सड़क टूटी है।", "सडक टूटी"),
        ("नाली जाम, गंदा पानी", "गंदा पानी नाली जाम"),
        ("गाँव की हिन्दी पाठशाला", "गांव की हिंदी पाठशाला"),
        ("Street light broken", "STREET LIGHT, broken."),
    ],
)
def test_spelling_order_and_dots_do_not_matter(one, other):
    assert similarity(one, other) == 1.0


def test_words_every_complaint_has_make_none_alike():
    assert similarity("महोदय निवेदन है कि पानी नहीं आ रहा", "महोदय निवेदन है कि राशन नहीं मिला") < 0.3
    assert similarity("नहीं", "नहीं") == 1.0


@given(st.text(), st.text())
def test_symmetric_and_between_nothing_and_one(a, b):
    assert similarity(a, b) == similarity(b, a)
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, a) == (1.0 if words_of(a) else 0.0)


def test_the_more_is_shared_the_fewer_words_must_agree():
    assert not is_near(WATER, WATER_AGAIN)
    assert is_near(WATER, WATER_AGAIN, same_phone=True)
    assert is_near(WATER, WATER_AGAIN, same_place=True, same_category=True)
    assert not is_near(WATER, BILL, same_phone=True, same_place=True, same_category=True)
    assert is_near(WATER, WATER + "।")


@given(st.text(alphabet="पानी बिजली सड़क", max_size=30), st.text(alphabet="पानी बिजली सड़क", max_size=30))
def test_sharing_more_never_makes_it_less_near(a, b):
    alone, place = is_near(a, b), is_near(a, b, same_place=True)
    both, phone = is_near(a, b, same_place=True, same_category=True), is_near(a, b, same_phone=True)
    assert alone <= place <= both <= phone
