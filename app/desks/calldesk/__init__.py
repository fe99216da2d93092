"""DESK: the call desk asks the complainant; nobody of the disposing department sits here."""

from app.desks.calldesk.views import bp as bp
