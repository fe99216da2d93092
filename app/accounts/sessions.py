"""ACCOUNTS: server-side sessions with the acting charge; only the hash of the token is stored (ASVS 7.2, 7.4)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    CompoundSelect,
    ScalarSelect,
    Select,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session

from app.complaints import held
from app.complaints.actor import Actor
from app.complaints.held import Head
from app.complaints.placing import covered_by, running, tree_of
from app.domain.policy import Role
from app.models.account import IdempotencyKey, Person, WebSession
from app.models.base import UtcDateTime
from app.models.event import ChainHead
from app.models.office import Charge, District, Post

SEEN_EVERY = timedelta(minutes=5)
OWNER = "person:"  # whose an entry is, with their id
WITH_TREE = frozenset({Role.SDM})
_AT = bindparam("at", type_=UtcDateTime())
_HASH = bindparam("token_hash", type_=String())


def _covers() -> ScalarSelect[str]:
    """The empty chairs that the acting post covers, as one column: no statement of its own."""
    acting = select(Charge.post_id).join(WebSession, WebSession.charge_id == Charge.id)
    return _ids(covered_by(acting.where(WebSession.token_hash == _HASH), _AT).select())


def _elsewhere() -> ScalarSelect[str]:
    """The posts of the same person's other charges, with the empty chairs that those cover, in the same way."""
    theirs = select(Charge.post_id).join(WebSession, WebSession.person_id == Charge.person_id)
    theirs = theirs.where(WebSession.token_hash == _HASH, running(_AT), Charge.id != WebSession.charge_id)
    return _ids(union(theirs, covered_by(theirs, _AT, "covers_too").select()))


def _ids(found: Select[tuple[int]] | CompoundSelect[tuple[int]]) -> ScalarSelect[str]:
    (key,) = found.subquery().c
    return select(func.aggregate_strings(cast(key, String), ",")).scalar_subquery()


def _read(ids: str | None) -> frozenset[int]:
    return frozenset(int(key) for key in (ids or "").split(",") if key)


# Asked by every request, so made once: everything that a session's requests need.
LIVE = (
    select(
        WebSession.id,
        WebSession.last_seen_at,
        Person,
        Charge,
        Post,
        District,
        ChainHead.chain_no,
        ChainHead.hash,
        _covers().label("covers"),
        _elsewhere().label("elsewhere"),
        exists(IdempotencyKey.id)
        .where(IdempotencyKey.owner == literal(OWNER) + cast(Person.id, String))
        .where(IdempotencyKey.key == bindparam("entry_key", type_=String()))
        .correlate(Person)
        .label("was_taken"),
    )  # fmt: skip
    .join(Person, Person.id == WebSession.person_id)
    .join(Charge, Charge.id == WebSession.charge_id)
    .join(Post, Post.id == Charge.post_id)
    .join(District, District.id == WebSession.district_id)
    .outerjoin(ChainHead, ChainHead.district_id == WebSession.district_id)
    .where(WebSession.token_hash == _HASH, WebSession.ended_at.is_(None), Person.is_active)
    .where(Charge.from_at <= _AT, or_(Charge.to_at.is_(None), Charge.to_at > _AT))
    .where(WebSession.last_seen_at > bindparam("seen_after"), WebSession.created_at > bindparam("begun_after"))
)


@dataclass(frozen=True)
class SignedIn:
    """Who sits at the screen: the session, the person, the acting charge and what it lets them be."""

    token: str
    session_id: int
    person: Person
    district: District
    charge: Charge
    post: Post
    actor: Actor
    last_seen_at: datetime
    version: int  # number of the last event of the district: it grows with every change of its data
    was_taken: bool  # whether the entry that comes with this request was stored before

    is_authenticated = is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the browser's cookie carries: the session's token, useless after sign-out."""
        return self.token


def digest(token: str) -> str:
    """How a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def charges_of(session: Session, person_id: int, at: datetime) -> list[Charge]:
    """Charges a person holds now, full charges before those as link officer."""
    rows = session.scalars(
        select(Charge)
        .where(Charge.person_id == person_id, Charge.from_at <= at, or_(Charge.to_at.is_(None), Charge.to_at > at))
        .order_by((Charge.kind == "link"), (Charge.kind == "additional"), Charge.id)
    )
    return list(rows)


def begin(session: Session, person: Person, *, address: str, agent: str, at: datetime) -> str | None:
    """Open a session in the person's first charge and return its token; None when the person holds no charge."""
    charges = charges_of(session, person.id, at)
    if not charges:
        return None
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            district_id=person.district_id, token_hash=digest(token), person_id=person.id, charge_id=charges[0].id,
            created_at=at, last_seen_at=at, address=address[:60], agent=agent[:200],
        )
    )  # fmt: skip
    session.flush()
    return token


def find(
    session: Session, token: str, *, idle: timedelta, longest: timedelta, at: datetime, entry_key: str = ""
) -> SignedIn | None:
    """The live session behind a token, with everything its requests need, in one statement; None when it is over."""
    asked = {"token_hash": digest(token), "at": at, "seen_after": at - idle, "begun_after": at - longest,
             "entry_key": entry_key}  # fmt: skip
    row = session.execute(LIVE, asked).first()
    if row is None:
        return None
    post: Post = row.Post
    role = Role(post.kind.role)
    actor = Actor(
        district_id=row.District.id, role=role, person_id=row.Person.id, post_id=post.id,
        department_id=post.department_id, place_id=post.place_id,
        tree=tree_of(session, post.id) if role in WITH_TREE else frozenset(),
        covers=_read(row.covers), elsewhere=_read(row.elsewhere),
    )  # fmt: skip
    version = row.chain_no or 0
    if row.hash is not None:
        held.keep_head(session, Head(row.District.id, version, row.hash))
    return SignedIn(
        token, row.id, row.Person, row.District, row.Charge, post, actor, row.last_seen_at, version, row.was_taken
    )


def touch(session: Session, who: SignedIn, at: datetime) -> bool:
    """Note that the session is alive, at most every five minutes – the only thing a GET may write (ruling 22)."""
    if at - who.last_seen_at < SEEN_EVERY:
        return False
    session.execute(update(WebSession).where(WebSession.id == who.session_id).values(last_seen_at=at))
    return True


def end(session: Session, session_id: int, reason: str, at: datetime) -> None:
    """Close a session: its cookie is worth nothing from now on."""
    session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.ended_at.is_(None))
        .values(ended_at=at, end_reason=reason)
    )


def switch_charge(session: Session, who: SignedIn, charge_id: int, at: datetime) -> bool:
    """Act in another charge of the same person. False when the person does not hold it."""
    if charge_id not in {charge.id for charge in charges_of(session, who.person.id, at)}:
        return False
    session.execute(update(WebSession).where(WebSession.id == who.session_id).values(charge_id=charge_id))
    return True
