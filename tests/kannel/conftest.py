"""THE TESTS: a real Kannel between the office and a message centre of our own (sms.md 1.5); one for all tests of a
worker, because it needs a second to come up.

`line`   both, up and with an empty journal; `line.told` are the settings of an office that sends through it
"""

from tests.kannel.line import impatient_line, line, one_line

__all__ = ["impatient_line", "line", "one_line"]
