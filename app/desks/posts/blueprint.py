"""DESK: the blueprint of the pages about posts."""

from flask import Blueprint

bp = Blueprint("posts", __name__)
