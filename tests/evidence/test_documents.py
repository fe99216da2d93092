"""Room of evidence, tests: papers and videos by content."""

import zlib
from hashlib import sha256
from io import BytesIO

import pytest

from app.evidence.documents import examine
from app.evidence.kinds import kind_of
from tests.evidence.photos import code_of, encoded, scene


def pdf(body: bytes = b"1 0 obj\n<</Type/Catalog>>\nendobj\n") -> bytes:
    return b"%PDF-1.5\n" + body + b"trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def packed(content: bytes, extra: bytes = b"") -> bytes:
    body = zlib.compress(content)
    head = b"5 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode%s /Length %d>>\nstream\r\n" % (
        extra,
        len(body),
    )
    return head + body + b"\nendstream\nendobj\n"


def box(name: bytes, body: bytes = b"") -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def mp4(brand: bytes = b"isom", *rest: bytes) -> bytes:
    parts = rest or (box(b"moov", bytes(50)), box(b"mdat", bytes(500)))
    return box(b"ftyp", brand + bytes(4) + b"isommp42") + b"".join(parts)


WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm\x42\x87\x81\x04" + bytes(100)
MATROSKA = WEBM.replace(b"\x84webm", b"\x88matroska")


def test_a_paper_is_kept_as_it_came():
    sent = pdf()
    kept = examine(BytesIO(sent))
    assert (kept.kind, kept.content_type, kept.suffix) == ("pdf", "application/pdf", ".pdf")
    assert kept.data == sent
    assert kept.sha256 == sha256(sent).hexdigest()


def test_bytes_before_and_after_a_paper_are_borne():
    assert code_of(examine, b"\xef\xbb\xbf\n" + pdf() + b"\r\n" + bytes(500)) == ""
    assert code_of(examine, bytes(2000) + pdf()) == "unknown_kind"


def test_a_cut_paper_is_refused():
    assert code_of(examine, pdf()[:-20]) == "truncated"


def test_a_heavy_paper_is_refused_at_its_own_limit():
    assert code_of(examine, pdf(b"%" + b"x" * 5_000_000)) == "too_big"
    assert code_of(examine, pdf(b"%" + b"x" * 4_900_000)) == ""


@pytest.mark.parametrize(
    "active",
    [
        b"<</S /JavaScript /JS (app.alert(1))>>",
        b"<</S/Launch/F(cmd.exe)>>",
        b"<</Names<</EmbeddedFiles 7 0 R>>>>",
        b"<</Type/EmbeddedFile>>",
        b"<</S /Java#53cript>>",
        b"<</S /#4cau#6Ech>>",
        b"<</Subtype/RichMedia>>",
    ],
)
def test_a_paper_that_can_act_is_refused_wherever_the_action_hides(active):
    assert code_of(examine, pdf(b"4 0 obj\n" + active + b"\nendobj\n")) == "unsafe_document"
    assert code_of(examine, pdf(packed(b"4 0 " + active))) == "unsafe_document"


def test_an_object_stream_that_cannot_be_looked_into_is_refused():
    odd = packed(b"4 0 <<>>").replace(b"stream\r\n", b"stream\r\nzz", 1)
    assert code_of(examine, pdf(odd)) == "unsafe_document"
    assert code_of(examine, pdf(packed(b"4 0 <<>>").replace(b"/ObjStm", b"/Obj#53tm"))) == "unsafe_document"
    assert code_of(examine, pdf(packed(bytes(25_000_000)))) == "unsafe_document"
    assert code_of(examine, pdf(b"/ObjStm " * 500_000)) == "unsafe_document"
    planted = zlib.compress(b"4 0 endstream <</S/JavaScript>>", 0)
    hidden = b"5 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + planted + b"\nendstream\nendobj\n"
    assert code_of(examine, pdf(hidden)) == "unsafe_document"


def test_an_honest_object_stream_is_taken():
    assert code_of(examine, pdf(packed(b"4 0 <</Type/Page>>") + packed(b"6 0 <</Type/Font>>"))) == ""


def test_a_locked_paper_gets_its_own_word():
    assert code_of(examine, pdf(b"9 0 obj\n<</Encrypt 8 0 R>>\nendobj\n")) == "locked_document"


@pytest.mark.parametrize(
    ("sent", "content_type", "suffix"),
    [
        (mp4(), "video/mp4", ".mp4"),
        (mp4(b"mp42"), "video/mp4", ".mp4"),
        (mp4(b"3gp5"), "video/3gpp", ".3gp"),
        (WEBM, "video/webm", ".webm"),
    ],
)
def test_a_video_is_kept_as_it_came(sent, content_type, suffix):
    kept = examine(sent)
    assert (kept.kind, kept.content_type, kept.suffix, kept.data) == ("video", content_type, suffix, sent)


@pytest.mark.parametrize(
    "sent", [mp4(b"M4A "), mp4(b"avif"), MATROSKA, b"\x00\x00\x00\x08ftyp", b"<html>", b"PK\x03\x04"]
)
def test_what_is_neither_paper_nor_video_is_refused(sent):
    assert code_of(examine, sent) == "unknown_kind"


def test_a_cut_video_is_refused():
    assert code_of(examine, mp4()[:-40]) == "truncated"
    assert code_of(examine, mp4(b"isom", box(b"mdat", bytes(50)))) == "truncated"


def test_a_foreign_tail_behind_a_video_is_refused():
    assert code_of(examine, mp4() + b"\x00\x00\x00\x01\xff\xd8\xff\xe0" + bytes(20)) == "unsafe_document"
    assert code_of(examine, mp4() + b"PK\x03\x04" + bytes(40)) != ""


def test_a_video_of_large_boxes_is_walked_too():
    large = b"\x00\x00\x00\x01mdat" + (16 + 300).to_bytes(8, "big") + bytes(300)
    last = b"\x00\x00\x00\x00mdat" + bytes(99)
    assert code_of(examine, mp4(b"isom", box(b"moov"), large, last)) == ""


def test_a_heavy_video_is_refused():
    assert code_of(examine, mp4(b"isom", box(b"moov"), box(b"mdat", bytes(12_000_000)))) == "too_big"


def test_the_kind_is_told_by_content():
    assert kind_of(encoded(scene(size=(20, 20)))) == "image"
    assert kind_of(encoded(scene(size=(20, 20)), "WEBP")) == "image"
    assert kind_of(pdf()) == "pdf"
    assert kind_of(WEBM) == kind_of(mp4()) == "video"
    assert code_of(kind_of, b"") == "empty"
    assert code_of(kind_of, b"MZ" + bytes(100)) == "unknown_kind"
    assert code_of(kind_of, box(b"ftyp", b"heic" + bytes(4))) == "heic"
    assert code_of(examine, encoded(scene(size=(20, 20)))) == "unknown_kind"
