"""The night watch's rehearsal: the application is put together once before the doors open.

What only the database can tell – the demo district inside a production office – then stops the start with one sentence;
left to the children it would be a traceback at every restart, for ever.
"""

import sys

from app.factory import create_app
from app.settings import UnsafeSettings


def main() -> int:
    """0 when the application can be put together, 2 when it refuses."""
    try:
        create_app()
    except UnsafeSettings as error:
        sys.stderr.write(error.told())
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
