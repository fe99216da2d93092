"""Room of evidence: a received photo is proved by decoding, set upright, stripped, shrunk and fingerprinted."""

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from app.evidence.fingerprint import dhash
from app.evidence.kinds import HEAD_BYTES, is_heif, is_image
from app.evidence.place import Place, told_by
from app.evidence.refusal import Refused, read_whole
from app.evidence.shrinking import fit, scaled

LIMIT_MB = 12  # rulings.md 15
# A JPEG is decoded already reduced; the others stand in memory whole, a WebP three times over. Measured at
# these limits: 150, 190 and 230 MB at most (a 12 megapixel JPEG 50 MB, PNG 130 MB, WebP 210 MB).
LIMIT_MEGAPIXELS = {"JPEG": 40, "PNG": 18, "WEBP": 13}
LONGEST_SIDE = 1280
STORED_BYTES = 300_000
THUMB_SIDE, THUMB_BYTES = 320, 12_000
SMALL_SIDE, SMALL_BYTES = 120, 3_000

_BROKEN = (OSError, ValueError, SyntaxError, IndexError, EOFError, struct.error, zlib.error)
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Twice this is Pillow's own hard stop inside open(); between the two our check decides. (Turning the
# warning into an error needs warnings.catch_warnings, which is not safe with several threads.)
Image.MAX_IMAGE_PIXELS = max(LIMIT_MEGAPIXELS.values()) * 1_000_000


@dataclass(frozen=True)
class Picture:
    """A photo ready to be kept. All bytes are made from pixels; none of the received bytes survive."""

    data: bytes  # JPEG, longest side <= 1280, <= 300 000 bytes, no metadata
    width: int
    height: int
    thumb: bytes  # WebP, longest side <= 320, <= 12 000 bytes
    small_thumb: bytes  # WebP, longest side <= 120, <= 3 000 bytes
    received_sha256: str  # hex, of the bytes as they came: what a report's declared photo hash is held against
    stored_sha256: str  # hex, of `data`
    dhash: int | None  # signed 64 bit; None when the picture is flat, see fingerprint.dhash
    place: Place | None
    taken_at: datetime | None  # UTC, as the camera says


def examine(source: bytes | BinaryIO) -> Picture:
    """The Picture in a received JPEG, PNG or WebP (first frame of an animated one).

    Raises Refused: empty, too_big, not_an_image, heic, too_many_pixels, truncated. rulings.md 14, 15;
    security.md 30, 31.
    """
    data = read_whole(source, LIMIT_MB)
    _check_head(data)
    picture = _open(data)
    told = told_by(picture)
    upright = _pixels(picture)
    picture.close()
    if told.orientation in _UPRIGHT:
        upright = upright.transpose(_UPRIGHT[told.orientation])
    stored, (width, height) = fit(upright, "JPEG", STORED_BYTES, (82, 74, 64, 50))
    thumb = scaled(upright, THUMB_SIDE)
    return Picture(
        data=stored,
        width=width,
        height=height,
        thumb=fit(thumb, "WEBP", THUMB_BYTES, (76, 60, 40, 20))[0],
        small_thumb=fit(scaled(thumb, SMALL_SIDE), "WEBP", SMALL_BYTES, (70, 50, 25))[0],
        received_sha256=sha256(data).hexdigest(),
        stored_sha256=sha256(stored).hexdigest(),
        dhash=dhash(upright),
        place=told.place,
        taken_at=told.taken_at,
    )


def _check_head(data: bytes) -> None:
    head = data[:HEAD_BYTES]
    if is_heif(head):
        raise Refused("heic")
    if not is_image(head):
        raise Refused("not_an_image")
    if head[:4] == b"RIFF":
        if int.from_bytes(head[4:8], "little") + 8 > len(data):
            raise Refused("truncated")
        if head[12:16] == b"VP8X":  # the WebP reader makes room for the whole canvas before Pillow can object
            _check_pixels(
                int.from_bytes(head[24:27], "little") + 1,
                int.from_bytes(head[27:30], "little") + 1,
                "WEBP",
            )


def _check_pixels(width: int, height: int, form: str) -> None:
    limit_mp = LIMIT_MEGAPIXELS[form]
    if width * height > limit_mp * 1_000_000:
        raise Refused("too_many_pixels", limit_mp=limit_mp)


def _open(data: bytes) -> Image.Image:
    """The opened, not yet decoded picture, its pixel count checked."""
    form = "JPEG" if data.startswith(b"\xff\xd8") else "WEBP" if data.startswith(b"RIFF") else "PNG"
    try:
        picture = Image.open(BytesIO(data), formats=(form,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("too_many_pixels", limit_mp=LIMIT_MEGAPIXELS[form]) from None
    except _BROKEN:
        raise Refused("not_an_image") from None
    _check_pixels(*picture.size, form)
    return picture


def _pixels(picture: Image.Image) -> Image.Image:
    """Decoded RGB pixels with the longest side at most LONGEST_SIDE and nothing else attached."""
    try:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
    except (*_BROKEN, Image.DecompressionBombError):
        raise Refused("truncated") from None
    if picture.mode.startswith("I"):  # 16-bit grey: converting would clip to white
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if picture.mode == "RGBA":  # JPEG has no transparency: paper white behind it
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    bare = picture.convert("RGB")
    bare.info = {}  # ICC, XMP and comments would otherwise be copied out by save()
    return bare
