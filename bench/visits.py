"""THE BENCH: the main pages and the commonest entries, each as the user who makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random
from urllib.parse import urlencode

from bench import budgets
from bench.budgets import Budget
from bench.plans import COMMON, RARE

Fields = dict[str, str]
_serial = count(1)
LETTERS = "कखगघचछजझटठडढतथदधनपफबभमयरलवसह"


@dataclass(frozen=True)
class Place:
    """What the addresses need to know: a case of 30 lines, complaints to accept, villages whose name is their own."""

    case: str
    fresh: list[str]
    villages: list[str]


@dataclass(frozen=True)
class Visit:
    """One page or entry. `path` and `fields` are made anew for each request; `fields` None is a GET."""

    name: str
    username: str
    path: Callable[[Place], str]
    budget: Budget
    fields: Callable[[Place], Fields] | None = None
    htmx: bool = False


def _at(path: str) -> Callable[[Place], str]:
    return lambda _place: path


def _comment(_place: Place) -> Fields:
    return {"text": f"मौके पर गया, काम चल रहा है ({next(_serial)})", "idem": f"bench-{next(_serial)}"}


def _accept(_place: Place) -> Fields:
    on = date.today() + timedelta(days=2)
    return {"next_step": "visit", "next_step_on": on.isoformat(), "idem": f"bench-{next(_serial)}"}


def _walk_in(place: Place) -> Fields:
    """Written down and given a number; the cell assigns it later, at its desk."""
    return _told(place) | {"then": "only"}


def _walk_in_assigned(place: Place) -> Fields:
    """Two steps in one go: written down, and given to the post that answers for its kind."""
    return _told(place) | {"category": "water_none", "then": "assign"}


def _told(place: Place) -> Fields:
    n = next(_serial)
    rng = Random(n)  # words of nobody's language: else the counter asks whether it is an older complaint
    words = " ".join("".join(rng.choices(LETTERS, k=6)) for _ in range(15))
    village = place.villages[n % len(place.villages)]
    return {"mobile": f"97{n:08d}", "name": "सुनीता देवी", "place": village, "source": "WLK", "language": "hi",
            "text": f"{words} {n}", "similar_seen": "", "idem": f"bench-{n}"}  # fmt: skip


def _search(words: str) -> Callable[[Place], str]:
    return _at(f"/search?{urlencode({'q': words})}")


PAGES = (
    Visit("worklist, officer", "officer", _at("/complaints"), budgets.WORKLIST),
    Visit("worklist, head of department", "hod", _at("/complaints?pending=1"), budgets.WORKLIST),
    Visit("case page, 30 lines", "officer", lambda place: f"/complaints/{place.case}", budgets.CASE),
    Visit("approvals", "hod", _at("/approvals"), budgets.DESK),
    Visit("call desk", "caller", _at("/call-desk"), budgets.DESK),
    Visit("intake form", "cell", _at("/intake/new"), budgets.DESK),
    Visit("marking desk", "cell", _at("/marking"), budgets.DESK),
    Visit("landing of the DC", "dc", _at("/"), budgets.LANDING),
    Visit("review of the DC", "dc", _at("/reviews"), budgets.REVIEW),
    Visit("search, rare word", "cell", _search(RARE[2:-2]), budgets.SEARCH),
    Visit("search, common word", "cell", _search(COMMON), budgets.SEARCH),
    Visit("messages", "admin", _at("/office/notices"), budgets.DESK),
    Visit("sign-in", "", _at("/sign-in"), budgets.PUBLIC),
    Visit("tracking", "", _at("/track"), budgets.PUBLIC),
    Visit("registering from home", "", _at("/register"), budgets.PUBLIC),
)
ENTRIES = (
    Visit("comment", "officer", lambda place: f"/complaints/{place.case}/comment", budgets.STEP, _comment, htmx=True),
    Visit("accept", "officer", lambda place: f"/complaints/{place.fresh.pop()}/accept", budgets.STEP, _accept,
          htmx=True),
    Visit("register a walk-in", "cell", _at("/intake/new"), budgets.REGISTER, _walk_in),
    Visit("register and assign a walk-in", "cell", _at("/intake/new"), budgets.REGISTER_AND_STEP, _walk_in_assigned),
)  # fmt: skip
