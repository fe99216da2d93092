"""WEB: the words of requests – what is asked for, why, and what a card tells of it beside the words of the proposer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from app.domain.numbers import mask_mobile
from app.models.report import Request
from app.web import words
from app.web.language import lang
from app.web.language import lazy_gettext as _l

TRANSFER: Mapping[str, Any] = {
    "not_our_work": _l("This is not our department’s work"),
    "not_our_place": _l("The place is not under us"),
    "other_owner": _l("The road, pipe or building belongs to them"),
    "already_there": _l("They are working on it already"),
}
HOLD: Mapping[str, Any] = {
    "court": _l("Before a court"),
    "budget": _l("No budget"),
    "policy": _l("A policy has to be decided"),
    "season": _l("Not possible in this season"),
    "other_authority": _l("Another authority has to act first"),
}
EXTENSION: Mapping[str, Any] = {
    "material": _l("Material or machine has not come"),
    "site": _l("The site is not ready"),
    "papers": _l("Papers are missing"),
    "other_office": _l("Another office has not answered"),
    "weather": _l("Weather"),
    "other": _l("Other reason"),
}
REFUSAL: Mapping[str, Any] = {
    "court": _l("Before a court"),
    "rti": _l("A matter for the Right to Information"),
    "service_matter": _l("Service matter of a government employee"),
    "demand": _l("Demand or suggestion"),
    "other_state": _l("Not of this district or state"),
    "unclear": _l("It cannot be made out what is asked"),
}
HEAD: Mapping[str, Any] = {
    "proposes": _l("proposed at that level or above – nobody else had to recommend it"),
    "empty": _l("nobody sits in that chair"),
    "barred": _l("could not be asked: a party to it, or may not see it"),
    "silent": _l("did not say a word in time"),
}
REASONS: Mapping[str, Mapping[str, Any]] = {
    "transfer": TRANSFER, "hold": HOLD, "extension": EXTENSION, "refusal": REFUSAL,
    "special_closure": words.OUTCOMES, "rejection": words.OUTCOMES, "on_spot": words.OUTCOMES,
}  # fmt: skip


def kind_words(kind: str) -> str:
    """What is asked for."""
    return str(words.ASKED[kind])


def reason_words(kind: str, code: str) -> str:
    """Why; nothing for a reason that has no word of its own."""
    return str(REASONS.get(kind, {}).get(code, ""))


def facts(row: Request) -> Iterator[tuple[str, str]]:
    """The short facts of a request, each with its name."""
    data = row.data
    if "to" in data:
        yield _("To"), str(data["to_en"] if lang() == "en" else data["to"])
        yield _("Transfer"), _("number %(no)s of at most 3", no=data["no"])
    if data.get("head") in HEAD:
        yield _("Head of department"), str(HEAD[data["head"]])
    if "days" in data:
        yield _("More days"), str(data["days"])
    if data.get("mobile"):
        yield _("New mobile number"), mask_mobile(str(data["mobile"]))
    if row.review_on:
        yield _("Look at it again on"), row.review_on.strftime("%d-%m-%Y")
    for name, label in (
        ("court_case_no", _("Court case")), ("complainant_said", _("The complainant said")),
        ("witness", _("Witness")), ("where_to_go", _("Where to go instead")), ("parent", _("Join with")),
    ):  # fmt: skip
        if data.get(name):
            yield label, str(data[name])
