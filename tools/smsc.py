"""THE TOOLS: an operator's message centre on this machine, for tests and for showing: SMPP 3.4, nothing leaves.

What becomes of a message is chosen by the last two digits of the number it goes to (`MOODS`); ids never repeat, even
after a restart, because a gateway would take the receipt of a new message for one of an old one.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tools import smpp
from tools.smpp import Part

NAME, PASSWORD = "nivaran", "sim-pass"  # noqa: S105 - of a message centre that only this machine can reach
SOON = 0.05


@dataclass(frozen=True)
class Mood:
    """How a number behaves. `receipts` are told one after the other, `wait` seconds after the answer."""

    receipts: tuple[str, ...] = ("DELIVRD",)
    wait: float = SOON
    refusal: int = smpp.OK
    throttled: int = 0  # this many times "not so fast" before the message is taken
    is_silent: bool = False  # takes it and says nothing: the gateway cannot know
    is_early: bool = False  # the receipt comes before the answer


HAPPY = Mood()
MOODS = {
    "01": Mood(("UNDELIV",)),
    "02": Mood(("EXPIRED",)),
    "03": Mood(("REJECTD",)),
    "04": Mood(()),
    "05": Mood(("DELIVRD", "DELIVRD")),
    "06": Mood(throttled=2),
    "07": Mood(refusal=smpp.WRONG_ADDRESS),
    "08": Mood(wait=1.5),
    "09": Mood(is_silent=True),
    "10": Mood(is_early=True),
}


@dataclass
class Message:
    """A whole message as the phone would show it."""

    number: str
    text: str
    source: str
    entity: str | None
    template: str | None
    parts: int
    at: float = field(default_factory=time.monotonic)


class MessageCentre:
    """`start()`, `stop()`; then `messages`, `say()`, `drop()`, `close_door()`, `open_door()` from any thread."""

    def __init__(self, *, moods: bool = True) -> None:
        self.port = 0
        self.messages: list[Message] = []
        self._moods = moods
        self._heard: Callable[[Message], None] | None = None
        self._ids = itertools.count(time.time_ns() // 1000)
        self._sequence = itertools.count(1)
        self._halves: dict[tuple[str, int], dict[int, Part]] = {}
        self._throttled: dict[str, int] = {}
        self._lines: list[asyncio.StreamWriter] = []
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    # from outside

    def start(self) -> None:
        self._thread.start()
        self.open_door()

    def stop(self) -> None:
        self.close_door()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def open_door(self) -> None:
        """Listen (again), on the port of the first time."""
        self._do(self._open())

    def close_door(self) -> None:
        """Gone: nobody listens, and whoever was connected is cut off."""
        self._do(self._close())

    def drop(self) -> None:
        """Cut every session, as a bad line does; they may come back at once."""
        self._do(self._cut())

    def say(self, source: str, destination: str, text: str) -> None:
        """A phone sends us an SMS. Raises ConnectionError when no gateway is connected to take it."""
        self._do(self._inject(smpp.inbound(source, destination, text, next(self._sequence))))

    def tell(self, heard: Callable[[Message], None]) -> None:
        """Call `heard` with every whole message that comes from now on."""
        self._heard = heard

    def forget(self) -> None:
        """Begin an empty journal."""
        with self._changed:
            self.messages.clear()
            self._halves.clear()
            self._throttled.clear()

    def to(self, number: str) -> list[Message]:
        """What came for a number of ten digits."""
        with self._changed:
            return [message for message in self.messages if message.number == number]

    def wait_for(self, holds: Callable[[], object], seconds: float) -> bool:
        """Sleep until something that came makes it hold; False when the time is over."""
        with self._changed:
            return bool(self._changed.wait_for(holds, seconds))

    # inside, on the loop's thread

    def _do(self, coroutine: object) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)  # type: ignore[arg-type]

    async def _open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._session, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._cut()

    async def _cut(self) -> None:
        for line in list(self._lines):
            line.transport.abort()
        await asyncio.sleep(0)

    async def _inject(self, bodies: list[bytes]) -> None:
        if not self._lines:
            raise ConnectionError("no gateway is connected to the message centre")
        for body in bodies:
            self._lines[-1].write(smpp.packed(smpp.DELIVER, smpp.OK, next(self._sequence), body))

    async def _session(self, reader: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        try:
            while True:
                length, command, _status, sequence = smpp.HEADER.unpack(await reader.readexactly(smpp.HEADER.size))
                body = await reader.readexactly(length - smpp.HEADER.size)
                for answer in self._answers(line, command, sequence, body):
                    line.write(answer)
                await line.drain()
                if command == smpp.UNBIND:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return  # the other side has gone, as sessions do
        finally:
            if line in self._lines:
                self._lines.remove(line)
            line.close()

    def _answers(self, line: asyncio.StreamWriter, command: int, sequence: int, body: bytes) -> Iterator[bytes]:
        if command in smpp.BINDS:
            known = smpp.who_binds(body) == (NAME, PASSWORD)
            if known:
                self._lines.append(line)
            yield smpp.packed(command | smpp.ANSWER, smpp.OK if known else smpp.WRONG_PASSWORD, sequence, b"SIM\0")
        elif command in (smpp.ENQUIRE, smpp.UNBIND):
            yield smpp.packed(command | smpp.ANSWER, smpp.OK, sequence)
        elif command == smpp.SUBMIT:
            yield from self._take(line, sequence, smpp.read_submit(body))

    def _take(self, line: asyncio.StreamWriter, sequence: int, part: Part) -> Iterator[bytes]:
        """Note a message down and answer it as its number's mood is."""
        mood = MOODS.get(part.destination[-2:], HAPPY) if self._moods else HAPPY
        if self._throttled.get(part.destination, 0) < mood.throttled:
            self._throttled[part.destination] = self._throttled.get(part.destination, 0) + 1
            yield smpp.packed(smpp.SUBMIT | smpp.ANSWER, smpp.THROTTLED, sequence)
            return
        if mood.refusal:
            yield smpp.packed(smpp.SUBMIT | smpp.ANSWER, mood.refusal, sequence)
            return
        self._note(part)
        if mood.is_silent:
            return
        message_id = f"{next(self._ids):x}"
        if mood.is_early:
            yield self._receipt(message_id, part, mood.receipts[0])
        yield smpp.packed(smpp.SUBMIT | smpp.ANSWER, smpp.OK, sequence, message_id.encode() + b"\0")
        for no, status in enumerate(() if mood.is_early else mood.receipts, 1):
            self._loop.call_later(mood.wait * no, self._tell, line, message_id, part, status)

    def _receipt(self, message_id: str, part: Part, status: str) -> bytes:
        return smpp.packed(smpp.DELIVER, smpp.OK, next(self._sequence), smpp.receipt(message_id, part, status))

    def _tell(self, line: asyncio.StreamWriter, message_id: str, part: Part, status: str) -> None:
        """A receipt goes to a session that is there now; what nobody is there for is lost, as with some operators."""
        open_line = line if line in self._lines else next(reversed(self._lines), None)
        if open_line is not None:
            open_line.write(self._receipt(message_id, part, status))

    def _note(self, part: Part) -> None:
        pieces = {1: part}
        if part.ref is not None:
            pieces = self._halves.setdefault((part.destination, part.ref), {})
            pieces[part.no] = part
            if len(pieces) < part.total:
                return
            del self._halves[part.destination, part.ref]
        whole = Message(
            number=part.destination.lstrip("+")[-10:], text="".join(pieces[no].text for no in sorted(pieces)),
            source=part.source, entity=part.tlvs.get(smpp.TLV_ENTITY), template=part.tlvs.get(smpp.TLV_TEMPLATE),
            parts=len(pieces),
        )  # fmt: skip
        with self._changed:
            self.messages.append(whole)
            self._changed.notify_all()
        if self._heard is not None:
            self._heard(whole)
