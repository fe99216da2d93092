"""The drawn photographs: real JPEGs, always the same for a seed, and no two places alike."""

import json
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from app.demo.pictures import SUBJECTS, draw_photo

DATA = Path(__file__).parents[2] / "app" / "demo" / "data" / "complaints.json"


def fingerprint(photo: bytes) -> int:
    small = Image.open(BytesIO(photo)).convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    grey = small.tobytes()
    bits = [grey[row * 9 + col] > grey[row * 9 + col + 1] for row in range(8) for col in range(8)]
    return sum(bit << place for place, bit in enumerate(bits))


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_photo_is_a_jpeg_of_the_promised_size(kind):
    photo = draw_photo(kind, "before", 1)
    picture = Image.open(BytesIO(photo))
    assert (picture.format, picture.size) == ("JPEG", (1024, 768))
    assert len(photo) < 300 * 1024
    assert draw_photo(kind, "before", 1) == photo
    assert draw_photo(kind, "after", 1) != photo


def test_no_two_complaints_of_the_demo_seem_to_share_a_photo():
    reports = {
        (step["photo"], int(row["key"][1:]))
        for row in json.loads(DATA.read_text(encoding="utf-8"))
        for step in row["story"]
        if step["do"] == "report" and step["photo"] != "none" and "photo_from" not in step
    }
    prints = {
        (seed, moment): fingerprint(draw_photo(k, moment, seed))
        for k, seed in reports
        for moment in ("before", "after")
    }
    near = [
        (one, other)
        for one, other in combinations(prints, 2)
        if one[0] != other[0] and (prints[one] ^ prints[other]).bit_count() <= 8
    ]
    assert not near


def test_an_unknown_scene_is_refused():
    with pytest.raises(KeyError):
        draw_photo("volcano", "after", 1)
