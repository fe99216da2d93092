"""Room of evidence: encoding pixels into a byte budget with a bounded number of tries."""

from io import BytesIO
from typing import Literal

from PIL import Image

_SHRINK = 0.75  # of each side, when the lowest quality is still too heavy
_SIZES = 6  # 0.75 ** 5 leaves a quarter of each side: pure noise fits by then


def scaled(picture: Image.Image, longest: int) -> Image.Image:
    """A copy with its longest side at most `longest` pixels; never enlarged."""
    small = picture.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def fit(
    picture: Image.Image, form: Literal["JPEG", "WEBP"], budget: int, qualities: tuple[int, ...]
) -> tuple[bytes, tuple[int, int]]:
    """(bytes, (width, height)) of `picture` at the first quality within `budget` bytes, best first.

    When the last quality is too heavy the picture gets smaller and only that last quality is tried, so
    there are never more than len(qualities) + 5 encodings.
    """
    size = picture.size
    for step in range(_SIZES):
        for quality in qualities if step == 0 else qualities[-1:]:
            out = BytesIO()
            picture.save(out, form, quality=quality, **({"optimize": True} if form == "JPEG" else {"method": 4}))
            size = picture.size
            if out.tell() <= budget:
                return out.getvalue(), size
        picture = scaled(picture, max(1, round(max(size) * _SHRINK)))
    return out.getvalue(), size
