"""THE RULES. Kruti Dev 010, the typewriter face of north-Indian offices: its text recognised and turned into Unicode.

A typist's text is a picture made of glyphs: half letters are completed by a stem (``k``), ``f`` (ि) stands before its
letter and ``Z`` (र्) after the whole syllable. Here each glyph becomes what it shows, then the three are put in place.
"""

from __future__ import annotations

import re
from typing import Final

from app.domain.text import clean, repair_signs

# Half letters; the stem "k" after one makes it whole.
_HALF: Final = {
    "D": "क", "[": "ख", "£": "ख", "X": "ग", "?": "घ", "P": "च", "T": "ज", "÷": "झ", "Ö": "झ", ".": "ण", "R": "त",
    "F": "थ", "/": "ध", "Ë": "ध", "è": "ध", "U": "न", "I": "प", "¶": "फ", "C": "ब", "H": "भ", "E": "म", "¸": "य",
    "Y": "ल", "O": "व", "'": "श", "Ü": "श", "“": "श", "”": "श", '"': "ष", "‘": "ष", "’": "ष", "L": "स", "º": "ह",
    "{": "क्ष", "«": "त्र", "Ù": "त्त", "™": "न्न",
}  # fmt: skip
_WHOLE: Final = {
    "d": "क", "x": "ग", "Ä": "घ", "³": "ङ", "p": "च", "N": "छ", "t": "ज", ">": "झ", "¥": "ञ", "V": "ट", "B": "ठ",
    "M": "ड", "<": "ढ", "r": "त", "n": "द", "u": "न", "i": "प", "Q": "फ", "c": "ब", "Ò": "भ", "e": "म", ";": "य",
    "j": "र", "y": "ल", "G": "ळ", "o": "व", "l": "स", "g": "ह",
    "=": "त्र", "K": "ज्ञ", "J": "श्र", "|": "द्य", "}": "द्व", ")": "द्ध", "Ø": "क्र", "Ý": "फ्र", "æ": "द्र",
    "ç": "प्र", "Á": "प्र",
    "#": "रु", ":": "रू", "ô": "क्क", "ä": "क्त", "ê": "ट्ट", "Í": "ट्ट", "ë": "ट्ठ", "Î": "ट्ठ", "ì": "ड्ड", "Ï": "ड्ड",
    "ï": "ड्ढ",
    "Ô": "ड्ढ", "é": "न्न", "à": "ह्न", "á": "ह्य", "â": "हृ", "ã": "ह्म", "í": "द्द", "Ì": "द्द", "–": "दृ", "—": "कृ", "Ñ": "कृ",
    "=kk": "त्रा", "f=k": "fत्र",
}  # fmt: skip
_VOWELS: Final = {
    "v": "अ", "vk": "आ", "b": "इ", "bZ": "ई", "Ã": "ई", "b±": "ईं", "m": "उ", "Å": "ऊ", "_": "ऋ", ",": "ए", ",s": "ऐ",
    "vks": "ओ", "vkS": "औ", "v‚": "ऑ", "vkW": "ऑ",
}  # fmt: skip
_SIGNS: Final = {
    "k": "ा", "h": "ी", "q": "ु", "w": "ू", "`": "ृ", "s": "े", "S": "ै", "ks": "ो", "¨": "ो", "kS": "ौ", "©": "ौ",
    "‚": "ॉ", "kW": "ॉ", "W": "ॅ", "a": "ं", "¡": "ँ", "%": "ः", "È": "ीं", "~": "्", "+": "़", "z": "्र", "ª": "्र",
    "î": "्य", "Ó": "्य",
}  # fmt: skip
_MARKS: Final = {
    "A": "।", "]": ",", "&": "-", "-": ".", "(": ";", "¼": "(", "½": ")", "@": "/", "\\": "?", "^": "‘", "*": "’",
    "Þ": "“", "ß": "”", "¿": "{", "À": "}", "¾": "=", "$": "+", "Œ": "॰", "ñ": "॰", "·": "ऽ", "•": "ऽ",
    **{glyph: chr(0x0966 + digit) for digit, glyph in enumerate("åƒ„…†‡ˆ‰Š‹")},
}  # fmt: skip
# Beside bare digits a dot and a dash are mostly what they are in Latin; these are not.
_BY_NUMBERS: Final = str.maketrans({"]": ",", "&": "-", "@": "/"})
# Signs that stand elsewhere than they are spoken, kept as they are until the syllable around them is known.
_I, _I_DOT, _REPH, _REPH_I, _REPH_I_DOT = "fÇZÆÉ"
_PLACED: Final = {_I: _I, _I_DOT: _I_DOT, _REPH: _REPH, _REPH_I: _REPH_I, _REPH_I_DOT: _REPH_I_DOT, "±": "Zं", "Ê": "ीZ"}

GLYPHS: Final[dict[str, str]] = {
    **_MARKS, **_SIGNS, **_VOWELS, **_WHOLE, **_PLACED,
    **{half: f"{letter}्" for half, letter in _HALF.items()},
    **{f"{half}+": f"{letter}़्" for half, letter in _HALF.items()},
    **{f"{half}k": letter for half, letter in _HALF.items()},
    **{f"{half}+k": f"{letter}़" for half, letter in _HALF.items()},
}  # fmt: skip
_GLYPH: Final = re.compile("|".join(map(re.escape, sorted(GLYPHS, key=len, reverse=True))))

