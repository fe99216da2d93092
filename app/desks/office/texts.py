"""DESK: the texts of messages – which are in force, what they cost, which are registered; one of them changed."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _

from app.accounts import wordings
from app.complaints.errors import NotFound, Refused
from app.complaints.settings import setting
from app.desks.office.blueprint import bp
from app.desks.office.book import Book
from app.desks.office.looking import example, look, rupees, told
from app.desks.office.text_form import TextForm
from app.desks.office.text_words import GROUPS, SLOT_NAMES, TEXT_NAMES
from app.domain.policy import Right
from app.domain.sms import SLOT_UNITS, measure
from app.domain.sms_texts import TEMPLATES, slots_of
from app.extensions import db, reading
from app.models.notice import NoticeTemplate
from app.models.office import District
from app.notices import registry
from app.notices import texts as wording
from app.notices.gateways import open_gateway, problems, wants_registration
from app.web.access import actor, allow, has
from app.web.page import anew, is_htmx, now, page, part

LANGUAGES = ("hi", "en")


@bp.get("/office/texts")
@allow(Right.MASTERS_SEE)
def texts() -> Response:
    """Every text of one language: its words, its length, what it came to in thirty days, whether it is registered."""
    district, at = _district(), now()
    lang = request.args.get("of", "hi") if request.args.get("of") in LANGUAGES else "hi"
    paise = setting(db.session, district.id, "sms_part_paise", at)
    sent, waiting = registry.lately(db.session, district.id, at=at), registry.unregistered(db.session, district.id)
    rows = registry.all_in_force(db.session, district, lang)
    lines = [_line(district, key, lang, rows.get(key)) for key in TEXT_NAMES]
    for line in lines:
        count, parts = sent.get((line["key"], lang), (0, 0))
        line |= {"sent": count, "price": rupees(parts * paise), "waiting": waiting.get((line["key"], lang), 0)}
    groups = [(name, [line for line in lines if line["key"].startswith(letter)]) for letter, name in GROUPS]
    reply = page(
        "office/texts.html", groups=groups, of=lang, total=rupees(sum(parts for _n, parts in sent.values()) * paise),
        open_ones=sum(not (line["row"] and line["row"].dlt_template_id) for line in lines), strict=_strict(),
    )  # fmt: skip
    reply.headers["Cache-Control"] = "private, no-cache"  # messages go out without an event: no tag for this page
    return reply


def _line(district: District, key: str, lang: str, row: NoticeTemplate | None) -> dict[str, Any]:
    template = wording.template_of(row) if row else wording.filled(district, key, lang)
    shown = example(district, template, now())
    return {"key": key, "name": TEXT_NAMES[key], "row": row, "text": template.text, "parts": measure(shown).parts}


@bp.get("/office/texts/<key>/<lang>")
@allow(Right.MASTERS_SEE)
def text(key: str, lang: str) -> Response:
    """One text: to change it, and all its versions."""
    row, _current = _known(key, lang)
    return _page(TextForm.of(row, registry.last_registration(db.session, row.district_id)), key, lang)


@bp.post("/office/texts/<key>/<lang>")
@allow(Right.MASTERS)
def set_text(key: str, lang: str) -> Response:
    """Keep the wording as a new version, or what the operators gave the one in force."""
    row, is_kept = _known(key, lang)
    form = TextForm()
    if not form.accepts():
        return _page(form, key, lang, 422)
    try:
        changed = wordings.write(
            db.session, key, lang, form.text.data, form.registration(), based_on=form.based_on if is_kept else 1,
            by=actor(), at=now(),
        )  # fmt: skip
    except registry.BadText as bad:
        db.session.rollback()
        form.text.errors = [told(found) for found in bad.findings]
    except Refused as refused:
        db.session.rollback()
        form.refuse(refused)
        form.version.data, form.version.raw_data = str(_known(key, lang)[0].version), None
    else:
        flash(_("Saved.") if changed else _("Nothing was changed."))
        return anew(url_for("office.text", key=key, lang=lang))
    return _page(form, key, lang, 422)


@bp.post("/office/texts/<key>/<lang>/look")
@allow(Right.MASTERS)
def look_at_text(key: str, lang: str) -> Response:
    """The typed words as a phone shows them, their length, their price and what is wrong; nothing is kept."""
    reading.set(True)  # asks while somebody types: must not wait for the write lock
    row, _current = _known(key, lang)
    form = TextForm()
    if is_htmx():
        return part("office/_looked.html", looked=look(db.session, _district(), key, lang, form.text.data or row.text,
                                                       at=now()))  # fmt: skip
    return _page(form, key, lang, looking=True)


def _known(key: str, lang: str) -> tuple[NoticeTemplate, bool]:
    """The version in force, and whether it is in the database: before the first message nothing is. Raises NotFound."""
    if (key, lang) not in TEMPLATES:
        raise NotFound(key)
    district = _district()
    row = wording.in_force(db.session, district.id, key, lang)
    if row is not None:
        return row, True
    ours = wording.filled(district, key, lang)
    return NoticeTemplate(district_id=district.id, key=key, lang=lang, version=1, text=ours.text), False


def _district() -> District:
    return db.session.get_one(District, actor().district_id)


def _strict() -> bool:
    """Whether messages of texts without a registration are held back here."""
    settings = current_app.extensions["nivaran"]
    return not problems(settings) and wants_registration(open_gateway(settings), settings)


def _page(form: TextForm, key: str, lang: str, status: int = 200, *, looking: bool = False) -> Response:
    district, at = _district(), now()
    known = {name: (SLOT_NAMES[name], SLOT_UNITS[kind]) for name, kind in slots_of(key).items()}
    told_ = {
        "form": form, "key": key, "name": TEXT_NAMES[key], "of": lang, "slots": known, "looking": looking,
        "fixed": {"dist": district.name_hi if lang == "hi" else district.name_en, "tel": district.office_phone},
        "looked": look(db.session, district, key, lang, form.text.data or "", at=at),
        "may_change": has(Right.MASTERS),
    }  # fmt: skip
    if is_htmx():
        reply = part("office/_text.html", status, **told_)
    else:
        versions = registry.versions(db.session, district.id, key, lang)
        people = Book(db.session, district.id, at).everybody if any(row.made_by_id for row in versions) else {}
        reply = page("office/text.html", status, versions=versions, people=people, strict=_strict(), **told_)
    reply.headers["Cache-Control"] = "no-store"
    return reply
