"""THE BENCH: what a made-up complaint goes through, told as the office's own steps. Standard library and rules only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from app.domain.states import Action, State

S, A = State, Action
DAY = timedelta(days=1)
OVER = ((S.CLOSED_SATISFIED, 80), (S.CLOSED_NO_RESPONSE, 12), (S.REJECTED, 4), (S.CLOSED_SPECIAL, 4))
PENDING = ((S.REGISTERED, 8), (S.MARKED, 22), (S.IN_ACTION, 45), (S.ATR_SUBMITTED, 10), (S.DISPOSED, 10),
           (S.ON_HOLD, 5))  # fmt: skip
SUBJECTS = ("हैंडपंप खराब है", "नाली का पानी सड़क पर भरा है", "बिजली का ट्रांसफार्मर जला है", "राशन कार्ड में नाम नहीं जुड़ा",
            "पेंशन तीन महीने से नहीं आई", "सड़क में गहरे गड्ढे हैं", "जमीन की नाप नहीं हुई", "स्ट्रीट लाइट बंद पड़ी है",
            "कचरा नहीं उठाया जा रहा", "स्कूल की दीवार टूटी है")  # fmt: skip
WORDS = (
    "कृपया", "गांव", "मोहल्ले", "परिवार", "बच्चों", "बुजुर्ग", "महीने", "पंचायत", "दफ्तर", "आवेदन",
    "कर्मचारी", "समस्या", "समाधान", "जल्दी", "बारिश", "मरम्मत", "शिकायत", "दोबारा", "अधिकारी", "मौके",
    "जांच", "रास्ता", "पानी", "परेशान", "सुनवाई", "किसान", "विधवा", "मजदूर", "तहसील", "मुख्य",
    "चौराहे", "मंदिर", "तालाब", "खेत", "फसल", "नहर", "बैंक", "खाता", "किस्त", "सूची",
)  # fmt: skip
RARE = "टिटहरीवाला"  # a place that one in 400 speaks of: some 125 of 50,000, as when one looks for a hamlet
COMMON = "हैंडपंप"  # one subject of ten
NAMES = ("रामकली", "सुरेश", "गीता", "महेंद्र", "कमला", "बलवंत", "शांति", "राजेश", "सुनीता", "ओमप्रकाश", "विमला", "धर्मवीर")


@dataclass(frozen=True)
class Taken:
    """One step: the action, the states before and after, when, and in whose chair (cell, post, above, caller, none)."""

    action: Action
    before: State
    after: State
    at: datetime
    chair: str
    text: str = ""


@dataclass
class Plan:
    """A complaint's life: where it ends, how high it stands, whether its alarm has rung, and its steps in order."""

    state: State
    received_at: datetime
    marked_at: datetime | None = None
    accepted_at: datetime | None = None
    raised_at: datetime | None = None
    reported_at: datetime | None = None
    disposed_at: datetime | None = None
    ended_at: datetime | None = None
    is_late: bool = False
    steps: list[Taken] = field(default_factory=list)

    def add(self, action: Action, after: State, at: datetime, chair: str, text: str = "") -> None:
        before = self.steps[-1].after if self.steps else S.DRAFT
        self.steps.append(Taken(action, before, after, at, chair, text))


def moments(rng: Random, count: int, at: datetime, days: int) -> list[datetime]:
    """When complaints came in: `count` office instants of the last `days` days, in order."""
    whole = days * 86_400
    return sorted(at - timedelta(seconds=rng.randrange(3_600, whole)) for _ in range(count))


def plans(rng: Random, count: int, at: datetime, *, days: int, pending: float) -> Iterator[Plan]:
    """`count` lives in the order in which they began; the newest of them are mostly those still pending."""
    received = moments(rng, count, at, days)
    open_ones = set(_open_ones(rng, count, pending))
    for n, moment in enumerate(received):
        table = PENDING if n in open_ones else OVER
        state = rng.choices([s for s, _ in table], [w for _, w in table])[0]
        if state is S.REGISTERED and at - moment > 9 * DAY:
            state = S.IN_ACTION
        yield _live(rng, state, moment, at)


