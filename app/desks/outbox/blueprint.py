"""DESK: the blueprint of what waits on a device."""

from flask import Blueprint

bp = Blueprint("outbox", __name__)
