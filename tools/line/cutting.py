"""THE TOOLS: a bad line between a browser and the office – slow, late, silent, cut; also cut when the work is done.

A proxy of TCP on this machine, for tests. It knows nothing of HTTP but where a request begins. A cut is a reset: nobody
is told what had arrived. Slow start is not here, it needs real packets: village.py.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CHUNK = 2048
BUFFER = 8 * 1024  # what the kernel may hold for us: a sender must feel that the line is slow
REQUEST = re.compile(rb"(?:GET|HEAD|POST|PUT|PATCH|DELETE) \S+(?= HTTP/1)")
AT_ONCE_RESET = struct.pack("ii", 1, 0)
LAST = b""

Swallow = Callable[[str], bool]


@dataclass
class Way:
    """One direction of the whole line, which all connections share. `rate` in bytes a second, None without limit;
    `left` bytes until the line is cut, None for never, and `again` as many until the next time."""

    rate: float | None = None
    left: int | None = None
    again: int | None = None
    passed: int = 0
    free_at: float = 0.0

    def take(self, size: int) -> float:
        """Seconds until these bytes are through."""
        now = time.monotonic()
        self.free_at = max(now, self.free_at) + (size / self.rate if self.rate else 0.0)
        self.passed += size
        return self.free_at - now

    def cut_to(self, chunk: bytes) -> bytes:
        """What may pass of it before the cut."""
        if self.left is None:
            return chunk
        chunk = chunk[: self.left]
        self.left -= len(chunk)
        return chunk


@dataclass(eq=False)
class Call:
    """One connection through the line; `request` is the first line of what was asked and not answered yet."""

    ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]
    request: str = ""
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def reset(self) -> None:
        for end in self.ends:
            _reset(end)


def _reset(end: asyncio.StreamWriter) -> None:
    """Close without a farewell."""
    sock = end.get_extra_info("socket")
    if sock is not None and sock.fileno() != -1:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE_RESET)
    end.transport.abort()


class Line:
    """The line to whatever listens at `target` on this machine. All moods can change while it is in use.

    `up.rate`, `down.rate`   bytes a second from the browser and to it
    `delay`                  seconds that every byte is under way
    `is_down`                nobody gets through: new connections are reset at once
    `is_silent`              connections stand, nothing passes, nobody is told
    `up.left`, `down.left`   after so many bytes more the line is cut, once; `up.again`, `down.again` for more than once
    `cut()`                  now, `cut_every(seconds, down)` again and again until `calm()`
    `swallow`                asked when the first byte of an answer comes, with "POST /path": True cuts in its place
    """

    def __init__(self, target: int) -> None:
        self.target, self.port = target, 0
        self.up, self.down = Way(), Way()
        self.delay = 0.0
        self.is_down = self.is_silent = False
        self.swallow: Swallow | None = None
        self.cuts = 0
        self.swallowed: list[str] = []
        self._calls: set[Call] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready, self._calm = threading.Event(), threading.Event()
        self._cutter: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        self.calm()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def cut(self) -> None:
        """Every connection ends here and now."""
        self._loop.call_soon_threadsafe(self._cut)

    def cut_every(self, seconds: float, down: float = 0.0) -> None:
        """Cut the line every so often; each time it stays away for `down` seconds."""
        self.calm()
        self._calm.clear()
        self._cutter = threading.Thread(target=self._keep_cutting, args=(seconds, down), daemon=True)
        self._cutter.start()

    def calm(self) -> None:
        """No more cutting of itself; whoever is connected stays so."""
        self._calm.set()
        if self._cutter is not None:
            self._cutter.join(10)
            self._cutter = None

    def _keep_cutting(self, seconds: float, down: float) -> None:
        while not self._calm.wait(seconds):
            self.is_down = True
            self.cut()
            self._calm.wait(down)
            self.is_down = False

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        listener.bind(("127.0.0.1", 0))
        self.port = int(listener.getsockname()[1])
        opening = asyncio.start_server(self._serve, sock=listener, limit=BUFFER)
        server = self._loop.run_until_complete(opening)
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._cut()
        self._loop.run_until_complete(asyncio.sleep(0))
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _cut(self) -> None:
        self.cuts += 1
        for call in list(self._calls):
            call.reset()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_down:
            return _reset(writer)
        try:
            answers, asks = await asyncio.open_connection("127.0.0.1", self.target, limit=BUFFER)
        except OSError:
            return _reset(writer)
        call = Call((writer, asks))
        self._calls.add(call)
        ways = (self._carry(call, reader, asks, self.up), self._carry(call, answers, writer, self.down))
        call.tasks = [asyncio.create_task(way) for way in ways]
        try:
            await asyncio.wait(call.tasks, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            return None  # the line is taken away
        finally:
            self._calls.discard(call)
            for task in call.tasks:
                task.cancel()
            for end in call.ends:
                end.close()

    async def _carry(self, call: Call, source: asyncio.StreamReader, end: asyncio.StreamWriter, way: Way) -> None:
        """Bytes of one direction until one side has had enough; what is under way still arrives."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(under_way, end))
        try:
            while chunk := await self._next(call, source, way):
                rest = way.cut_to(chunk)
                await asyncio.sleep(way.take(len(rest)))
                under_way.put_nowait((time.monotonic() + self.delay, rest))
                if way.left == 0:
                    way.left = way.again
                    await under_way.join()
                    return self._cut()
            under_way.put_nowait((time.monotonic() + self.delay, LAST))
            await delivering
        except OSError:
            return None
        finally:
            delivering.cancel()

    async def _next(self, call: Call, source: asyncio.StreamReader, way: Way) -> bytes:
        """The next bytes, noting whose request they are of; none when the connection is at its end."""
        chunk = await source.read(CHUNK)
        while self.is_silent:
            await asyncio.sleep(0.02)
        if way is self.up and (found := REQUEST.match(chunk)):
            call.request = found[0].decode("ascii", "replace")
        elif way is self.down and chunk and call.request:
            asked, call.request = call.request, ""
            if self.swallow is not None and self.swallow(asked):
                self.swallowed.append(asked)
                call.reset()
                return LAST
        return chunk

    async def _deliver(self, under_way: asyncio.Queue[tuple[float, bytes]], end: asyncio.StreamWriter) -> None:
        while True:
            due, chunk = await under_way.get()
            await asyncio.sleep(due - time.monotonic())
            if chunk == LAST:
                return
            end.write(chunk)
            await end.drain()
            under_way.task_done()
