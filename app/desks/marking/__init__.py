"""DESK: marking – each complaint that was registered gets its kind and the post that must answer."""

from app.desks.marking.views import bp as bp
