"""Room of evidence, tests: what is never taken as a photo, whatever it is called."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from PIL import Image

from app.evidence.images import examine
from app.evidence.refusal import Refused
from tests.evidence.photos import code_of, encoded, noise, scene


def png_bomb(side: int) -> bytes:
    """A few kilobytes claiming side x side one-bit pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(side // 8 + 1)) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [30000, 7000, 4300])
def test_a_bomb_is_refused_by_its_header(side):
    bomb = png_bomb(side)
    assert len(bomb) < 200_000
    assert code_of(examine, bomb) == "too_many_pixels"


def test_a_webp_canvas_is_checked_before_the_reader_makes_room_for_it():
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (16382).to_bytes(3, "little") * 2
    sent = b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
    assert code_of(examine, sent) == "too_many_pixels"


def test_the_pixel_limits_are_told():
    with pytest.raises(Refused) as refused:
        examine(encoded(Image.new("L", (8000, 5001))))
    assert (refused.value.code, refused.value.facts) == ("too_many_pixels", {"limit_mp": 40})


def test_a_large_jpeg_within_the_limit_is_taken():
    assert examine(encoded(Image.new("RGB", (8000, 4500), "green"))).width == 1280


def test_nothing_is_refused_as_empty():
    assert code_of(examine, b"") == "empty"
    assert code_of(examine, BytesIO()) == "empty"


def test_a_heavy_file_is_refused_without_reading_it_whole():
    stream = BytesIO(b"\xff\xd8\xff" + bytes(30_000_000))
    with pytest.raises(Refused) as refused:
        examine(stream)
    assert (refused.value.code, refused.value.facts) == ("too_big", {"limit_mb": 12})
    assert stream.tell() == 12_000_001


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_cut_upload_is_refused(form, part):
    whole = encoded(noise((300, 200)), form)
    assert code_of(examine, whole[: int(len(whole) * part)]) == "truncated"


def test_a_cut_progressive_photo_is_refused():
    whole = encoded(scene(), progressive=True)
    assert code_of(examine, whole[: len(whole) // 2]) == "truncated"


@pytest.mark.parametrize(
    "sent",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        encoded(scene(size=(40, 30)), "GIF"),
        encoded(scene(size=(40, 30)), "BMP"),
        encoded(scene(size=(40, 30)), "TIFF"),
        b"%PDF-1.4\n%%EOF",
        b"\xff\xd8\xff" + b"<script>" * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\xff\xd8\xff",
    ],
)
def test_what_is_no_photo_by_content_is_refused(sent):
    assert code_of(examine, sent) == "not_an_image"


def test_an_iphone_photo_gets_its_own_word():
    sent = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
    assert code_of(examine, sent) == "heic"


def test_random_damage_never_escapes_as_another_error():
    for form in ("JPEG", "PNG", "WEBP"):
        whole = encoded(scene(size=(200, 150)), form)
        for at in range(4, len(whole), max(1, len(whole) // 60)):
            damaged = whole[:at] + bytes(byte ^ 0xA5 for byte in whole[at : at + 6]) + whole[at + 6 :]
            assert code_of(examine, damaged) in ("", "truncated", "not_an_image", "too_many_pixels")


def test_a_12_megapixel_photo_stays_within_its_memory(tmp_path):
    """Measured in a process of its own: the highest resident size the kernel saw, in kB."""
    sent = tmp_path / "photo"
    sent.write_bytes(encoded(noise((400, 300)).resize((4032, 3024)), quality=85))
    script = """if True:
        import re, sys
        from pathlib import Path
        from app.evidence.images import examine
        examine(Path(sys.argv[1]).read_bytes())
        print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
    """
    done = subprocess.run([sys.executable, "-c", script, sent], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) < 150_000
