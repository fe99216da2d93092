"""THE TESTS: the real worker at an hour at which messages may leave – `python -m tests.faults.daylight <instant>`.

Without it a test that is run at night would wait for the morning, as the office does.
"""

from __future__ import annotations

import sys
from datetime import datetime

import time_machine

from jobs import runtime

if __name__ == "__main__":
    with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True):
        sys.exit(runtime.main())
