"""WEB: villages and wards as they are offered to choose from."""

from __future__ import annotations

from flask_babel import gettext as _

from app.complaints.gazetteer import Site
from app.web.language import named


def label(site: Site) -> str:
    """A village as it is offered: with its block where another one has the same name."""
    name = named(site.place)
    return _("%(name)s (Block %(block)s)", name=name, block=named(site.block)) if site.is_twin else name
