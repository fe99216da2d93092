"""Room of evidence: papers (PDF) and videos, checked by content and kept as they came."""

import re
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Literal

from app.evidence.kinds import HEAD_BYTES, kind_of, video_type
from app.evidence.refusal import MEGABYTE, Refused, read_whole

PDF_LIMIT_MB = 5  # rulings.md 15
VIDEO_LIMIT_MB = 12

_TAIL_BYTES = 2048  # signed and mailed PDFs carry some bytes after %%EOF
_INFLATED_LIMIT = 20 * MEGABYTE
_PACKED_LIMIT = 1000  # object streams; writers put a hundred or more objects into each
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm\b(?:(?!endobj).){0,2000}?>>\s*stream\r?\n", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A file kept byte for byte; to be served sandboxed with exactly `content_type`."""

    kind: Literal["pdf", "video"]
    content_type: str
    suffix: str  # ".pdf", ".mp4", ".3gp" or ".webm"
    data: bytes
    sha256: str  # hex


def examine(source: bytes | BinaryIO) -> Document:
    """The Document in a received PDF (<= 5 MB) or MP4/3GP/WebM (<= 12 MB).

    Raises Refused: empty, too_big, unknown_kind (an image too: images.examine is for those), heic,
    truncated, unsafe_document, locked_document. rulings.md 15, security.md 30.
    """
    data = read_whole(source, VIDEO_LIMIT_MB)
    kind = kind_of(data)
    if kind == "pdf":
        _check_pdf(data)
        return Document("pdf", "application/pdf", ".pdf", data, sha256(data).hexdigest())
    video = video_type(data[:HEAD_BYTES])
    if kind != "video" or video is None:
        raise Refused("unknown_kind")
    if video[1] != ".webm":
        _check_boxes(data)
    return Document("video", *video, data, sha256(data).hexdigest())


def _check_pdf(data: bytes) -> None:
    if len(data) > PDF_LIMIT_MB * MEGABYTE:
        raise Refused("too_big", limit_mb=PDF_LIMIT_MB)
    if b"%%EOF" not in data[-_TAIL_BYTES:]:
        raise Refused("truncated")
    plain = _unescaped(data)
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):  # what is locked can be neither checked here nor read by the officer
        raise Refused("locked_document")
    if plain.count(b"/ObjStm") != data.count(b"/ObjStm"):
        raise Refused("unsafe_document", marker="ObjStm")
    for part in (plain, _packed_objects(data)):
        if active := _ACTIVE.search(part):
            raise Refused("unsafe_document", marker=active[1].decode("ascii"))


def _unescaped(data: bytes) -> bytes:
    """PDF names may hide letters as #xx; undone everywhere, which is only ever searched, never kept."""
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)


def _packed_objects(data: bytes) -> bytes:
    """The contents of all compressed object streams, where active parts could hide from a plain search."""
    opened = bytearray()
    named = data.count(b"/ObjStm")
    streams = list(_PACKED.finditer(data)) if named <= _PACKED_LIMIT else []
    if len(streams) != named:
        raise Refused("unsafe_document", marker="ObjStm")
    for stream in streams:
        inflating = zlib.decompressobj()
        body = data[stream.end() : data.find(b"endstream", stream.end())]
        try:
            opened += inflating.decompress(body, _INFLATED_LIMIT - len(opened) + 1)
        except zlib.error:
            raise Refused("unsafe_document", marker="ObjStm") from None
        if not inflating.eof:  # too large, or cut short by an "endstream" planted inside
            raise Refused("unsafe_document", marker="ObjStm")
    return _unescaped(bytes(opened))


def _check_boxes(data: bytes) -> None:
    """An MP4/3GP is a row of boxes that ends with the file; a cut upload or a foreign tail breaks the row."""
    at, seen = 0, set()
    while at < len(data):
        head = data[at : at + 16]
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        elif size == 0:  # "to the end of the file"
            size = len(data) - at
        if size < 8 or not head[4:8].isascii():
            raise Refused("unsafe_document", marker="tail")
        seen.add(head[4:8])
        at += size
    if at > len(data) or not seen & {b"moov", b"moof"}:
        raise Refused("truncated")
