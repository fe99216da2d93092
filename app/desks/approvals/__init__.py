"""DESK: the head of department approves reports or sends them back."""

from app.desks.approvals.views import bp as bp
