"""Room of evidence, tests: pictures made on the spot; no real photo is kept in the repository."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

from app.evidence.refusal import Refused

LATITUDE, LONGITUDE = 28.895139, 76.606694


def scene(seed: int = 1, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """A picture with large shapes and soft shades, different for each seed."""
    dice = random.Random(seed)
    small = Image.new("RGB", (6, 5))
    small.putdata([tuple(dice.randrange(256) for _ in range(3)) for _ in range(30)])
    picture = small.resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        draw.ellipse((x, y, x + size[0] // 6, y + size[1] // 6), fill=tuple(dice.randrange(256) for _ in range(3)))
    return picture


def noise(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """The picture that compresses worst."""
    dice = random.Random(7)
    return Image.frombytes(mode, size, dice.randbytes(size[0] * size[1] * len(mode)))


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def exif(
    *, orientation: int = 1, place: bool = True, taken: str = "2026:11:20 10:30:00", offset: str = ""
) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "SECRETPHONE"
    made.get_ifd(0x8769)[0x9003] = taken
    if offset:
        made.get_ifd(0x8769)[0x9011] = offset
    if place:
        made.get_ifd(0x8825).update({1: "N", 2: (28.0, 53.0, 42.5), 3: "E", 4: (76.0, 36.0, 24.1)})
    return made


def code_of(examine, data) -> str:
    """The code `examine` refuses `data` with; "" when it takes it."""
    try:
        examine(data)
    except Refused as refused:
        return refused.code
    return ""
