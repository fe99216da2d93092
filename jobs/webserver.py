"""The front door's porter: waitress, which takes a slow upload in whole before it spends a thread on it.

`python -m jobs.webserver` is the process.
"""

import os
import signal
import sys
from types import FrameType

import waitress

from app.settings import Settings
from jobs.lifeline import give_memory_back, log_plainly

MEGABYTE = 1024 * 1024


def options(settings: Settings) -> dict[str, object]:
    """What waitress is told. Bodies wait on the disk up to 100 MB: from 40 MB on the application
    turns them away, on a page in Hindi and not in waitress's English."""
    said: dict[str, object] = {
        "host": settings.host,
        "port": settings.port,
        "threads": 8,
        "connection_limit": 1000,
        "channel_timeout": 300,
        "max_request_body_size": 100 * MEGABYTE,
        "asyncore_use_poll": True,
        "ident": None,
        "clear_untrusted_proxy_headers": True,
    }
    if settings.trusted_proxy:
        said["trusted_proxy"] = settings.trusted_proxy
        said["trusted_proxy_headers"] = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
        said["trusted_proxy_count"] = 1
    return said


def _leave(_number: int, _frame: FrameType | None) -> None:
    """waitress finishes the requests in hand when SystemExit ends its loop."""
    sys.exit(0)


def main() -> None:
    """The web server's own process."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    give_memory_back()
    settings = Settings.from_env(os.environ)
    log_plainly(json=settings.env == "production")
    from wsgi import app  # after the signals: a stop while the application loads is a clean one too

    waitress.serve(app, _quiet=True, **options(settings))


if __name__ == "__main__":
    main()
