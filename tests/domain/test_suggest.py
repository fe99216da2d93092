"""Categories from words: Hindi in its forms, Latin-spelled Hindi, English."""

import pytest

from app.domain.suggest import EXACT, PREFIX, SOUNDS, Suggestion, spoken, stem, suggest

VOCAB = {
    "drain": ["नाली", "नाला", "जाम नाली", "drain", "sewer"],
    "water": ["पानी", "नल", "पेयजल", "water supply", "पानी नहीं"],
    "road": ["सड़क", "गड्ढा", "road", "pothole"],
    "light": ["street light", "स्ट्रीट लाइट", "खंभा"],
    "power": ["बिजली", "ट्रांसफार्मर", "electric"],
    "pension": ["पेंशन", "pension"],
    "ration": ["राशन", "राशन कार्ड", "डिपो"],
}


def first(text):
    found = suggest(text, VOCAB)
    return found[0].code if found else None


@pytest.mark.parametrize(
    "word", ["नाली", "नालियाँ", "नालियों", "नाले", "नालों", "nali", "naali", "naliyan", "naliyon", "naale"]
)
def test_every_form_of_drain(word):
    assert first(f"मोहल्ले की {word} साफ करवाएं") == "drain"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("नल टूटा है", "water"),
        ("nal tuta hai", "water"),
        ("paani nahi aa raha", "water"),
        ("सड़कों पर गड्ढे", "road"),
        ("sadak kharab hai", "road"),
        ("sadkon ka bura haal", "road"),
        ("potholes on the Road", "road"),
        ("bijlee nahin hai", "power"),
        ("electricity fault", "power"),
        ("Street lights off", "light"),
        ("खंभे की स्ट्रीट लाइटें बंद", "light"),
        ("rashan card nahi bana", "ration"),
        ("पैंशन", None),
        ("", None),
        ("light", None),
    ],
)
def test_words_lead_to_a_category(text, code):
    assert first(text) == code


def test_explained_by_the_words_that_led_there():
    found = suggest("नाली जाम है, सड़क पर गंदा पानी", VOCAB)
    assert [(s.code, s.words) for s in found] == [
        ("drain", ("नाली", "जाम")),
        ("road", ("सड़क",)),
        ("water", ("पानी",)),
    ]
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)


def test_exact_before_sound_before_beginning():
    assert suggest("सड़क", VOCAB) == [Suggestion("road", ("सड़क",), EXACT)]
    assert suggest("sadak", VOCAB) == [Suggestion("road", ("sadak",), SOUNDS)]
    assert suggest("electrical", VOCAB) == [Suggestion("power", ("electrical",), PREFIX)]


def test_a_word_of_many_categories_counts_in_part_and_ties_go_by_code():
    found = suggest("बंद", {"b": ["बंद"], "a": ["बंद"], "c": ["खुला"]})
    assert found == [Suggestion("a", ("बंद",), 0.5), Suggestion("b", ("बंद",), 0.5)]


def test_the_order_of_the_vocabulary_does_not_matter():
    text = "नाली का पानी सड़क पर, बिजली का खंभा झुका"
    turned = {code: list(reversed(VOCAB[code])) for code in reversed(VOCAB)}
    assert suggest(text, VOCAB, limit=9) == suggest(text, turned, limit=9)
    assert len(suggest(text, VOCAB)) == 3


def test_saying_a_word_twice_is_not_twice_as_true():
    assert suggest("पानी पानी पानी", VOCAB) == suggest("पानी", VOCAB)
    assert suggest("नाली, नाली!", VOCAB)[0].words == ("नाली",)


def test_stems_and_sounds():
    assert stem("नालियों") == stem("नाली") != stem("नल")
    assert stem("drains") == "drain"
    assert (spoken("सडक"), spoken("पेंशन"), spoken("card")) == ("sadak", "penshan", "card")
