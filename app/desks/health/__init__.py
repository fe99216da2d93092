"""DESK for machines: is the web process alive, and can it do its work?"""

from app.desks.health.views import bp as bp
