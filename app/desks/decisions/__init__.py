"""DESK: what others propose and I decide – one inbox for every kind of request."""

from app.desks.decisions.views import bp as bp
