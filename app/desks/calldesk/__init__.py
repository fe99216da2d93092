"""DESK: the call desk asks the complainant; nobody of the disposing department sits here."""

from app.desks.calldesk import correction, views, wish
from app.desks.calldesk.blueprint import bp

__all__ = ["bp", "correction", "views", "wish"]
