"""DESK: the blueprint that the call desk's pages share."""

from flask import Blueprint

bp = Blueprint("calldesk", __name__)
