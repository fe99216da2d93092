"""THE TOOLS: `make sms-demo` – the office with a real Kannel and an operator of our own in front of it.

What would reach a phone is shown here, with its number masked; what is typed here comes in as an SMS of that phone.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable

from app.domain.numbers import mask_mobile
from app.settings import Settings, UnsafeSettings
from tools import kannel, smsc

SHORT_CODE = "1905"
SHORT = "nvgm.in"  # a registered short name is what fits a message; no machine here is called so
HOW = (
    "\n  Messages that leave the office appear below. To answer as a phone, type the last three digits of its number"
    "\n  and the words, for example:  042 2"
    "\n  From 21:00 to 08:00 only urgent messages leave; the rest waits for the morning.\n\n"
)


class Phones:
    """Every phone that got a message, known by the end of its number."""

    def __init__(self, say: Callable[[str, str, str], None], show: Callable[[str], object]) -> None:
        self._say, self._show = say, show
        self._numbers: dict[str, str] = {}

    def hear(self, message: smsc.Message) -> None:
        """A message arrives: show it."""
        self._numbers[message.number[-3:]] = message.number
        self._show(f"\n  → {mask_mobile(message.number)} ({message.parts} part): {message.text}\n")

    def answer(self, line: str) -> bool:
        """`042 2`: the phone ending in 042 sends "2". False, and a word why, when there is no such phone."""
        who, _, words = line.strip().partition(" ")
        number = self._numbers.get(who, who if len(who) == 10 and who.isdigit() else "")
        if not number or not words.strip():
            self._show("  ? First the last three digits of a phone that got a message, then its words: 042 2\n")
            return False
        try:
            self._say(f"91{number}", SHORT_CODE, words.strip())
        except ConnectionError:
            self._show("  ? Kannel is not connected just now; try again\n")
            return False
        self._show(f"  ← {mask_mobile(number)}: {words.strip()}\n")
        return True


def through(box: kannel.Kannel, base: str, secret: str) -> dict[str, str]:
    """The settings of an office that sends through this Kannel. In a demo every number is make-believe."""
    return {
        "SMS_GATEWAY": "kannel", "SMS_URL": box.send_url, "SMS_USER": kannel.USER, "SMS_PASSWORD": kannel.PASSWORD,
        "SMS_HEADER": kannel.HEADER, "SMS_HOOK_SECRET": secret, "SMS_HOOK_BASE": base, "SMS_ALLOW": "*",
    }  # fmt: skip


def inbound_url(base: str, secret: str) -> str:
    """Where Kannel brings what phones send; the words after % are Kannel's."""
    return f"{base}/hooks/sms/kannel/{secret}/mo?from=%p&to=%P&smsc=%i&id=%I&t=%T&text=%b"


def show(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()


def listen(phones: Phones, lines: Iterable[str]) -> None:
    for line in lines:
        if line.strip():
            phones.answer(line)


def run(settings: Settings) -> int:
    """Kannel, the operator and the office, until the office closes; its exit code. Raises kannel.NotReady."""
    base, secret = f"http://127.0.0.1:{settings.port}", secrets.token_hex(16)
    centre = smsc.MessageCentre(moods=False)
    phones = Phones(centre.say, show)
    centre.tell(phones.hear)
    centre.start()
    box = kannel.Kannel(centre.port, (smsc.NAME, smsc.PASSWORD), inbound_url(base, secret))
    try:
        box.start()
        short = {"SMS_LINK_BASE": os.environ.get("SMS_LINK_BASE") or SHORT}
        told = {**os.environ, "NIVARAN_ENV": "demo", **short, **through(box, base, secret)}
        office = subprocess.Popen([sys.executable, "-m", "jobs.supervisor"], env=told, stdin=subprocess.DEVNULL)  # noqa: S603
        signal.signal(signal.SIGTERM, lambda *_: office.terminate())
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches the office too: it closes in its own order
        show(HOW)
        threading.Thread(target=listen, args=(phones, sys.stdin), daemon=True).start()
        return office.wait()
    finally:
        box.stop()
        centre.stop()


def main() -> int:
    if not kannel.is_installed():
        sys.stderr.write(f"{kannel.INSTALL}\n")
        return 2
    try:
        return run(Settings.from_env({**os.environ, "NIVARAN_ENV": "demo"}))
    except UnsafeSettings as error:
        sys.stderr.write(error.told())
    except kannel.NotReady as error:
        sys.stderr.write(f"{error}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
