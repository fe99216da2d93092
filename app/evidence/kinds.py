"""Room of evidence: telling a file's kind from its own first bytes, never from its name."""

import re
from typing import Literal

from app.evidence.refusal import Refused

Kind = Literal["image", "pdf", "video"]

HEAD_BYTES = 1024  # enough for every answer below; readers look for %PDF- in the first kilobyte too

_MP4_BRANDS = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 mp71 avc1 MSNV XAVC mmp4 dash".split()
) | {b"M4V "}
_HEIF_BRANDS = frozenset(b"heic heix heim heis hevc hevx mif1 msf1".split())
_WEBM_HEAD = re.compile(rb"\A\x1a\x45\xdf\xa3.{1,60}?\x42\x82(?:\x84|\x40\x04)webm", re.DOTALL)


def _brands(head: bytes) -> list[bytes]:
    """The brands an ISO media file declares, the main one first; [] when the file is none."""
    if head[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]


def video_type(head: bytes) -> tuple[str, str] | None:
    """(content type, suffix) of an MP4, 3GP or WebM beginning with `head`; None for anything else."""
    if _WEBM_HEAD.match(head):
        return "video/webm", ".webm"
    brands = _brands(head)
    if not brands or is_heif(head):
        return None
    if brands[0][:3] in (b"3gp", b"3gr", b"3gs", b"3ge", b"3g2"):
        return "video/3gpp", ".3gp"
    # An audio recording (M4A) also lists mp42 among its compatible brands: only the main brand may say so.
    return ("video/mp4", ".mp4") if brands[0] in _MP4_BRANDS else None


def is_heif(head: bytes) -> bool:
    """True for an iPhone HEIC/HEIF photo, which needs its own word to the sender."""
    return bool(_brands(head)) and _brands(head)[0] in _HEIF_BRANDS


def is_image(head: bytes) -> bool:
    """True when `head` claims JPEG, PNG or WebP; images.examine then proves it by decoding."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def kind_of(data: bytes) -> Kind:
    """The kind of a file by content. Raises Refused "empty", "heic" or "unknown_kind"."""
    head = data[:HEAD_BYTES]
    if not head:
        raise Refused("empty")
    if is_image(head):
        return "image"
    if video_type(head):
        return "video"
    if is_heif(head):
        raise Refused("heic")
    if b"%PDF-" in head:
        return "pdf"
    raise Refused("unknown_kind")
