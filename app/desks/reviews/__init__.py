"""DESK: the Monday review – tables whose every figure is a link, and the same as a pack on A4; the call desk's work."""

from app.desks.reviews import calls
from app.desks.reviews.views import bp

__all__ = ["bp", "calls"]
