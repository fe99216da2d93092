"""DESK: the door – sign in, sign out, choose the charge to act in."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, g, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.accounts import passwords, people, sessions, signin
from app.accounts.sessions import SignedIn
from app.complaints.audit import note
from app.demo.people import DEMO_PASSWORD, demo_users
from app.desks.signin.forms import SignInForm
from app.extensions import db, limiter, login, reading
from app.web.access import public, signed_in
from app.web.origin import inside
from app.web.page import anew, is_htmx, now, page, part, see_other

bp = Blueprint("signin", __name__)


@bp.get("/sign-in")
@public
def sign_in() -> Response:
    """The sign-in page; the demo users are listed in demo mode, where they exist."""
    return _page(SignInForm())


@bp.post("/sign-in")
@public
@limiter.limit("60/minute")
def sign_in_post() -> Response:
    """Check name and password. The same words for an unknown name, a wrong password and a disabled person."""
    form = SignInForm()
    g.keep_changes = True  # failures are counted although the answer is a refusal
    if not form.accepts():
        return _page(form, 422)
    address = request.remote_addr or ""
    try:
        person = signin.check(
            db.session, name=form.username.data, password=form.password.data, address=address, at=now(),
            tried=_tried(form, address),
        )  # fmt: skip
    except signin.Locked as locked:
        form.form_errors.append(_("Too many wrong tries. Wait %(minutes)s minutes.", minutes=-(-locked.seconds // 60)))
        reply = _page(form, 422 if is_htmx() else 429)  # htmx draws no 429 (ruling 23)
        reply.headers["Retry-After"] = str(locked.seconds)
        return reply
    agent = request.headers.get("User-Agent", "")
    token = person and sessions.begin(db.session, person, address=address, agent=agent, at=now())
    if person is None or token is None:
        db.session.commit()
        # who knows the password may know this; asking for a new password would not help
        said = _("You hold no charge at present. Ask the DC office for one.") if person else ""
        form.form_errors.append(said or _("Name or password do not fit."))
        return _page(form, 422)
    note(db.session, "sign_in", district_id=person.district_id, person_id=person.id, at=now())
    session.clear()
    who = login._user_callback(token)  # the session just begun, as every later request will find it
    login_user(who)
    return anew(inside(request.args.get("next", "")) or url_for("home.home"))


def _tried(form: SignInForm, address: str) -> signin.Tried:
    """Argon2 runs before the first statement that writes: others need not wait for it."""
    reading.set(True)
    stored = signin.stored_hash(db.session, name=form.username.data, address=address, at=now())
    db.session.commit()
    reading.set(False)
    return signin.Tried(stored, passwords.matches(form.password.data, stored))


def _page(form: SignInForm, status: int = 200) -> Response:
    """The whole page, or its form for htmx."""
    wanted = inside(request.args.get("next", ""))
    reply = part("signin/_form.html", status, form=form, next=wanted) if is_htmx() else _whole(form, status, wanted)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _whole(form: SignInForm, status: int, wanted: str) -> Response:
    is_demo = current_app.extensions["nivaran"].demo_data and people.is_demo(db.session)
    users = demo_users() if is_demo else []
    return page("signin/page.html", status, form=form, users=users, password=DEMO_PASSWORD, next=wanted)


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End the session on the server and clear what the browser kept."""
    who: SignedIn = current_user
    sessions.end(db.session, who.session_id, "signed_out", now())
    note(db.session, "sign_out", district_id=who.district.id, person_id=who.person.id, at=now())
    logout_user()
    session.clear()
    reply = see_other(url_for("signin.sign_in"))
    reply.headers["Clear-Site-Data"] = '"cache"'
    return reply


@bp.get("/account")
@signed_in
def account() -> Response:
    """The charges a person holds and the one acted in."""
    charges = sessions.charges_of(db.session, current_user.person.id, now())
    return page("signin/account.html", charges=charges)


@bp.post("/account/charge")
@signed_in
def switch_charge() -> Response:
    """Act in another charge of one's own."""
    chosen = request.form.get("charge", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19) or not sessions.switch_charge(
        db.session, current_user, int(chosen), now()
    ):
        flash(_("This charge is not yours."), "bad")
        return see_other(url_for("signin.account"))
    note(db.session, "switch_charge", district_id=current_user.district.id, person_id=current_user.person.id, at=now())
    return see_other(url_for("home.home"))
