"""DESK: the letter box – what gateways tell us: receipts, messages, missed calls."""

from app.desks.hooks.views import bp

__all__ = ["bp"]
