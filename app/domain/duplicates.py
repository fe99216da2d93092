"""THE RULES. How alike two complaints read: a hint at intake and in imports, never a decision (D12-2)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from app.domain.text import search_key, words

# Said in every complaint, so that they make none alike.
_EMPTY_WORDS: Final = frozenset(
    search_key(
        "का की के को में से पर है हैं था थी थे और या तो भी ही कि यह वह इस उस हो रहा रही रहे गया गई गए कर करें कृपया "
        "महोदय श्रीमान निवेदन जी न नहीं मेरा मेरी मेरे हमारे हमारा हमारी प्रार्थी "
        "the a an of in on at to is are was and or for my our this that it not no please sir "
        "ka ki ke ko me mein se par hai hain aur ya nahi nahin ho raha rahi rahe gaya gayi kar mera meri mere hamare"
    ).split()
)
# The less else agrees, the more the words must.
NEAR_SAME_PHONE: Final = 0.35
NEAR_SAME_PLACE_AND_CATEGORY: Final = 0.40
NEAR_SAME_PLACE: Final = 0.55
NEAR_WORDS_ALONE: Final = 0.85


def words_of(text: str) -> list[str]:
    """Words of a text in search form, in order, without punctuation."""
    return words(search_key(text))


def _telling(text: str) -> list[str]:
    said = words_of(text)
    return [word for word in said if word not in _EMPTY_WORDS] or said


def _trigrams(said: list[str]) -> set[str]:
    return {f" {word} "[i : i + 3] for word in said for i in range(len(word))}


@lru_cache(maxsize=64)  # one text is held against many, and the same many while somebody types
def _marks(text: str) -> tuple[frozenset[str], frozenset[str]]:
    said = _telling(text)
    return frozenset(said), frozenset(_trigrams(said))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def similarity(a_text: str, b_text: str) -> float:
    """0.0 (nothing shared) to 1.0 (same words): the mean of shared words and shared letter triples (Dice).

    Order, spelling variants (nukta, anusvara), punctuation and words every complaint has do not matter; symmetric.
    """
    (a_words, a_threes), (b_words, b_threes) = _marks(a_text), _marks(b_text)
    return (_dice(a_words, b_words) + _dice(a_threes, b_threes)) / 2


def is_near(
    a_text: str, b_text: str, *, same_phone: bool = False, same_place: bool = False, same_category: bool = False
) -> bool:
    """Whether intake should ask "is it the same one?": the threshold falls with each thing the two share."""
    if same_phone:
        limit = NEAR_SAME_PHONE
    elif same_place:
        limit = NEAR_SAME_PLACE_AND_CATEGORY if same_category else NEAR_SAME_PLACE
    else:
        limit = NEAR_WORDS_ALONE
    return similarity(a_text, b_text) >= limit
