"""THE PRESS, tests: shaped Hindi that can be found again, user text that is never markup, fonts that come along."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from app.press.typesetting import Paper, Part, PressStopped, typeset
from tests.evidence.photos import encoded, scene
from tests.press.reading import pages_of, text_of

# Conjuncts, matras before and after, repha, nukta: what a PDF without care loses.
HARD = "शिकायतकर्ता श्रीमती कृष्णा प्रतिपुष्टि क्षेत्र ज्ञान कुल निस्तारण कार्यवाही सड़क मरम्मत राष्ट्रीय हृदय द्वितीय"
MARKUP = '#panic("x") *bold* $a$ @ref <label> // note \\ [x] #image("photo.jpg")'


def paper(*parts: Part, **rest: object) -> Paper:
    told: dict[str, object] = {"lang": "hi", "office": "उपायुक्त कार्यालय", "title": "शिकायत की पूरी फ़ाइल",
                               "number": "NG26-4127-5", "page": "पृष्ठ", "of": "/"}  # fmt: skip
    return Paper(**(told | rest), parts=parts)  # type: ignore[arg-type]


def test_hindi_words_and_the_number_can_be_found() -> None:
    data = typeset(paper(Part("इतिहास", "text", text=HARD), Part("", "pairs", rows=[("विषय", "गंदा पानी")])))
    assert data.startswith(b"%PDF-")
    said = text_of(data)
    assert [word for word in HARD.split() if word not in said] == []
    assert "NG26-4127-5" in said
    assert "गंदा पानी" in said
    assert "पृष्ठ 1 / 1" in said


def test_what_people_write_is_never_markup() -> None:
    said = text_of(typeset(paper(Part("x", "text", text=MARKUP), Part("", "table", head=["a"], rows=[[MARKUP]],
                                                                      widths=[1]), notice=MARKUP)))  # fmt: skip
    bare = "".join(said.split())
    assert bare.count("".join(MARKUP.split())) == 3


def test_fonts_travel_inside_and_a_long_table_repeats_its_head() -> None:
    rows = [(str(no), "नाली की सफ़ाई") for no in range(120)]
    data = typeset(paper(Part("सूची", "table", head=("क्रम", "क्या हुआ"), rows=rows, widths=(1, 4))))
    pages = pages_of(data)
    assert len(pages) > 2
    assert all("क्या हुआ" in page for page in pages)
    assert f"पृष्ठ 2 / {len(pages)}" in pages[1]
    assert b"/FontFile" in data
    assert b"NotoSansDevanagari" in data


def test_photos_are_in_the_paper() -> None:
    photo = encoded(scene(3))
    with_it = paper(Part("फ़ोटो", "pictures", pictures=[("a.jpg", "पहले")]), images={"a.jpg": photo})
    data = typeset(with_it)
    assert len(data) > len(photo)
    assert "पहले" in text_of(data)


def test_a_press_that_stops_says_so_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    broken = paper(Part("फ़ोटो", "pictures", pictures=[("none.jpg", "x")]))
    with pytest.raises(PressStopped):
        typeset(broken)
    assert list(tmp_path.iterdir()) == []
