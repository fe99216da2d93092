"""Room of evidence, tests: the same picture is found again, another is not accused."""

import random
from io import BytesIO
from itertools import combinations

from PIL import Image, ImageEnhance

from app.evidence.fingerprint import SAME_PICTURE, bands, dhash, distance, near_bands
from app.evidence.images import examine
from tests.evidence.photos import encoded, scene


def test_a_picture_sent_again_looks_the_same():
    first = scene()
    known = examine(encoded(first, quality=92)).dhash
    again = [
        encoded(first, quality=30),
        encoded(first.resize((800, 600)), quality=80),
        encoded(ImageEnhance.Brightness(first).enhance(1.1)),
        encoded(first, "PNG"),
    ]
    for sent in again:
        assert distance(known, examine(sent).dhash) <= SAME_PICTURE


def test_a_turned_copy_looks_the_same_once_upright():
    turned = Image.Exif()
    turned[0x0112] = 6
    sent = encoded(scene().transpose(Image.Transpose.ROTATE_90), exif=turned)
    assert distance(examine(sent).dhash, examine(encoded(scene())).dhash) <= SAME_PICTURE


def test_other_pictures_look_different():
    looks = [dhash(scene(seed, (400, 300))) for seed in range(25)]
    assert min(distance(one, other) for one, other in combinations(looks, 2)) > SAME_PICTURE


def test_the_stored_photo_has_the_look_it_was_filed_under():
    kept = examine(encoded(scene(3)))
    assert distance(dhash(Image.open(BytesIO(kept.data))), kept.dhash) <= 2


def test_a_look_is_a_signed_number_of_64_bits():
    shade = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90)
    mirrored = shade.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    halves = [Image.new("L", (256, 512)) for _ in range(2)]
    for half, (top, bottom) in zip(halves, [(shade, mirrored), (mirrored, shade)], strict=True):
        half.paste(top, (0, 0))
        half.paste(bottom, (0, 256))
    one, other = (dhash(half) for half in halves)
    assert -(1 << 63) <= min(one, other) < 0 < max(one, other) < 1 << 63
    assert distance(one, other) == 64


def test_a_picture_without_anything_on_it_has_no_look():
    assert dhash(Image.new("RGB", (300, 200), "black")) is None
    assert dhash(Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90)) is None
    assert dhash(Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_270)) is None
    assert examine(encoded(Image.new("RGB", (300, 200), "white"))).dhash is None


def test_bands_put_together_again_are_the_look():
    for value in (0, -1, 1, -(1 << 63), (1 << 63) - 1, 0x0123_4567_89AB_CDEF):
        a, b, c, d = bands(value)
        assert (a << 48 | b << 32 | c << 16 | d) == value % (1 << 64)


def test_near_bands_find_every_picture_within_the_limit():
    dice = random.Random(5)
    for _ in range(300):
        value = dice.getrandbits(64) - (1 << 63)
        other = value
        for bit in dice.sample(range(64), SAME_PICTURE):
            other ^= 1 << bit if bit < 63 else -(1 << 63)
        assert distance(value, other) == SAME_PICTURE
        assert any(band in near for band, near in zip(bands(other), near_bands(value), strict=True))
