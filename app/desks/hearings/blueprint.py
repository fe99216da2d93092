"""DESK: the blueprint that the pages of hearings share."""

from flask import Blueprint

bp = Blueprint("hearings", __name__)
