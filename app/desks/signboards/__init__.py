"""DESK: the boards at the gate – help, accessibility, privacy, terms, contact, site map. Open to everybody."""

from app.desks.signboards.views import bp as bp
