"""Room of evidence, tests: what becomes of a photo that is taken."""

import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from app.evidence.images import examine
from app.evidence.place import Place
from tests.evidence.photos import LATITUDE, LONGITUDE, code_of, encoded, exif, noise, scene


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def test_a_photo_is_shrunk_and_hashed_before_and_after():
    sent = encoded(scene(size=(2400, 1800)))
    kept = examine(sent)
    assert (kept.width, kept.height) == (1280, 960) == opened(kept.data).size
    assert opened(kept.data).format == "JPEG"
    assert kept.received_sha256 == sha256(sent).hexdigest()
    assert kept.stored_sha256 == sha256(kept.data).hexdigest()
    assert opened(kept.thumb).format == "WEBP"
    assert opened(kept.thumb).size == (320, 240)
    assert opened(kept.small_thumb).size == (120, 90)


def test_a_small_photo_is_not_enlarged():
    assert opened(examine(encoded(scene(size=(90, 60)))).data).size == (90, 60)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_forms_become_jpeg_and_a_stream_is_read_like_bytes(form):
    sent = encoded(scene(size=(300, 200)), form)
    kept = examine(BytesIO(sent))
    assert kept.data.startswith(b"\xff\xd8\xff")
    assert kept == examine(sent)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_phone_gives_an_upright_photo(orientation):
    upright = scene(size=(640, 480))
    as_held = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }[orientation]
    held = upright
    for turn in as_held:
        held = held.transpose(turn)
    kept = opened(examine(encoded(held, quality=95, exif=exif(orientation=orientation))).data)
    assert kept.size == (640, 480)
    for point in [(20, 20), (620, 20), (20, 460), (620, 460)]:
        assert all(abs(a - b) < 25 for a, b in zip(kept.getpixel(point), upright.getpixel(point), strict=True))


def test_place_and_time_are_read_and_nothing_else_survives():
    sent = encoded(scene(), exif=exif(), comment=b"SECRETWORD")
    kept = examine(sent)
    assert kept.place == Place(LATITUDE, LONGITUDE)
    assert kept.taken_at == datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # no offset: India's clock
    for data in (kept.data, kept.thumb, kept.small_thumb):
        assert not dict(opened(data).getexif())
        assert b"SECRET" not in data
        assert b"Exif" not in data


def test_a_stated_offset_is_believed():
    kept = examine(encoded(scene(), exif=exif(offset="+00:00")))
    assert kept.taken_at == datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


def test_a_photo_that_tells_nothing_tells_nothing():
    kept = examine(encoded(scene()))
    assert (kept.place, kept.taken_at) == (None, None)


@pytest.mark.parametrize("gps", [
    {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
    {1: "N", 2: (128.0, 0.0, 0.0), 3: "E", 4: (76.0, 0.0, 0.0)},
    {1: "N", 2: (28.0,), 3: "E", 4: (76.0, 0.0, 0.0)},
    {2: (28.0, 0.0, 0.0)},
])  # fmt: skip
def test_a_broken_place_or_time_never_spoils_the_photo(gps):
    told = exif(place=False, taken="0000:00:00 00:00:00")
    told.get_ifd(0x8825).update(gps)
    kept = examine(encoded(scene(), exif=told))
    assert (kept.place, kept.taken_at) == (None, None)


def test_garbage_in_the_exif_block_never_spoils_the_photo():
    assert examine(encoded(scene(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 40)).place is None


def test_the_southern_and_western_halves_are_negative():
    told = exif()
    told.get_ifd(0x8825).update({1: "S", 3: "W"})
    assert examine(encoded(scene(), exif=told)).place == Place(-LATITUDE, -LONGITUDE)


def test_a_noisy_photo_still_fits_every_budget():
    kept = examine(encoded(noise((1500, 1300)), quality=90))
    assert len(kept.data) <= 300_000
    assert len(kept.thumb) <= 12_000
    assert len(kept.small_thumb) <= 3_000
    assert min(opened(kept.data).size) >= 400
    assert opened(kept.data).size == (kept.width, kept.height)


def test_an_ordinary_photo_keeps_its_full_side():
    kept = examine(encoded(scene(size=(4000, 3000))))
    assert kept.width == 1280


def test_a_tail_behind_the_photo_is_lost():
    tail = BytesIO()
    with zipfile.ZipFile(tail, "w") as archive:
        archive.writestr("run.html", "<script>alert(1)</script>")
    kept = examine(encoded(scene()) + b"<html><script>alert(2)</script>" + tail.getvalue())
    assert b"<script" not in kept.data
    assert not zipfile.is_zipfile(BytesIO(kept.data))


def test_an_animation_gives_its_first_frame():
    red, blue = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    for form in ("WEBP", "PNG"):
        kept = opened(examine(encoded(red, form, save_all=True, append_images=[blue], duration=100)).data)
        red_part, _, blue_part = kept.getpixel((30, 20))
        assert red_part > 200 > 60 > blue_part


def test_a_phone_photo_with_a_second_picture_behind_it_is_a_jpeg():
    sent = encoded(scene(size=(640, 480)), "MPO", save_all=True, append_images=[scene(2, (320, 240))])
    assert examine(sent).width == 640


@pytest.mark.parametrize(
    ("mode", "colour", "form", "expected"),
    [
        ("RGBA", (0, 0, 0, 0), "PNG", 255),
        ("LA", (0, 0), "PNG", 255),
        ("L", 128, "PNG", 128),
        ("1", 1, "PNG", 255),
        ("P", 0, "PNG", 0),
        ("I;16", 128 * 256, "PNG", 128),
        ("CMYK", (0, 0, 0, 255), "JPEG", 0),
    ],
)
def test_every_way_of_holding_colours_comes_out_right(mode, colour, form, expected):
    kept = opened(examine(encoded(Image.new(mode, (40, 30), colour), form)).data)
    assert kept.mode == "RGB"
    assert all(abs(part - expected) < 8 for part in kept.getpixel((20, 15)))


def test_a_very_long_photo_keeps_at_least_one_pixel():
    assert code_of(examine, encoded(Image.new("RGB", (9000, 2)), "PNG")) == ""
