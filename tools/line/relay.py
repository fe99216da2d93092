"""THE TOOLS: the middle of the village line – carries packets between two TUN devices, in order, paced and late.

`python -m tools.line.relay FD_HERE FD_THERE DOWN UP DELAY`: open devices, bytes a second towards there and back,
seconds one way. Ends with its standard input, so that it never outlives whoever laid the line.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections import deque

PACKET = 2048
QUEUE = 32 * 1024  # bytes that wait for their turn; what comes on top is dropped, as a real exchange does


class Way:
    """Packets of one direction on their way."""

    def __init__(self, source: int, end: int, rate: float, delay: float) -> None:
        self.source, self.end, self.rate, self.delay = source, end, rate, delay
        self.under_way: deque[tuple[float, bytes]] = deque()
        self.free_at = 0.0

    def take(self, now: float) -> None:
        """One packet from the device: queued behind the others, or dropped."""
        packet = os.read(self.source, PACKET)
        free_at = max(now, self.free_at)
        if (free_at - now) * self.rate > QUEUE:
            return
        self.free_at = free_at + len(packet) / self.rate
        self.under_way.append((self.free_at + self.delay, packet))

    def deliver(self, now: float) -> None:
        """Every packet whose time has come."""
        while self.under_way and self.under_way[0][0] <= now:
            os.write(self.end, self.under_way.popleft()[1])


def carry(down: Way, up: Way, parent: int) -> None:
    """Until the parent's end closes."""
    by_device = {down.source: down, up.source: up}
    while True:
        due = [way.under_way[0][0] for way in (down, up) if way.under_way]
        pause = max(0.0, min(due) - time.monotonic()) if due else None
        ready = select.select([*by_device, parent], [], [], pause)[0]
        now = time.monotonic()
        for device in ready:
            if device == parent:
                return
            by_device[device].take(now)
        for way in (down, up):
            way.deliver(now)


if __name__ == "__main__":
    here, there = int(sys.argv[1]), int(sys.argv[2])
    towards, back, late = (float(word) for word in sys.argv[3:6])
    carry(Way(here, there, towards, late), Way(there, here, back, late), sys.stdin.fileno())
