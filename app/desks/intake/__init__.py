"""DESK: the counter – from the first word of a walk-in to a number, a post and a slip."""

from app.desks.intake.views import bp as bp
