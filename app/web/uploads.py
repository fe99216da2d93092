"""WEB: files of a form, examined by content before the database is touched; what the phone says is only noted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from flask import current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.complaints.proofs import Offered
from app.evidence import refusal
from app.evidence.images import LIMIT_MB
from app.evidence.keep import JPEG, Kept, keep
from app.evidence.refusal import read_whole
from app.evidence.store import NoRoom, Store
from app.web.forms import OfficeForm
from app.web.messages import sentence

IST = timezone(timedelta(hours=5, minutes=30))
PHOTOS = frozenset({"before", "after"})
HASH = re.compile(r"[0-9a-f]{64}")
MOST = 12  # files of one entry


def offered(form: OfficeForm, kinds: Mapping[str, str], *, words_first: bool = False) -> list[Offered]:
    """The files that came in the fields of `kinds` (field name → kind of attachment).

    A file that is refused puts its sentence at its field; the caller asks `form.problems`. Nothing is written down.
    `words_first`: a file may also be declared – its hash in <field>_sha – and follow in a request of its own
    (decisions/0040). Not where somebody decides on a paper: it must lie there.
    """
    store: Store = current_app.extensions["photos"]
    found = [Offered(None, kind, sha) for name, kind in kinds.items() for sha in declared(name) if words_first]
    for name, kind in kinds.items():
        for file in request.files.getlist(name):
            kept = _kept(store, file, form, name, kind) if file.filename else None
            if kept is not None:
                found.append(Offered(kept=kept, kind=kind))
    return _with_facts(found, form)


def declared(name: str) -> list[str]:
    """The hashes of files that an officer's device keeps for this field until the words are taken."""
    if not current_user.is_authenticated:
        return []
    return [sha for sha in request.form.getlist(f"{name}_sha") if HASH.fullmatch(sha)][:MOST]


def _kept(store: Store, file: FileStorage, form: OfficeForm, name: str, kind: str) -> Kept | None:
    try:
        return fit(keep(store, read_whole(file.stream, LIMIT_MB)), kind)  # type: ignore[arg-type]
    except refusal.Refused as refused:
        words = sentence(refused.code, **refused.facts)
    except NoRoom:
        words = sentence("no_room")
    kept_words = _("What you wrote is kept.")  # outside the f-string: the extraction does not look inside one
    _say(form, name, f"{words} {kept_words}")
    return None


def fit(kept: Kept, *kinds: str) -> Kept:
    """What was examined, if it may stand as each of these kinds: before and after are photos. Raises Refused."""
    if kept.mime != JPEG and not PHOTOS.isdisjoint(kinds):
        raise refusal.Refused("not_an_image")
    return kept


def _say(form: OfficeForm, name: str, words: str) -> None:
    field = form[name]
    field.errors = [*field.errors, words]


def choose_again(form: OfficeForm, names: Mapping[str, str]) -> None:
    """Browsers do not send a file twice by themselves: where one was chosen and the form comes back, say so."""
    for name in names:
        if any(file.filename for file in request.files.getlist(name)) and not form[name].errors:
            _say(form, name, _("Choose the file again – a browser does not keep it."))


def _with_facts(files: list[Offered], form: OfficeForm) -> list[Offered]:
    """The one set of facts in the form speaks of the photo after, else of the last photo chosen."""
    photos = [file for file in files if file.kept is None or file.kept.mime == JPEG]
    of = next((file for file in photos if file.kind == "after"), photos[-1] if photos else None)
    return [_told(file) if file is of else file for file in files]


def _told(file: Offered) -> Offered:
    said = request.form
    place = (_number(said.get("lat"), 90), _number(said.get("lon"), 180))
    whole = None not in place and place != (0.0, 0.0)
    accuracy = _number(said.get("accuracy"), 100_000)
    sha = said.get("orig_sha", "")
    return replace(
        file, original_sha256=sha if HASH.fullmatch(sha) else None,
        latitude=place[0] if whole else None, longitude=place[1] if whole else None,
        accuracy_m=round(accuracy) if whole and accuracy is not None else None,
        taken_at=_time(said.get("taken_at")), is_from_camera={"1": True, "0": False}.get(said.get("camera", "")),
    )  # fmt: skip


def _number(text: str | None, most: float) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) <= most else None  # NaN is not below anything


def _time(text: str | None) -> datetime | None:
    """A phone's own clock, which is a clock in India where it names no zone."""
    try:
        told = datetime.fromisoformat(text or "")
        return (told if told.tzinfo else told.replace(tzinfo=IST)).astimezone(UTC)
    except (ValueError, OverflowError):  # no time at all, or one that is none in UTC: year 1, year 9999
        return None
