"""DESK: steps of a complaint that have a page of their own, one module for each family of steps."""

from app.desks.steps import (
    asking,
    camp,
    contact,
    downward,
    elsewhere,
    ending,
    endings,
    joining,
    parts,
    petition,
    timing,
    upward,
    waiting,
)
from app.desks.steps.blueprint import bp

__all__ = [
    "asking", "bp", "camp", "contact", "downward", "elsewhere", "ending", "endings", "joining", "parts", "petition",
    "timing", "upward", "waiting",
]  # fmt: skip
