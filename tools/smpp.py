"""THE TOOLS: the few words of SMPP 3.4 that a message centre speaks (specification: SMPP v3.4, sections 4 and 5)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime

HEADER = struct.Struct(">IIII")
BIND_RECEIVER, BIND_TRANSMITTER, SUBMIT, DELIVER, UNBIND, BIND_TRANSCEIVER, ENQUIRE = 1, 2, 4, 5, 6, 9, 0x15
BINDS = (BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER)
ANSWER = 0x80000000
OK, WRONG_ADDRESS, WRONG_PASSWORD, THROTTLED = 0, 0x0B, 0x0E, 0x58
UCS2, IS_RECEIPT, HAS_HEADER = 8, 0x04, 0x40
TLV_ENTITY, TLV_TEMPLATE = 0x1400, 0x1401  # what Indian operators ask for: principal entity and registered text
SHORT_CODE = 6  # digits at most
UNITS_ALONE, UNITS_IN_PART = 70, 67


@dataclass(frozen=True)
class Part:
    """One submit_sm: a whole message or a part of one. `ref` is None for a message in one piece."""

    source: str
    destination: str = field(repr=False)
    text: str = field(repr=False)
    coding: int
    tlvs: dict[int, str]
    ref: int | None = None
    total: int = 1
    no: int = 1


def packed(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    """One unit as it goes over the line."""
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


class _Reader:
    """Reads a body from the left."""

    def __init__(self, body: bytes) -> None:
        self.body, self.at = body, 0

    def word(self) -> str:
        end = self.body.index(0, self.at)
        said, self.at = self.body[self.at : end].decode("latin-1"), end + 1
        return said

    def octets(self, count: int) -> bytes:
        self.at += count
        return self.body[self.at - count : self.at]

    def octet(self) -> int:
        return self.octets(1)[0]


def who_binds(body: bytes) -> tuple[str, str]:
    """System id and password of a bind."""
    reader = _Reader(body)
    return reader.word(), reader.word()


def read_submit(body: bytes) -> Part:
    """The message of a submit_sm."""
    reader = _Reader(body)
    reader.word()
    reader.octets(2)
    source = reader.word()
    reader.octets(2)
    destination = reader.word()
    features = reader.octet()
    reader.octets(2)
    reader.word(), reader.word()  # when to deliver, how long it is worth it
    reader.octets(2)
    coding = reader.octet()
    reader.octet()
    text = reader.octets(reader.octet())
    tlvs = {}
    while len(body) - reader.at >= 4:
        tag, length = struct.unpack(">HH", reader.octets(4))
        tlvs[tag] = reader.octets(length).rstrip(b"\0").decode("latin-1")
    ref, total, no = None, 1, 1
    if features & HAS_HEADER:
        udh, text = text[1 : text[0] + 1], text[text[0] + 1 :]
        ref, total, no = udh[2], udh[3], udh[4]
    words = text.decode("utf-16-be" if coding == UCS2 else "latin-1")
    return Part(source, destination, words, coding, tlvs, ref, total, no)


def deliver(source: str, destination: str, text: bytes, *, features: int = 0, coding: int = 0) -> bytes:
    """The body of a deliver_sm: something for the other side."""
    addresses = b"".join(
        bytes([len(one) > SHORT_CODE, 1]) + one.encode() + b"\0" for one in (source, destination)
    )  # whole numbers are international ones, and Kannel writes a + before them
    return b"\0" + addresses + bytes([features, 0, 0, 0, 0, 0, 0, coding, 0, len(text)]) + text


def receipt(message_id: str, part: Part, status: str, *, at: datetime | None = None) -> bytes:
    """The body of a delivery receipt, in the wording that everybody copies from appendix B of the specification."""
    day = (at or datetime.now(UTC)).strftime("%y%m%d%H%M")
    is_there = status == "DELIVRD"
    words = (
        f"id:{message_id} sub:001 dlvrd:{is_there:03d} submit date:{day} done date:{day} stat:{status} "
        f"err:{0 if is_there else 14:03d} text:"
    )
    return deliver(part.destination, part.source, words.encode(), features=IS_RECEIPT)


def inbound(source: str, destination: str, text: str, ref: int) -> list[bytes]:
    """Bodies of what a phone sends us: one, or several with a header each when it is long."""
    data = text.encode("utf-16-be")
    if len(data) <= 2 * UNITS_ALONE:
        return [deliver(source, destination, data, coding=UCS2)]
    pieces = [data[at : at + 2 * UNITS_IN_PART] for at in range(0, len(data), 2 * UNITS_IN_PART)]
    return [
        deliver(
            source, destination, bytes([5, 0, 3, ref % 256, len(pieces), no]) + piece, features=HAS_HEADER, coding=UCS2
        )
        for no, piece in enumerate(pieces, 1)
    ]
