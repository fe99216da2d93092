"""DESK: how this computer serves the person who sits at it – keys, language."""

from app.desks.preferences.views import bp as bp
