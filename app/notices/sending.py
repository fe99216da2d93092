"""THE POST ROOM: sending – claim, hand over, settle; each its own transaction (sms.md 1.6, rules 3 and 4).

A notice is claimed by compare-and-set under a lease, so two workers never send the same one. Whoever dies between
claim and answer leaves a lease that ends: nobody can know whether the phone rang, so that counts as unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.sms import MissingSlot, SlotTooLong, quiet_until, render
from app.models.notice import Notice, NoticeEvent
from app.notices import deadnumbers, texts
from app.notices.callback import signature
from app.notices.gateways.base import Gateway, OutboundSms, Outcome, SendResult
from app.notices.limits import Verdict
from app.notices.outbox import CODES, due_time

LEASE = timedelta(seconds=60)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # after the first try, the second …
GIVE_UP = timedelta(hours=24)
RECEIPT_WAIT = timedelta(minutes=10)  # after an unknown outcome: a receipt may still tell
DETAIL_LENGTH = 500
CONSOLE = "console"
UNREGISTERED, NOT_ITS_TEXT = "unregistered", "not_its_text"  # why a message does not leave: held_reason
PriceOf = Callable[[int], int]


def due(session: Session, at: datetime, limit: int) -> list[int]:
    """Ids of queued notices whose time has come, longest waiting first."""
    query = select(Notice.id).where(Notice.state == "queued", Notice.next_try_at <= at)
    return list(session.scalars(query.order_by(Notice.next_try_at, Notice.id).limit(limit)))


def lapsed(session: Session, at: datetime, limit: int) -> list[int]:
    """Ids of notices whose sender never came back."""
    query = select(Notice.id).where(Notice.state == "sending", Notice.lease_until <= at)
    return list(session.scalars(query.order_by(Notice.lease_until, Notice.id).limit(limit)))


def wait_for_morning(session: Session, at: datetime) -> int:
    """At night, move what is due and not urgent to 08:00; the count. What an outage delayed must not ring at 23:00."""
    morning = quiet_until(at)
    if morning is None:
        return 0
    late = update(Notice).where(Notice.state == "queued", Notice.next_try_at <= at)
    calm = late.where(Notice.is_urgent.is_(False), Notice.template_key.not_in(CODES))
    return session.execute(calm.values(next_try_at=morning)).rowcount  # type: ignore[attr-defined, no-any-return]


def put_off(session: Session, notice_id: int, verdict: Verdict, *, at: datetime) -> None:
    """Do as the limits say with a message that may not leave now. Somebody else who has it keeps it."""
    mine = update(Notice).where(Notice.id == notice_id, Notice.state == "queued", Notice.next_try_at <= at)
    values: dict[str, Any] = {"next_try_at": verdict.later}
    if verdict.drop:
        values |= {"state": "cancelled", "held_reason": verdict.drop, "ended_at": at}
    session.execute(mine.values(values).execution_options(synchronize_session=False))


def claim(
    session: Session, notice_id: int, gateway: str, *, registered: bool = False, at: datetime
) -> OutboundSms | None:
    """Take a due notice for one attempt; None when somebody else has it, or when it is held from now on because its
    text may not leave. Commit before handing it over. `registered`: the gateway takes registered texts only.
    """
    taken = session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.state == "queued", Notice.next_try_at <= at)
        .values(state="sending", lease_until=at + LEASE, next_try_at=None, attempts=Notice.attempts + 1)
        .values(gateway=gateway, held_reason=None)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    notice = session.get_one(Notice, notice_id, populate_existing=True)
    unfit = _unfit(notice, registered=registered)
    if unfit:
        _keep_back(session, notice, unfit, at)
        return None
    note(session, notice, "claimed", at=at, attempt=notice.attempts)
    template = notice.template
    return OutboundSms(
        uuid=notice.uuid, number=notice.to_number, text=notice.rendered, attempt=notice.attempts, parts=notice.parts,
        template_key=notice.template_key, dlt_template_id=template.dlt_template_id, pe_id=template.pe_id,
        header=template.header, signed=signature(notice.hmac_token, notice.uuid),
    )  # fmt: skip


def _unfit(notice: Notice, *, registered: bool) -> str:
    """Why the words of a notice may not leave: no registration, or not the registered text letter for letter (D8)."""
    if registered and not notice.template.dlt_template_id:
        return UNREGISTERED
    try:
        same = render(texts.template_of(notice.template), notice.slots) == notice.rendered
    except (MissingSlot, SlotTooLong):
        same = False
    return "" if same else NOT_ITS_TEXT


def _keep_back(session: Session, notice: Notice, why: str, at: datetime) -> None:
    """Hold it for a person. It was no attempt; a code is worth nothing later and ends here."""
    notice.attempts -= 1
    note(session, notice, "held", at=at, code=why)
    if notice.template_key in CODES:
        finish(notice, "cancelled", at)
    else:
        notice.state, notice.next_try_at, notice.lease_until = "held", None, None
    notice.held_reason = why


def hand_over(gateway: Gateway, message: OutboundSms) -> SendResult:
    """The call that leaves the house. No transaction may be open around it: a slow operator must hold no lock."""
    return gateway.send(message)


def settle(
    session: Session, notice_id: int, attempt: int, result: SendResult, *, receipts: bool = True,
    paise: PriceOf | None = None, at: datetime,
) -> bool:  # fmt: skip
    """Write down how an attempt ended. False when it no longer mattered; then only the event is kept.

    `receipts`: whether the gateway tells what became of it; `paise`: what a part costs in a district.
    """
    notice = session.get_one(Notice, notice_id, with_for_update=True, populate_existing=True)
    note(session, notice, result.outcome.value, at=at, attempt=attempt, code=result.code, detail=result.detail)
    if notice.attempts != attempt or notice.state not in _open_for(result.outcome):
        return False
    notice.provider_code = result.code or None
    if result.outcome is Outcome.ACCEPTED:
        _accept(notice, result, at, receipts=receipts)
        notice.cost_paise = paise(notice.district_id) * notice.parts if paise else None
    elif result.outcome is Outcome.REJECT:
        finish(notice, "rejected", at)
        deadnumbers.ended(session, notice)
    elif result.outcome is Outcome.RETRY:
        _again(session, notice, at)
    else:
        _doubt(notice, at)
    session.flush()
    return True


def lapse(session: Session, notice_id: int, *, at: datetime) -> bool:
    """End a lease that ran out: the worker died in the middle, so the outcome is unknown. False when it came back."""
    notice = session.get_one(Notice, notice_id, with_for_update=True, populate_existing=True)
    if notice.state != "sending" or notice.lease_until is None or notice.lease_until > at:
        return False
    return settle(session, notice_id, notice.attempts, SendResult(Outcome.UNKNOWN, code="lease"), at=at)


def _open_for(outcome: Outcome) -> tuple[str, ...]:
    """A slow worker may come back after its lease was ended: that the message was taken is still worth knowing."""
    return ("sending", "queued", "unconfirmed") if outcome is Outcome.ACCEPTED else ("sending",)


def _accept(notice: Notice, result: SendResult, at: datetime, *, receipts: bool) -> None:
    finish(notice, "delivered" if result.is_delivered else "accepted", at)
    notice.accepted_at, notice.provider_id = at, result.provider_id
    if receipts and not result.is_delivered:
        notice.ended_at = None  # a receipt may follow


def finish(notice: Notice, state: str, at: datetime) -> None:
    """It goes nowhere from here by itself. A code that has left is not kept, but for the demo's own phone."""
    notice.state, notice.next_try_at, notice.lease_until, notice.ended_at = state, None, None, at
    if notice.template_key in CODES and notice.gateway != CONSOLE:
        forget_code(notice)


