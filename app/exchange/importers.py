"""THE EXCHANGE: who imports – a person of the office in a post that may."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.complaints.actor import Actor
from app.complaints.placing import tree_of
from app.domain.policy import Role, Scope, scope
from app.domain.states import Action
from app.exchange.mapping import Unusable
from app.models.account import Person
from app.models.office import Charge, Post, PostKind


def importer(session: Session, username: str, *, at: datetime) -> Actor:
    """The named person, else the first one of the cell, in a charge that may import. Raises Unusable."""
    query = (
        select(Person.id, Post, PostKind.role)
        .join(Charge, Charge.person_id == Person.id)
        .join(Post, Post.id == Charge.post_id)
        .join(PostKind, PostKind.id == Post.kind_id)
        .where(Person.is_active, Charge.from_at <= at, or_(Charge.to_at.is_(None), Charge.to_at > at))
        .order_by(Charge.id)
    )
    wanted = Person.username == username.strip().lower() if username else PostKind.role == Role.CELL.value
    for person_id, post, role in session.execute(query.where(wanted)):
        if scope(Role(role), Action.IMPORT) is Scope.ALL:
            return Actor(
                district_id=post.district_id, role=Role(role), person_id=person_id, post_id=post.id,
                department_id=post.department_id, place_id=post.place_id, tree=tree_of(session, post.id),
            )  # fmt: skip
    raise Unusable("no_right", name=username) if username else Unusable("nobody")
