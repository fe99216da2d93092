"""THE REGISTERS. Importing this package makes every table known to the metadata."""

from app.models import (  # noqa: F401
    account,
    attachment,
    category,
    complaint,
    dialogue,
    event,
    imports,
    movement,
    notice,
    office,
    party,
    place,
    report,
)
