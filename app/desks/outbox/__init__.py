"""DESK: what is written on a device and not yet here – the page, the script with its words, photos that follow."""

from app.desks.outbox import photos as photos
from app.desks.outbox import views as views
from app.desks.outbox.blueprint import bp as bp
