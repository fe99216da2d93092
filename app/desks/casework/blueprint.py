"""DESK: the blueprint that the casework pages share."""

from flask import Blueprint

bp = Blueprint("casework", __name__)
