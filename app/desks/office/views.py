"""DESK: the pages of all registers – list, add, change, retire, take back into use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.complaints.errors import NotFound, Refused
from app.desks.office.blueprint import bp
from app.desks.office.book import Book
from app.desks.office.register import PAGE, Register, Writing
from app.desks.office.registers import FILLING, REGISTERS
from app.domain.policy import Right
from app.extensions import db
from app.web.access import actor, allow, has
from app.web.messages import sentence
from app.web.page import anew, is_htmx, now, page, part, see_other


def page_asked() -> int:
    """The page asked for; nonsense is the first."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _register(slug: str) -> Register:
    if slug not in REGISTERS:
        raise NotFound(slug)
    return REGISTERS[slug]


def _book() -> Book:
    return Book(db.session, actor().district_id, now())


def _writing() -> Writing:
    return Writing(db.session, actor(), now())


@bp.get("/office")
@allow(Right.MASTERS_SEE)
def registers() -> Response:
    """The doors to all registers, with how many rows each has."""
    counted = [(register, register.count(db.session, actor(), now())) for register in REGISTERS.values()]
    return page(
        "office/registers.html", counted=counted, first=_still_empty(counted), may_change=has(Right.MASTERS),
        guides=has(Right.GUIDANCE),
    )  # fmt: skip


def _still_empty(counted: list[tuple[Register, int]]) -> list[tuple[Register, bool]]:
    """The registers in the order in which a new district fills them, done or not; nothing once all are filled.

    create-admin leaves one row where it needs one itself: such a register counts as filled from the second.
    """
    counts = {register.slug: (register, count) for register, count in counted}
    steps = [(counts[slug][0], counts[slug][1] > made) for slug, made in FILLING.items()]
    return [] if all(is_done for _register, is_done in steps) else steps


@bp.get("/office/<register>")
@allow(Right.MASTERS_SEE)
def listed(register: str) -> Response:
    """One register: the rows in use, or (?retired=1) those that are not."""
    wanted, book, number = _register(register), _book(), page_asked()
    q, retired = request.args.get("q", "").strip(), request.args.get("retired") == "1"
    rows, total = wanted.rows(db.session, actor(), book.at, q=q, retired=retired, page=number)
    table = [
        {"row": row, "name": wanted.name(row, book), "cells": [cell(row, book) for _label, cell in wanted.columns]}
        for row in rows
    ]

    def at_page(other: int) -> str:
        return url_for("office.listed", register=register, q=q or None, retired=int(retired) or None, page=other)

    return page(
        "office/listed.html", register=wanted, table=table, total=total, q=q, retired=retired, number=number,
        more=total > number * PAGE, at_page=at_page, may_change=has(Right.MASTERS),
    )  # fmt: skip


@bp.route("/office/<register>/new", methods=["GET", "POST"])
@allow(Right.MASTERS)
def new(register: str) -> Response:
    """Add a row."""
    wanted = _register(register)
    form = wanted.form(_book())
    if form.accepts():
        try:
            wanted.add(wanted, form, _writing())
        except Refused as refused:
            return _again(wanted, form, refused)
        flash(_("Saved."))
        return anew(url_for("office.listed", register=register))
    return _form(wanted, form)


@bp.route("/office/<register>/<int:key>", methods=["GET", "POST"])
@allow(Right.MASTERS)
def edit(register: str, key: int) -> Response:
    """Change a row."""
    wanted = _register(register)
    if wanted.change is None:
        raise NotFound(register)
    row = wanted.row(db.session, actor(), key)
    form = wanted.form(_book(), row)
    if form.accepts():
        try:
            wanted.change(wanted, row, form, _writing())
        except Refused as refused:
            return _again(wanted, form, refused, key)
        flash(_("Saved."))
        return anew(url_for("office.listed", register=register))
    return _form(wanted, form, key)


@bp.post("/office/<register>/<int:key>/retire")
@allow(Right.MASTERS)
def retire(register: str, key: int) -> Response:
    """Take a row out of use. Nothing is deleted; what still needs the row is named."""
    wanted = _register(register)
    return _step(wanted, key, wanted.retire, _("No longer in use from now on. The history stays."), retired=False)


@bp.post("/office/<register>/<int:key>/reinstate")
@allow(Right.MASTERS)
def reinstate(register: str, key: int) -> Response:
    """Take a retired row back into use."""
    wanted = _register(register)
    if wanted.reinstate is None:
        raise NotFound(register)
    return _step(wanted, key, wanted.reinstate, _("In use again."), retired=True)


def _step(wanted: Register, key: int, take: Callable[[Any, Writing], None], words: str, *, retired: bool) -> Response:
    """A button of a row: the list again, or for htmx what became of the row in the place of its button."""
    refused = None
    try:
        take(wanted.row(db.session, actor(), key), _writing())
    except Refused as no:
        db.session.rollback()
        refused, words = no, sentence(no.code, **no.facts)
    if is_htmx():
        row = wanted.row(db.session, actor(), key)
        line = {"row": row, "name": wanted.name(row, _book())}
        return part("office/_act.html", 422 if refused else 200, register=wanted, line=line, retired=retired,
                    told=words, refused=refused)  # fmt: skip
    flash(words, "bad" if refused else "message")
    return see_other(url_for("office.listed", register=wanted.slug))


def _form(wanted: Register, form: Any, key: int | None = None) -> Response:
    status = 422 if request.method == "POST" else 200
    if is_htmx():
        reply = part("office/_form.html", status, register=wanted, form=form, key=key)
    else:
        reply = page("office/form.html", status, register=wanted, form=form, key=key)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _again(wanted: Register, form: Any, refused: Refused, key: int | None = None) -> Response:
    """The form with the refusal at its field. The edge undoes what was tried; the page must not see it."""
    db.session.rollback()
    form.refuse(refused)
    return _form(wanted, form, key)
