"""DESK: the door – sign in, sign out, choose the charge to act in."""

from app.desks.signin.views import bp as bp
