"""THE TESTS: every sentence has its Hindi, one English sentence has one Hindi, and the office's words are the law."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from tests.architecture.catalogue import (
    FIELD,
    UNNAMED_FIELD,
    Entry,
    devanagari_in_code,
    entries,
    hidden_sentences,
    literals,
    spoken,
)

PLURALS = 2  # Hindi: one form up to one, another above
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
# Words that a citizen, or an officer on a phone, does not use; the right word stands beside each.
NOT_OUR_WORDS = {
    "परिवाद": "शिकायत",
    "प्रकरण": "शिकायत",
    "प्रार्थी": "शिकायतकर्ता",
    "अवधि समाप्त": "5 दिन देर",
    "संज्ञान लें": "स्वीकार करें",
    "अग्रेषित": "सौंपें",
    "निस्तारित": "समाधान हो गया",
    "अनुमोदित": "मंज़ूर करें",
    "आपत्ति": "वापस भेजें",
    "एस्केलेटेड": "एसडीएम (L2) को गई",
    "पुनः उद्घाटित": "फिर खुली",
    "निरस्त": "अमान्य",
    "सिंक पेंडिंग": "भेजना बाकी",
    "पावती": "रसीद",
}
SAME_IN_HINDI = {"English", "Excel"}


@pytest.fixture(scope="module")
def catalogue() -> list[Entry]:
    return entries()


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, ...], str]:
    return spoken()


def test_there_is_something_to_translate(catalogue: list[Entry], said: dict[tuple[str, ...], str]) -> None:
    """Were the extraction to find nothing, every other test here would pass."""
    assert catalogue
    assert said


def test_every_sentence_has_its_hindi(catalogue: list[Entry], said: dict[tuple[str, ...], str]) -> None:
    known = {entry.english for entry in catalogue}
    missing = [f"{place}: {english[0]!r}" for english, place in said.items() if english not in known]
    assert not missing, f"{len(missing)} without Hindi:\n" + "\n".join(missing)


def test_no_hindi_is_empty_or_guessed(catalogue: list[Entry]) -> None:
    empty = [str(entry) for entry in catalogue if not all(text.strip() for text in entry.hindi) or entry.is_fuzzy]
    short = [str(entry) for entry in catalogue if len(entry.english) > 1 and len(entry.hindi) != PLURALS]
    assert not empty + short, "\n".join(empty + short)


def test_the_hindi_is_hindi_and_the_english_english(catalogue: list[Entry]) -> None:
    mixed = []
    for entry in catalogue:
        words = set(re.findall(r"[A-Za-z]*[a-z]{2,}[A-Za-z]*", FIELD.sub("", entry.english[0]))) - SAME_IN_HINDI
        is_hindi = all(DEVANAGARI.search(text) for text in entry.hindi)
        if (words and not is_hindi) or DEVANAGARI.search(entry.english[0]):
            mixed.append(f"{entry} → {entry.hindi}")
    assert not mixed, "\n".join(mixed)


def test_named_fields_are_the_same_in_both_languages(catalogue: list[Entry]) -> None:
    wrong = []
    for entry in catalogue:
        wanted = [set(FIELD.findall(text)) for text in entry.english]
        if any(set(FIELD.findall(text)) not in wanted for text in entry.hindi):
            wrong.append(f"{entry} → {entry.hindi}")
        elif any(UNNAMED_FIELD.search(FIELD.sub("", text)) for text in (*entry.english, *entry.hindi)):
            wrong.append(f"{entry} has a field without a name")
    assert not wrong, "\n".join(wrong)


def test_no_sentence_hides_from_the_extraction() -> None:
    assert list(hidden_sentences()) == []


def test_one_english_sentence_has_one_hindi(catalogue: list[Entry]) -> None:
    answers: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in catalogue:
        answers[entry.english[0]][entry.hindi].append(entry.room)
    torn = [f"{english!r}: {dict(hindi)}" for english, hindi in answers.items() if len(hindi) > 1]
    assert not torn, "\n".join(torn)


def test_no_hindi_is_left_over(catalogue: list[Entry], said: dict[tuple[str, ...], str]) -> None:
    texts = literals()
    orphans = [str(entry) for entry in catalogue if entry.english not in said and entry.english[0] not in texts]
    assert not orphans, "nobody says these any more:\n" + "\n".join(orphans)


@pytest.mark.parametrize("word", NOT_OUR_WORDS)
def test_the_words_of_the_files_are_not_used(catalogue: list[Entry], word: str) -> None:
    alone = re.compile(rf"(?<![\u0900-\u097f]){word}(?![\u0900-\u097f])")
    on_screens = [entry for entry in catalogue if entry.room != "rulebook"]  # printed for the office: D14 (ruling 2)
    using = [f"{entry} → {text}" for entry in on_screens for text in entry.hindi if alone.search(text)]
    assert not using, f"say {NOT_OUR_WORDS[word]!r} instead of {word!r}:\n" + "\n".join(using)


def test_no_hindi_sentence_stands_in_the_code() -> None:
    found = [f"{name}: {text[:60]!r}" for name, text in devanagari_in_code()]
    assert not found, "Hindi belongs in a catalogue:\n" + "\n".join(found)
