"""THE RULES: what a message from a phone means – a question, an answer, a wish, or nothing we know (domain.md D8).

Only whole phrases count: "not satisfied" must never be read as "satisfied". What is not known is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.numbers import BadNumber, parse_number
from app.domain.text import search_key


class Kind(StrEnum):
    """What is wanted."""

    STATUS = "status"
    YES = "yes"
    NO = "no"
    CALL = "call_me"
    STOP = "stop"
    START = "start"
    OTHER = "unmatched"


@dataclass(frozen=True)
class Said:
    """A message understood. `number`: the complaint it names, as it is stored, or ""; `misnamed`: it holds something
    like a complaint number that is none of ours."""

    kind: Kind
    number: str = ""
    misnamed: bool = False


_PHRASES: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.STATUS: ("status", "status no", "स्थिति", "स्टेटस", "हाल", "क्या हाल है", "sthiti", "stithi", "haal"),
    Kind.YES: (
        "1", "yes", "y", "han", "haan", "ha", "haa", "हाँ", "हा", "संतुष्ट", "santusht", "satisfied", "ok", "हाँ संतुष्ट",
        "yes satisfied", "हाँ हो गया", "han ho gaya", "1 हाँ", "1 yes", "1 han", "1 haan", "1 संतुष्ट",
    ),
    Kind.NO: (
        "2", "no", "n", "nahi", "nahin", "nhi", "नहीं", "नही", "ना", "असंतुष्ट", "asantusht", "dissatisfied",
        "not satisfied", "unsatisfied", "संतुष्ट नहीं", "संतुष्ट नही", "नहीं हुआ", "नही हुआ", "काम नहीं हुआ",
        "काम नही हुआ", "nahi hua", "kaam nahi hua", "kam nahi hua", "not done", "2 नहीं", "2 no", "2 nahi",
        "2 असंतुष्ट",
    ),
    Kind.CALL: (
        "3", "call", "call me", "फोन", "फ़ोन", "फोन करें", "फोन करो", "फोन कीजिए", "कॉल", "कॉल करें", "phone", "phone karo",
        "call karo", "3 call", "3 call me", "3 फोन", "3 कॉल",
    ),
    Kind.STOP: ("stop", "बंद", "बंद करें", "बंद करो", "band", "band karo", "unsubscribe"),
    Kind.START: ("start", "शुरू", "शुरु", "चालू", "shuru", "subscribe"),
}  # fmt: skip
_MEANT: Final = {search_key(phrase): kind for kind, phrases in _PHRASES.items() for phrase in phrases}
# Said along with an answer, and meaning nothing by themselves.
_COURTESY: Final = frozenset(
    search_key(word)
    for word in ("जी", "ji", "sir", "सर", "please", "plz", "कृपया", "धन्यवाद", "thanks", "शिकायत", "का", "की")
)
_BETWEEN: Final = re.compile(r"[।॥,:;!?'\"()\[\]{}<>*#=+|\\‘’“”…]+")
_EDGES: Final = "./-–—_"
_GLUED: Final = re.compile(r"(?<=[\u0900-\u0963\u0970-\u097f])(?=[0-9])")
_TOKENS: Final = 5  # a number said in pieces: NG 26 4127 5
_LONGEST: Final = 600  # characters; more is a letter
_LIKE_A_NUMBER: Final = re.compile(r"(?=(?:.*[0-9]){3})[a-z0-9\-‐‑‒–—−_/.]+")


def read(text: str, *, letters: str, district_code: int, keywords: Sequence[str] = ()) -> Said:
    """What a message means; never raises. `keywords`: words before it that only lead it to this office."""
    tokens = _tokens(text[:_LONGEST], letters, keywords)
    readings = list(_readings(tokens, letters, district_code))
    named = {said for said in readings if said.kind is not Kind.OTHER}
    if len(named) == 1:
        return named.pop()
    if named or readings:  # two ways to read it, or a number among words that mean nothing to us
        numbers = {said.number for said in readings}
        return Said(Kind.OTHER, numbers.pop() if len(numbers) == 1 else "")
    return _without_number(tokens)


def _tokens(text: str, letters: str, keywords: Sequence[str]) -> list[str]:
    """The words; a number written without a blank behind a word stands apart from it."""
    apart = _GLUED.sub(" ", _BETWEEN.sub(" ", search_key(text)))
    apart = re.sub(rf"(?<=\w)(?={letters.lower()}[0-9]{{2}})", " ", apart)
    tokens = [token for word in apart.split() if (token := word.strip(_EDGES))]
    for keyword in keywords:
        if tokens and tokens[0] == search_key(keyword):
            del tokens[0]
    return tokens


def _readings(tokens: Sequence[str], letters: str, district_code: int) -> Iterator[Said]:
    """Every way in which some of the words are one of our numbers, with what the others then say."""
    for begin in range(len(tokens)):
        for end in range(begin + 1, min(begin + _TOKENS, len(tokens)) + 1):
            try:
                number = parse_number("".join(tokens[begin:end]), letters, district_code).canonical
            except BadNumber:
                continue
            rest = [*tokens[:begin], *tokens[end:]]
            yield Said(_meaning(rest) if _spoken(rest) else Kind.STATUS, number)


def _without_number(tokens: Sequence[str]) -> Said:
    odd = [token for token in tokens if token not in _MEANT and _LIKE_A_NUMBER.fullmatch(token)]
    return Said(_meaning([token for token in tokens if token not in odd]), misnamed=bool(odd))


def _spoken(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token not in _COURTESY]


def _meaning(tokens: Sequence[str]) -> Kind:
    return _MEANT.get(" ".join(_spoken(tokens)), Kind.OTHER)
