"""DESK: chairs and who sits in them – handing over charge, the charge report, empty chairs and moving their work."""

from app.desks.posts import handover, moving
from app.desks.posts.blueprint import bp

__all__ = ["bp", "handover", "moving"]