_LETTER: Final = "[क-ह]़?"
_SYLLABLE: Final = f"((?:{_LETTER}्)*{_LETTER})"
_VOWEL_SIGNS: Final = "ािीुूृेैोौॉॅ"
_BEFORE: Final = re.compile(f"([{_I}{_I_DOT}{_REPH_I}{_REPH_I_DOT}]){_SYLLABLE}")
_AFTER: Final = re.compile(f"{_SYLLABLE}([{_VOWEL_SIGNS}]?[ंँ]?[{_VOWEL_SIGNS}]?){_REPH}")
_PUT: Final = {_I: "{}ि", _I_DOT: "{}िं", _REPH_I: "र्{}ि", _REPH_I_DOT: "र्{}िं"}


def to_unicode(text: str) -> str:
    """The words that a text shows in the face Kruti Dev 010. What is Devanagari already stays."""
    pieces = re.split(r"(\s+)", text)
    return clean("".join(_word(piece) if _is_typed(piece) else piece.translate(_BY_NUMBERS) for piece in pieces))


def _is_typed(piece: str) -> bool:
    """Whether a piece is glyphs of the face: not a number, nor a word that was typed in Unicode."""
    return bool(re.search(r"[^\W\d]|[^\x00-\x7f]", piece)) and not re.search("[\u0900-\u097f]", piece)


def _word(typed: str) -> str:
    shown = _GLYPH.sub(lambda found: GLYPHS[found.group()], typed)
    shown = shown.replace("््", "्")
    shown = _BEFORE.sub(lambda found: _PUT[found[1]].format(found[2]), shown)
    shown = _AFTER.sub(r"र्\1\2", shown)
    shown = re.sub(f"([ंँ])([{_VOWEL_SIGNS}])", r"\2\1", shown)
    return repair_signs(shown.replace("ाॅ", "ॉ"))


# Words that every page of such text has, and that mean nothing in English or in Hindi with Latin letters.
_COMMON: Final = frozenset([
    "gS", "gSa", "dk", "dh", "ds", "dks", "ls", "esa", "ij", "ugha", "vkSj", "fd", ";g", ";s", "og", "os",
    "bl", "ml", "tks", "rks", "Hkh", "gks", "gqvk", "x;k", "fd;k", "fn;k", "dj", "djus", "jgk", "jgh", "jgs",
    "gesa", "gekjs", "gekjh", "esjk", "esjh", "vki", "vkids", "yksx", "xkao", "xk¡o", "ikuh", "fctyh", "lM+d",
    "uyh", "ukyh", "Jh", "Jherh", "iq=", "xzke", "okMZ", "fuoklh", "izkFkZuk", "fuosnu", "egksn;", "f'kdk;r",
    "dk;Z", "fnu", "ckj", "vHkh", "rd", "iM+k", "can", "gq,", "Fkk", "Fkh", ",d", "nks", "rhu",
])  # fmt: skip
# Words of English and of Hindi in Latin letters that would pass for glyphs.
_LATIN: Final = frozenset([
    "the", "is", "of", "in", "to", "and", "for", "no", "not", "has", "have", "are", "on", "at", "by", "with",
    "from", "this", "that", "was", "we", "our", "it", "be", "us", "or", "as", "an", "my", "all", "any", "hai",
    "hain", "nahi", "ka", "ki", "ke", "ko", "se", "me", "mein", "par", "aur", "na", "bhi", "ho", "raha",
    "rahi", "gaya", "kiya", "kripya", "sir", "please", "pls", "road", "water", "light", "ward", "gali", "near",
    "since", "days",
])  # fmt: skip
_FACE_ONLY: Final = re.compile(
    r"[A-Za-z][;|}{\[=~`+<>^][A-Za-z]|^[{\['\"?/]k|^[<{][a-z]|[A-Za-z][/'\".?]k|[M<]\+|[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]"
)
_WELL_FORMED: Final = re.compile(
    rf"(?:{_SYLLABLE}(?:्(?=$)|[{_VOWEL_SIGNS}])?[ंँः]?|[अ-औ][ंँः]?|[।,.;:?!/(){{}}=‘’“”\-॰ऽ०-९0-9])+"
)
_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - frozenset("JKV")  # श्र, ज्ञ, ट begin names, too
LEAST = 0.8  # of the pieces must be words of the face,
SURE = 0.3  # and so many of them such as nothing else would be


def looks_typed(text: str) -> bool:
    """Whether a text was typed for the face Kruti Dev. In doubt no: one question too many disturbs more."""
    pieces = text.split()
    typed = [piece for piece in pieces if _is_typed(piece) and re.search("[A-Za-z]", piece)]
    words = [piece.strip("]A-&(") for piece in typed]
    certain = sum(word in _COMMON or bool(_FACE_ONLY.search(word)) for word in words)
    likely = sum(word not in _COMMON and not _FACE_ONLY.search(word) and _is_odd(word) for word in words)
    latin = sum(word.lower().strip(".,;:!?'\"()") in _LATIN and word not in _COMMON for word in words)
    formed = sum(bool(_WELL_FORMED.fullmatch(_word(piece))) for piece in typed)
    foreign = sum(bool(re.search("[\u0900-\u097f]", piece)) for piece in pieces)
    enough = certain and certain + likely >= SURE * len(typed) and len(typed) > foreign
    return bool(enough and formed >= LEAST * len(typed) and latin * 5 <= len(typed))


def could_be(text: str) -> bool:
    """Whether a text gives sound words in Unicode: enough to offer it where another field of the same form is typed."""
    pieces = [piece for piece in text.split() if _is_typed(piece)]
    return bool(pieces) and all(piece[0] not in _CAPITALS and _WELL_FORMED.fullmatch(_word(piece)) for piece in pieces)


def _is_odd(word: str) -> bool:
    """No English word: none of its vowels, or a capital inside."""
    without_vowel = len(word) > 2 and word.isascii() and word.islower() and not set(word) & set("aeiouy")
    return without_vowel or bool(re.search("[a-z][A-Z]", word))
