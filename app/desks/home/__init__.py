"""DESK: the first page after sign-in – what waits for me, what is late under me."""

from app.desks.home.views import bp as bp
