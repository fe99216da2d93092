"""DESK: the clock – why a date is what it is, what today asks of an officer, who reports and who does not."""

from app.desks.clock import ledger, today, walkins
from app.desks.clock.blueprint import bp

__all__ = ["bp", "ledger", "today", "walkins"]
