"""THE DEMO DISTRICT: the ten people whose sign-ins are shown."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import lazy_gettext as _l

DEMO_PASSWORD = "nivaran-demo"  # noqa: S105 – published on purpose; production refuses demo data


class DemoUser(NamedTuple):
    """A user name and what its holder is."""

    username: str
    what: object


def demo_users() -> list[DemoUser]:
    """The demo users in the order of the complaint's way."""
    return [
        DemoUser("cell", _l("DC office desk: takes and assigns complaints")),
        DemoUser("officer", _l("Block officer (L1): accepts, calls, acts, reports")),
        DemoUser("sdm", _l("SDM (L2): gets what is late below")),
        DemoUser("hod", _l("Head of department (L3): approves or sends back")),
        DemoUser("adc", _l("Additional DC: nodal officer")),
        DemoUser("dc", _l("Deputy Commissioner (L4): review")),
        DemoUser("caller", _l("Call desk: asks the complainant")),
        DemoUser("verifier", _l("Verifier: checks on the spot")),
        DemoUser("auditor", _l("Auditor: reads everything, changes nothing")),
        DemoUser("admin", _l("Administrator: posts, charges, registers")),
    ]
