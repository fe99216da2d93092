"""DESK: the blueprint that the office's pages share."""

from flask import Blueprint

bp = Blueprint("office", __name__)
