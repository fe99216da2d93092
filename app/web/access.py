"""WEB: the guard. Every endpoint declares a rule; one without a rule answers 403 to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, g, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.sql.base import ExecutableOption

from app.complaints.actor import Actor
from app.complaints.errors import NotFound
from app.complaints.queries import visible_to
from app.complaints.step import lock_where
from app.domain.numbers import BadNumber, parse_number
from app.domain.policy import Right, Scope, scope
from app.domain.states import Action
from app.extensions import db
from app.models.complaint import Complaint

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """Who may call an endpoint: everybody, everybody signed in, or roles that have one of the rights.

    `machine`: a program, which shows a secret to the view itself. It has no session and no form of ours, and what it
    brings is written down whatever its method.
    """

    public: bool = False
    machine: bool = False
    rights: tuple[Action | Right, ...] = ()


RULES: dict[str, Rule] = {}
_MARK = "nivaran_rule"


def _declare(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _MARK, rule)
        return view

    return mark


def public(view: View) -> View:
    """Everybody may call this."""
    return _declare(Rule(public=True))(view)


def machine(view: View) -> View:
    """Programs call this; the view itself asks for their secret. No origin, token, entry or session is looked at."""
    return _declare(Rule(public=True, machine=True))(view)


def signed_in(view: View) -> View:
    """Everybody who is signed in may call this."""
    return _declare(Rule())(view)


def allow(*rights: Action | Right) -> Callable[[View], View]:
    """Roles that have one of these rights in some scope may call this; the action checks the scope again."""
    return _declare(Rule(rights=rights))


def collect(app: Flask) -> None:
    """Write down the rule of every endpoint, once all desks are registered."""
    for endpoint, view in app.view_functions.items():
        rule = getattr(view, _MARK, None)
        if rule is not None:
            RULES[endpoint] = rule


def by_machine() -> bool:
    """Whether this address is for programs."""
    rule = RULES.get(request.endpoint or "")
    return rule is not None and rule.machine


def check() -> None:
    """Let the request pass, or stop it: 401 to strangers, 403 to roles without the right and for undeclared doors."""
    if request.endpoint is None:
        return  # no such address: the 404 answers
    rule = RULES.get(request.endpoint)
    if rule is None:
        abort(403)
    if rule.public:
        return
    if not current_user.is_authenticated:
        abort(401)
    if rule.rights and not any(has(right) for right in rule.rights):
        abort(403)


def actor() -> Actor:
    """Who acts in this request."""
    return current_user.actor  # type: ignore[no-any-return]


def has(right: Action | Right) -> bool:
    """Whether the signed-in role has a right in some scope; buttons and menus ask this."""
    who: Any = current_user._get_current_object()
    return who.is_authenticated and scope(who.actor.role, right) is not Scope.NONE


def load(number: str, *with_it: ExecutableOption) -> Complaint:
    """The complaint with this number if the signed-in person may see it. Raises NotFound, the same for both.

    `with_it`: loader options, for what the page shows of its place, department and people.
    """
    query = select(Complaint).where(Complaint.number == _canonical(number), visible_to(actor())).options(*with_it)
    return _found(number, db.session.scalars(query).unique().one_or_none())


def load_locked(number: str, *with_it: ExecutableOption) -> Complaint:
    """The same, locked until the commit: for a step that follows at once, so that it need not be read again."""
    mine = (Complaint.number == _canonical(number), visible_to(actor()))
    return _found(number, lock_where(db.session, *mine, with_it=with_it))


def _found(number: str, complaint: Complaint | None) -> Complaint:
    if complaint is None:
        raise NotFound(number)
    g.complaint = complaint
    return complaint


def _canonical(number: str) -> str:
    try:
        return parse_number(number, current_user.district.letters, current_user.district.lgd_code).canonical
    except BadNumber:
        raise NotFound(number) from None
