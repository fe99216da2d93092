"""Kruti Dev 010: what its glyphs show, what is recognised, and what never is."""

import re
import unicodedata

import pytest

from app.demo.masters import read
from app.domain.krutidev import could_be, looks_typed, to_unicode
from tests.domain.typist import typed

WORDS = {
    "{ks=": "क्षेत्र", "{kf=;": "क्षत्रिय", "Kku": "ज्ञान", "foKku": "विज्ञान", "Jh": "श्री",
    "Jfed": "श्रमिक", "'kq)": "शुद्ध", "fo|ky;": "विद्यालय", "f}rh;": "द्वितीय", "ea=h": "मंत्री",
    "f=kykspu": "त्रिलोचन", "VªSDVj": "ट्रैक्टर", "Vªd": "ट्रक", "fd": "कि", "fdZ": "र्कि", "Æd": "र्कि",
    "deZ": "कर्म", "deksZa": "कर्मों", "of.kZr": "वर्णित", "dk;ZØe": "कार्यक्रम", "fLFkfr": "स्थिति",
    "fufeZr": "निर्मित", "vkfFkZd": "आर्थिक", "jk\"Vªh;": "राष्ट्रीय", "izkFkZuk": "प्रार्थना",
    "ç'kklu": "प्रशासन", "f'kdk;r": "शिकायत", "Ñi;k": "कृपया", "ân;": "हृदय", "bZekunkj": "ईमानदार",
    "ubZ": "नई", ",sls": "ऐसे", "vkSj": "और", "vksj": "ओर", "MkWDVj": "डॉक्टर", "v‚fQl": "ऑफिस",
    "vk¡[k": "आँख", "gSa": "हैं", "u'ks": "नशे", "x<+k": "गढ़ा", "lM+d": "सड़क", "[+kcj": "ख़बर",
    "t+ehu": "ज़मीन", "lw;Z": "सूर्य", "iq#\"k": "पुरुष", ":i": "रूप", "fp=": "चित्र", "=qfV": "त्रुटि",
    "nq%[k": "दुःख", "nq[k": "दुख", "egku~": "महान्", "LoPN": "स्वच्छ", "fpUg": "चिन्ह",
    "lsok]": "सेवा,", "gSA": "है।", "¼d½": "(क)", "D;k\\": "क्या?", "å‡": "०५", "12&5&2026": "12-5-2026",
    "25]": "25,",
}  # fmt: skip


@pytest.mark.parametrize("keys", WORDS)
def test_words_as_they_look(keys: str) -> None:
    assert to_unicode(keys) == unicodedata.normalize("NFC", WORDS[keys])


def hindi() -> list[str]:
    """All Hindi of the invented district: complaints, villages, offices, names."""
    found: list[str] = []

    def gather(thing: object) -> None:
        if isinstance(thing, dict | list):
            for part in thing.values() if isinstance(thing, dict) else thing:
                gather(part)
        elif isinstance(thing, str) and re.search("[\u0900-\u097f]", thing) and not re.search("[A-Za-z]", thing):
            found.append(thing)

    for name in ("complaints", "places", "people", "posts", "categories", "departments", "guidance"):
        gather(read(name))
    return found


def test_everything_that_a_typist_keys_comes_back() -> None:
    texts = [text for text in hindi() if not set(text) & set(":;’\"'!–%+")]
    assert len(texts) > 500
    back = {text: to_unicode(typed(text)) for text in texts}
    assert [text for text in texts if back[text] != unicodedata.normalize("NFC", text)] == []


def test_a_typists_sentences_are_recognised() -> None:
    sentences = [text for text in hindi() if len(text.split()) >= 8]
    missed = [text for text in sentences if not looks_typed(typed(text))]
    assert len(missed) <= len(sentences) // 50, missed


@pytest.mark.parametrize(
    "text",
    [
        "Street light not working near ward 12 for 10 days.", "pani nahi aa raha hai, nali tuti hui hai",
        "Sadak kharab hai kripya thik kare", "PWD XEN", "McDonald", "dhbvn", "H.No. 12/3", "Rs. 500/- only",
        "mohan lal",
        "He said 'kindly check' and left", "www.example.in/kgf", "someone@example.in", "हमारे मोहल्ले में DHBVN का खंभा",
        "गली नं. 5 – B/kgm", "98765-43210", "", "...", "en+hi में लिखा हुआ है",
    ],
)  # fmt: skip
def test_english_and_latin_hindi_are_never_taken_for_it(text: str) -> None:
    assert not looks_typed(text)


def test_a_lone_name_is_offered_only_beside_a_typed_text() -> None:
    assert not looks_typed("jke dqekj")
    assert could_be("jke dqekj")
    assert not could_be("Ram Kumar")
    assert not could_be("98765 43210")


def test_hindi_that_is_there_already_stays() -> None:
    assert to_unicode("गाँव esa ikuh ugha gS") == "गाँव में पानी नहीं है"
    assert to_unicode("पहली लाइन\nnwljh ykbu") == "पहली लाइन\nदूसरी लाइन"
