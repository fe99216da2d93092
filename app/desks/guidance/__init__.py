"""DESK: guidance notes – what seniors tell their juniors about a kind of complaint, and the office's list of them."""

from app.desks.guidance.views import bp as bp
