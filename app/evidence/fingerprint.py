"""Room of evidence: a 64-bit look of a picture, so that the same photo used twice is noticed."""

from PIL import Image

SAME_PICTURE = 6  # measured: re-encoding 2, half size 0, brightness 6; other pictures 25 and more

_BANDS = (48, 32, 16, 0)


def dhash(picture: Image.Image) -> int | None:
    """The difference hash of an upright picture: a signed 64-bit integer, as databases hold it.

    None for a flat colour or one plain shade: all such pictures look alike, and nobody may be accused by that.
    """
    rows = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for y in range(8):
        for x in range(8):
            at = y * 9 + x
            bits = bits << 1 | (rows[at] > rows[at + 1])
    if bits in (0, (1 << 64) - 1):
        return None
    return bits - (1 << 64) if bits >> 63 else bits


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ, 0-64."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def bands(value: int) -> tuple[int, int, int, int]:
    """A dhash cut into four 16-bit numbers (0-65535), highest first, each for its own indexed column."""
    a, b, c, d = ((value >> shift) & 0xFFFF for shift in _BANDS)
    return a, b, c, d


def near_bands(value: int) -> tuple[tuple[int, ...], ...]:
    """For each band the 17 values at most one bit away, for `band IN (...)` joined by OR.

    A picture within SAME_PICTURE bits always matches at least one band this way: six differing bits
    cannot put two into each of four bands. Equal bands alone would be sure only up to three bits.
    """
    return tuple((band, *(band ^ (1 << bit) for bit in range(16))) for band in bands(value))
