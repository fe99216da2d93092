"""THE RULES. Which category the words of a complaint point to, with the words that led there; a person decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from typing import Final

from app.domain.text import clean, search_key, words

# Endings Hindi nouns and adjectives change: नाली, नाले, नालियाँ, नालियों. Longest first.
_HINDI_END: Final = re.compile("(?:ियों|ियां|ुओं|ुएं|ाओं|ाएं|ओं|एं|ों|ें|ीं|ां|ी|ा|े|ि)$")
_ROMAN_END: Final = re.compile("(?:iyon|iyan|iya|on|en|i|e|a)$")
_ENGLISH_END: Final = re.compile("(?:ings?|ed|es|s)$")
_LONG_VOWELS: Final = (("aa", "a"), ("ee", "i"), ("oo", "u"), ("ii", "i"), ("uu", "u"))
_SPOKEN: Final[dict[str, str]] = dict(
    re.findall(
        "(.)=([a-z]+)",
        "अ=a आ=a इ=i ई=i उ=u ऊ=u ऋ=ri ए=e ऐ=ai ओ=o औ=au ा=a ि=i ी=i ु=u ू=u ृ=ri े=e ै=ai ो=o ौ=au ं=n ः=h "
        "क=k ख=kh ग=g घ=gh ङ=n च=ch छ=chh ज=j झ=jh ञ=n ट=t ठ=th ड=d ढ=dh ण=n त=t थ=th द=d ध=dh न=n "
        "प=p फ=ph ब=b भ=bh म=m य=y र=r ल=l व=v श=sh ष=sh स=s ह=h ळ=l",
    )
)
_CONSONANTS: Final = frozenset("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ")
_MIN_STEM: Final = 2
_MIN_PREFIX: Final = 4
_MIN_SOUND: Final = 3
EXACT: Final = 1.0
SOUNDS: Final = 0.8
PREFIX: Final = 0.6


@dataclass(frozen=True)
class Suggestion:
    """A category, the words of the complaint that led to it (as typed, in order), and a score for ordering only."""

    code: str
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class _Form:
    key: str
    stem: str
    sounds: frozenset[str]


def spoken(word: str) -> str:
    """A Devanagari word as people write it in Latin letters (सड़क: sadak); other words stay. Takes search form."""
    out: list[str] = []
    for at, sign in enumerate(word):
        out.append(_SPOKEN.get(sign, "" if sign == "्" else sign))
        after = word[at + 1 : at + 2]
        if sign in _CONSONANTS and after and (after in _CONSONANTS or after in "अआइईउऊएऐओऔंः"):
            out.append("a")
    return "".join(out)


def stem(word: str) -> str:
    """The part of a word that does not change with number and case. Takes search form."""
    if not word.isascii():
        cut = _HINDI_END.sub("", word)
        return cut if len(cut) >= _MIN_STEM else word
    cut = _ENGLISH_END.sub("", word)
    return cut if len(cut) > _MIN_STEM else word


def _sounds(word: str) -> frozenset[str]:
    """Keys a Hindi word shares with its Latin spellings, none under three letters.

    A changed ending leaves ``~`` so that nal is not nali; an oblique plural (nalon) may be of either.
    """
    said = spoken(word)
    for long, short in _LONG_VOWELS:
        said = said.replace(long, short)
    said = re.sub(r"(.)\1", r"\1", said.replace("w", "v"))
    cut = _ROMAN_END.sub("", said)
    if len(cut) < _MIN_STEM:
        cut = said
    thin = cut[0] + cut[1:].replace("a", "")
    base = thin if len(thin) >= _MIN_SOUND else cut
    keys = {base} if cut == said else {base, f"{base}~"} if said[len(cut) :] in ("on", "en") else {f"{base}~"}
    return frozenset(key for key in keys if len(key) >= _MIN_SOUND)


def _form(word: str) -> _Form:
    return _Form(word, stem(word), _sounds(word))


@lru_cache(maxsize=8192)
def _listed(entry: str) -> tuple[_Form, ...]:
    """Forms of a vocabulary entry; the district's own words, kept because every complaint is held against them."""
    return tuple(_form(word) for word in words(search_key(entry)))


def _likeness(said: _Form, listed: _Form) -> float:
    if said.stem == listed.stem or said.key == listed.key:
        return EXACT
    if len(listed.stem) >= _MIN_PREFIX and said.stem.startswith(listed.stem):
        return PREFIX
    # Across scripts, and between two Latin spellings; two Hindi words differ by more than their Latin sound.
    if (said.key.isascii() or listed.key.isascii()) and said.sounds & listed.sounds:
        return SOUNDS
    return 0.0


def _matched(entry: Sequence[_Form], said: Sequence[_Form]) -> tuple[float, frozenset[int]]:
    """Score of one vocabulary entry and the places of the words it matched; every word of a phrase must be there."""
    total, places = 0.0, set[int]()
    for listed in entry:
        best, place = 0.0, 0
        for at, form in enumerate(said):
            likeness = _likeness(form, listed)
            if likeness > best:
                best, place = likeness, at
                if best == EXACT:
                    break
        if best == 0.0:
            return 0.0, frozenset()
        total += best
        places.add(place)
    return total, frozenset(places)


def suggest(text: str, vocab: Mapping[str, Sequence[str]], limit: int = 3) -> list[Suggestion]:
    """Categories the text points to, best first, at most ``limit``; equal scores in order of code.

    ``vocab``: category code to words and phrases, Hindi, English or Latin-spelled Hindi. An entry listed under
    several categories counts for each of them only in part; a phrase counts more than a word.
    """
    return list(_suggest(text, tuple((code, tuple(listed)) for code, listed in vocab.items()), limit))


@lru_cache(maxsize=1024)  # the marking desk asks for the same complaints at each look
def _suggest(text: str, vocab: tuple[tuple[str, tuple[str, ...]], ...], limit: int) -> tuple[Suggestion, ...]:
    typed = words(clean(text))
    said = [_form(search_key(word)) for word in typed]
    entries = {code: {_listed(entry) for entry in listed} - {()} for code, listed in vocab}
    shared = Counter(entry for listed in entries.values() for entry in listed)
    found: list[Suggestion] = []
    for code in sorted(entries):
        best: dict[frozenset[int], float] = {}
        for entry in entries[code]:
            score, places = _matched(entry, said)
            if score:
                best[places] = max(best.get(places, 0.0), score / shared[entry])
        if best:
            led = tuple(dict.fromkeys(typed[at] for at in sorted(frozenset().union(*best))))
            found.append(Suggestion(code, led, round(fsum(best.values()), 3)))
    return tuple(sorted(found, key=lambda s: (-s.score, s.code))[:limit])
