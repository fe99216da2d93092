"""THE TESTS: a typist of the old school – Hindi as it is keyed for the face Kruti Dev 010, glyph by glyph."""

from __future__ import annotations

import re

WHOLE = {
    "क": "d", "ख": "[k", "ग": "x", "घ": "?k", "ङ": "³", "च": "p", "छ": "N", "ज": "t", "झ": ">", "ञ": "¥",
    "ट": "V", "ठ": "B", "ड": "M", "ढ": "<", "ण": ".k", "त": "r", "थ": "Fk", "द": "n", "ध": "/k", "न": "u",
    "प": "i", "फ": "Q", "ब": "c", "भ": "Hk", "म": "e", "य": ";", "र": "j", "ल": "y", "ळ": "G", "व": "o",
    "श": "'k", "ष": "\"k", "स": "l", "ह": "g",
}  # fmt: skip
HALF = {
    "क": "D", "ख": "[", "ग": "X", "घ": "?", "च": "P", "ज": "T", "ण": ".", "त": "R", "थ": "F", "ध": "/",
    "न": "U", "प": "I", "फ": "¶", "ब": "C", "भ": "H", "म": "E", "य": "¸", "ल": "Y", "व": "O", "श": "'",
    "ष": "\"", "स": "L",
}  # fmt: skip
JOINED = {
    "क्ष": "{k", "त्र": "=", "ज्ञ": "K", "श्र": "J", "द्ध": ")", "द्य": "|", "द्व": "}", "क्र": "Ø",
    "ट्र": "Vª", "ड्र": "Mª", "त्त": "Ùk", "द्द": "í", "ट्ट": "ê", "ट्ठ": "ë", "ह्म": "ã", "ह्न": "à",
    "ह्य": "á", "न्न": "é", "फ्र": "Ý", "द्र": "æ", "रु": "#", "रू": ":", "हृ": "â", "कृ": "Ñ",
}  # fmt: skip
VOWELS = {
    "अ": "v", "आ": "vk", "इ": "b", "ई": "bZ", "उ": "m", "ऊ": "Å", "ऋ": "_", "ए": ",", "ऐ": ",s",
    "ओ": "vks", "औ": "vkS", "ऑ": "vkW",
}  # fmt: skip
SIGNS = {
    "ा": "k", "ी": "h", "ु": "q", "ू": "w", "ृ": "`", "े": "s", "ै": "S", "ो": "ks", "ौ": "kS", "ॉ": "kW",
    "ं": "a", "ँ": "¡", "ः": "%",
}  # fmt: skip
MARKS = {"।": "A", ",": "]", "-": "&", ".": "-", "(": "¼", ")": "½", "/": "@", "?": "\\", "‘": "^", "’": "*",
         "“": "Þ", "”": "ß"}  # fmt: skip
SYLLABLE = re.compile("(र्(?=[क-ह]))?((?:[क-ह]़?्)*[क-ह]़?)(्)?([ािीुूृेैोौॉ]?)([ंँः]?)")


def _letters(cluster: str, sign: str) -> tuple[str, str]:
    """Glyphs of a cluster of consonants; the vowel sign that is still to be written."""
    if cluster + sign in JOINED:
        return JOINED[cluster + sign], ""
    keyed, rest = "", cluster
    while rest:
        joined = next((one for one in JOINED if len(one) > 2 and rest.startswith(one)), "")
        if joined and (len(joined) == len(rest) or rest[len(joined)] not in "़"):
            keyed, rest = keyed + JOINED[joined], rest[len(joined) :]
            if rest.startswith("्"):
                keyed, rest = keyed + "~", rest[1:]
        else:
            letter, nukta, half, rakar, rest = re.match("(.)(़?)(्?)((?:र(?![़्]))?)(.*)", rest).groups()
            dot = "+" if nukta else ""
            if half and rakar:
                keyed += WHOLE[letter] + dot + "z"
            elif half:
                rest = rakar + rest
                keyed += HALF[letter] + dot if letter in HALF else WHOLE[letter] + dot + "~"
            else:
                rest = rakar + rest
                whole = WHOLE[letter]
                keyed += whole[0] + dot + whole[1:] if len(whole) == 2 else whole + dot
    return keyed, sign


def _syllable(found: re.Match[str]) -> str:
    reph, cluster, virama, sign, dot = found.groups()
    keyed, sign = _letters(cluster, sign)
    before = "f" if sign == "ि" else ""
    after = SIGNS.get(sign, "")
    return before + keyed + ("~" if virama else "") + after + ("Z" if reph else "") + SIGNS.get(dot, "")


def typed(text: str) -> str:
    """The keys of a Hindi text. Latin letters cannot be written in the face and are not handled."""
    pieces, at = [], 0
    while at < len(text):
        found = SYLLABLE.match(text, at)
        if found:
            pieces.append(_syllable(found))
            at = found.end()
        else:
            one = text[at]
            pieces.append(VOWELS.get(one) or SIGNS.get(one) or MARKS.get(one, one))
            at += 1
    return "".join(pieces)
