"""DESK: the Monday review – tables whose every figure is a link, and the same as a pack on A4."""

from app.desks.reviews.views import bp as bp
