"""DESK: the blueprint that the pages of single steps share."""

from flask import Blueprint

bp = Blueprint("steps", __name__)
