"""DESK for machines: liveness and readiness. No data of the district is told."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from app import queue
from app.extensions import db
from app.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
@public
def readyz() -> Response:
    """The database answers; a silent Redis is told, but the desk works without it."""
    db.session.execute(text("SELECT 1"))
    return jsonify(database="ok", bell=queue.status().value)
