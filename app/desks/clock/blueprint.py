"""DESK: the blueprint that the pages of the clock share."""

from flask import Blueprint

bp = Blueprint("clock", __name__)
