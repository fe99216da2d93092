"""DESK: papers on request – the whole file of a complaint as one PDF."""

from app.desks.papers.views import bp as bp