def forget_code(notice: Notice) -> None:
    """Put dots where the code stood: who reads the list of messages must not be able to use it."""
    code = notice.slots.get("code", "")
    if code and code in notice.rendered:
        notice.rendered = notice.rendered.replace(code, "•" * len(code), 1)
        notice.slots = {name: value for name, value in notice.slots.items() if name != "code"}


def _queue(notice: Notice, earliest: datetime) -> None:
    is_urgent = notice.is_urgent or notice.template_key in CODES
    notice.state, notice.lease_until, notice.next_try_at = "queued", None, due_time(earliest, urgent=is_urgent)


def _again(session: Session, notice: Notice, at: datetime) -> None:
    if at - _first_try(session, notice, at) >= GIVE_UP:
        finish(notice, "failed", at)
        return
    _queue(notice, at + BACK_OFF[min(notice.attempts, len(BACK_OFF)) - 1])


def _doubt(notice: Notice, at: datetime) -> None:
    """At most one more send after an unknown outcome, and it carries the mark; a code is never sent again."""
    if notice.is_possible_duplicate or notice.template_key in CODES:
        finish(notice, "unconfirmed", at)
        return
    notice.is_possible_duplicate = True
    _queue(notice, at + RECEIPT_WAIT)


def _first_try(session: Session, notice: Notice, at: datetime) -> datetime:
    """When this run of attempts began: the first claim since somebody last asked for the message anew."""
    query = select(NoticeEvent.kind, NoticeEvent.at).where(NoticeEvent.notice_id == notice.id)
    first = at
    for row in session.execute(query.where(NoticeEvent.kind.in_(("claimed", "asked"))).order_by(NoticeEvent.id.desc())):
        if row.kind == "asked":
            break
        first = row.at
    return first


def note(
    session: Session, notice: Notice, kind: str, *, at: datetime, attempt: int = 0, code: str = "", detail: str = "",
) -> None:  # fmt: skip
    """Keep what happened. One line per attempt, or per instant where no attempt is meant."""
    told = f"try {attempt}" if attempt else at.isoformat()
    session.add(
        NoticeEvent(
            notice_id=notice.id, kind=kind, code=code, detail=detail[:DETAIL_LENGTH], at=at, provider_hash=told,
        )
    )  # fmt: skip
