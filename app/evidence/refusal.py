"""Room of evidence: the one error for a file that is not taken, and reading no more of it than is allowed."""

from typing import BinaryIO


class Refused(Exception):
    """A file is not taken. The page turns `code` and `facts` into a sentence.

    Codes: empty, too_big (limit_mb), unknown_kind, not_an_image, heic, too_many_pixels (limit_mp), truncated,
    unsafe_document (marker), locked_document.
    """

    def __init__(self, code: str, **facts: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


MEGABYTE = 1_000_000


def read_whole(source: bytes | BinaryIO, limit_mb: int) -> bytes:
    """All bytes of `source`; raises Refused "empty", or "too_big" without ever reading past the limit."""
    limit = limit_mb * MEGABYTE
    data = source if isinstance(source, bytes) else source.read(limit + 1)
    if not data:
        raise Refused("empty")
    if len(data) > limit:
        raise Refused("too_big", limit_mb=limit_mb)
    return data
