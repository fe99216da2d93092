"""THE REGISTERS. Importing this package makes every table known to the metadata."""

from app.models import (  # noqa: F401
    account,
    attachment,
    category,
    complaint,
    dialogue,
    event,
    guidance,
    hearing,
    imports,
    morning,
    movement,
    notice,
    office,
    party,
    place,
    report,
    say,
    subtask,
)