def _open_ones(rng: Random, count: int, share: float) -> Iterator[int]:
    """Nine in ten of what is pending came lately; the rest are the old sores of every office."""
    wanted = int(count * share)
    recent = rng.sample(range(max(0, count - int(wanted * 1.3)), count), int(wanted * 0.9))
    yield from recent
    yield from rng.sample(range(count), wanted - len(recent))


def _live(rng: Random, state: State, received: datetime, at: datetime) -> Plan:
    plan = Plan(state, received)
    span = at - received

    def share(part: float) -> datetime:
        """A moment that far through the life that is possible: at most 60 days, never in the future."""
        return received + min(span, 60 * DAY) * part

    plan.add(A.REGISTER, S.REGISTERED, received, "cell")
    if state is S.REGISTERED:
        return plan
    plan.marked_at = share(0.05)
    plan.add(A.MARK, S.MARKED, plan.marked_at, "cell")
    if state is S.MARKED:
        plan.is_late = span > 7 * DAY and rng.random() < 0.4
        return plan
    if rng.random() < 0.15:
        plan.raised_at = share(0.15)
        plan.add(A.ESCALATE, S.MARKED, plan.raised_at, "none")
    plan.accepted_at = share(0.2)
    plan.add(A.ACKNOWLEDGE, S.IN_ACTION, plan.accepted_at, "post")
    plan.add(A.DIALOGUE, S.IN_ACTION, share(0.3), "post")
    if rng.random() < 0.5:
        plan.add(A.COMMENT, S.IN_ACTION, share(0.35), "post", "मौके पर जाकर देखा, काम शुरू कराया।")
    _end(rng, plan, share)
    return plan


def _end(rng: Random, plan: Plan, moment: Callable[[float], datetime]) -> None:
    if plan.state is S.IN_ACTION:
        plan.is_late = rng.random() < 0.2
    elif plan.state is S.ON_HOLD:
        plan.add(A.HOLD, S.ON_HOLD, moment(0.4), "post")
    elif plan.state in (S.REJECTED, S.CLOSED_SPECIAL):
        plan.ended_at = moment(0.7)
        action = A.REJECT if plan.state is S.REJECTED else A.CLOSE_SPECIAL
        plan.add(action, plan.state, plan.ended_at, "above")
    else:
        _report(plan, moment)


def _report(plan: Plan, moment: Callable[[float], datetime]) -> None:
    plan.reported_at = moment(0.5)
    plan.add(A.REPORT, S.ATR_SUBMITTED, plan.reported_at, "post")
    if plan.state is S.ATR_SUBMITTED:
        return
    plan.disposed_at = moment(0.6)
    plan.add(A.APPROVE, S.DISPOSED, plan.disposed_at, "above")
    if plan.state is S.DISPOSED:
        return
    plan.ended_at = moment(0.9)
    if plan.state is S.CLOSED_SATISFIED:
        plan.add(A.DIALOGUE, S.DISPOSED, plan.ended_at - timedelta(minutes=4), "caller")
        plan.add(A.SATISFIED, S.CLOSED_SATISFIED, plan.ended_at, "caller")
    else:
        plan.add(A.NO_RESPONSE, S.CLOSED_NO_RESPONSE, plan.ended_at, "none")


def words(rng: Random, place: str) -> tuple[str, str]:
    """Subject and body in Hindi, some 200 letters."""
    subject = rng.choice(SUBJECTS)
    rest = " ".join(rng.choices(WORDS, k=rng.randrange(12, 30)))
    hamlet = f" {RARE} टोले में।" if rng.random() < 1 / 400 else ""
    return f"{subject} – {place}", f"{place} में {subject}।{hamlet} {rest}। कृपया जल्दी कार्रवाई करें।"
