"""DESK: the complainant's own pages share a blueprint; browsers keep nothing of them, search engines list none."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app

from app.complaints.errors import NotFound
from app.models.office import District
from app.web.menu import only_district
from app.web.page import page

SEE_OTHER = 303
bp = Blueprint("public", __name__)


@bp.after_request
def _keep_nothing(answer: Response) -> Response:
    if answer.status_code != SEE_OTHER:  # where an entry led to is kept by us: a second tap must not add it twice
        answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def district() -> District:
    """The district of this installation. Raises NotFound before there is one."""
    found = only_district()
    if found is None:
        raise NotFound
    return found


def key() -> str:
    """The secret with which codes are hashed."""
    return str(current_app.config["SECRET_KEY"])


def shown(template: str, status: int = 200, /, **context: Any) -> Response:
    """One of these pages."""
    return page(f"public/{template}.html", status, **context)
