"""The invented district holds together: codes are unique, every name points somewhere, every story is lawful."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.outcomes import Outcome
from app.domain.policy import LEVEL_OF, Role
from app.domain.proof import RULES
from app.domain.states import State
from app.models.complaint import SOURCES
from app.models.office import AREAS
from app.models.place import KINDS

DATA = Path(__file__).parents[2] / "app" / "demo" / "data"
DAYS = {"urgent": (1, 1, 2), "standard": (7, 7, 7), "complex": (15, 10, 10), "hearing": (95, 10, 10)}  # domain.md D4
PHOTO_PROOFS = {"photo", "before_after"}
PROOFS = set(RULES)  # the report guard knows these
PHOTOS = {"road", "drain", "light", "handpump", "waste", "school", "none"}
HOLIDAY_SLACK = 4  # days that weekly offs and holidays may push a deadline


def load(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


PLACES = {row["code"]: row for row in load("places")}
DEPARTMENTS = {row["code"] for row in load("departments")}
KINDS_OF_POST = {row["code"]: row for row in load("posts")["post_kinds"]}
POSTS = {row["code"]: row for row in load("posts")["posts"]}
PEOPLE = {row["username"]: row for row in load("people")["people"]}
CHARGES = load("people")["charges"]
CATEGORIES = {row["code"]: row for row in load("categories")}
COMPLAINTS = {row["key"]: row for row in load("complaints")}
LADDER = {(row["department"], row["level"]): row for row in load("ladder")}
HOLDER = {charge["post"]: charge["person"] for charge in CHARGES}
by_key = pytest.mark.parametrize("key", COMPLAINTS)


def above(code: str | None) -> list[str]:
    chain = []
    while code:
        chain.append(code)
        code = PLACES[code]["parent"]
    return chain


def post_for(department: str, level: int, place: str) -> str:
    rung = LADDER[department, level]
    area = next(code for code in above(place) if PLACES[code]["kind"] == rung["area"])
    return next(p["code"] for p in POSTS.values() if p["kind"] == rung["post_kind"] and p["place"] == area)


def who_is(complaint: dict[str, Any], who: str) -> str:
    """The post that stands for a role word of a story at this complaint."""
    if who in ("cell", "adc", "dc", "caller"):
        return who
    department = CATEGORIES[complaint["category"]]["department"]
    return post_for(department, {"l1": 1, "l2": 2, "hod": 3}[who], complaint["complainant"]["place"])


def test_no_code_is_used_twice() -> None:
    lists = {"places": "code", "departments": "code", "categories": "code", "complaints": "key"}
    rows = {name: [row[field] for row in load(name)] for name, field in lists.items()}
    rows |= {name: [row["code"] for row in load("posts")[name]] for name in ("posts", "post_kinds")}
    rows["people"] = [row["username"] for row in load("people")["people"]]
    rows["lgd"] = [row["lgd"] for row in load("places")]
    rows["source_no"] = [row["source_no"] for row in load("complaints") if row["source_no"]]
    for name, codes in rows.items():
        assert not [code for code, times in Counter(codes).items() if times > 1], name


def test_places_form_one_tree_of_the_promised_size() -> None:
    counts = Counter(row["kind"] for row in PLACES.values())
    assert counts == dict(zip(KINDS, (1, 3, 6, 3, 15, 30, 120), strict=True))
    parent_of = dict(
        zip(KINDS, (None, "district", "sub_division", "block", "town", "block", "gram_panchayat"), strict=True)
    )
    for row in PLACES.values():
        parent = PLACES[row["parent"]]["kind"] if row["parent"] else None
        assert parent == parent_of[row["kind"]], row["code"]
        assert row.get("block") in (None, *above(row["code"])), row["code"]
        assert 100_000 <= row["lgd"] <= 999_999


def test_the_ladder_finds_a_post_everywhere() -> None:
    assert set(LADDER) == {(department, level) for department in DEPARTMENTS for level in (1, 2, 3, 4)}
    assert {rung["area"] for rung in LADDER.values()} <= set(AREAS)
    for (department, level), rung in LADDER.items():
        role = Role(KINDS_OF_POST[rung["post_kind"]]["role"])
        assert LEVEL_OF.get(role, level) >= level, "who holds complaints at a level has its rights"
        kind = "ward" if department == "urban" else "village"
        for place in (row["code"] for row in PLACES.values() if row["kind"] == kind):
            assert POSTS[post_for(department, level, place)]["level"] == level


def test_posts_point_to_kinds_departments_places_and_a_senior() -> None:
    assert {kind["role"] for kind in KINDS_OF_POST.values()} == set(Role) - {Role.SYSTEM, Role.PUBLIC}
    for post in POSTS.values():
        assert post["kind"] in KINDS_OF_POST
        assert post["department"] in DEPARTMENTS | {None}
        assert post["place"] in PLACES
        assert post["reports_to"] in POSTS if post["code"] != "dc" else post["reports_to"] is None
        assert re.fullmatch(r"01234-5001\d\d|90000\d{5}", post["phone"])


def test_every_post_has_one_holder_but_for_two_vacancies() -> None:
    assert len({charge["post"] for charge in CHARGES if charge["kind"] != "link"}) == len(POSTS) - 2
    assert len({charge["post"] for charge in CHARGES}) == len(CHARGES) == len(POSTS) - 1
    assert Counter(charge["kind"] for charge in CHARGES) == {"regular": len(PEOPLE), "additional": 3, "link": 1}
    for charge in CHARGES:
        assert charge["post"] in POSTS
        assert charge["person"] in PEOPLE
        assert charge["since_days_ago"] > max(row["days_ago"] for row in COMPLAINTS.values())


def test_the_ten_demo_users_hold_the_posts_that_the_demo_shows() -> None:
    shown = {row["username"] for row in PEOPLE.values() if row["demo"]}
    held = {charge["person"]: charge["post"] for charge in CHARGES if charge["person"] in shown}
    same = {name: name for name in ("cell", "adc", "dc", "caller", "verifier", "auditor", "admin")}
    assert held == same | {"officer": "bdpo.kishangarh", "sdm": "sdm.kishangarh", "hod": "ddpo"}
    village = "v-sonpur"
    assert [post_for("panchayat", level, village) for level in (1, 2, 3)] == [
        held[u] for u in ("officer", "sdm", "hod")
    ]


def test_every_phone_is_plainly_invented() -> None:
    numbers = [row["phone"] for row in PEOPLE.values()]
    numbers += [row["complainant"]["phone"] for row in COMPLAINTS.values() if row["complainant"]["phone"]]
    assert all(re.fullmatch(r"90000\d{5}", number) for number in numbers)


def test_categories_cover_every_department() -> None:
    assert len(CATEGORIES) == 25
    assert {row["department"] for row in CATEGORIES.values()} == DEPARTMENTS | {None}
    for row in CATEGORIES.values():
        assert row["proof"] in PROOFS
        assert row["profile"] in DAYS
        assert all(row["words_hi"])
        assert all(row["words_roman"])
        assert row["grievance"] == (row["department"] is not None)
        assert row["grievance"] or (row["notice_hi"] and row["notice_en"])
    assert [code for code, row in CATEGORIES.items() if not row["needs_approval"]] == ["street_light"]
    assert any(row["confidential"] for row in CATEGORIES.values())


def test_holidays_are_days_of_two_years_and_one_is_local() -> None:
    holidays = load("holidays")
    assert {date.fromisoformat(row["date"]).year for row in holidays} == {2026, 2027}
    assert [row["place"] for row in holidays if row["kind"] == "local"] == ["b-kishangarh"]
    assert all(row["place"] is None for row in holidays if row["kind"] == "public")


def test_complaints_come_from_every_source_and_in_every_condition() -> None:
    sources = Counter(row["source"] for row in COMPLAINTS.values())
    assert set(sources) == set(SOURCES) - {"IMP"}
    assert min(sources.values()) >= 2
    states = Counter(row["expect"]["state"] for row in COMPLAINTS.values())
    assert set(states) <= set(State)
    assert states[State.REGISTERED] >= 3
    assert states[State.DISPOSED] >= 6
    assert states[State.CLOSED_SATISFIED] >= 15
    old = [r for r in COMPLAINTS.values() if r["days_ago"] > 100 and r["expect"]["state"] == State.IN_ACTION]
    assert len(old) >= 4
    assert sum(any(s["do"] == "dissatisfied" for s in row["story"]) for row in COMPLAINTS.values()) >= 4
    assert {row["text_lang"] for row in COMPLAINTS.values()} == {"hi", "en", "hi-Latn"}


def test_the_desks_of_the_demo_users_are_full() -> None:
    def held(kind: str, states: set[State], level: int) -> int:
        return sum(
            row["expect"]["state"] in states and row["expect"]["level"] == level and who_is(row, who) == kind
            for row in COMPLAINTS.values()
            for who in [{1: "l1", 2: "l2", 3: "hod"}[level]]
        )

    assert held("bdpo.kishangarh", {State.MARKED, State.IN_ACTION}, 1) >= 16
    assert held("sdm.kishangarh", {State.MARKED, State.IN_ACTION}, 2) >= 4
    waiting = [row for row in COMPLAINTS.values() if row["expect"]["state"] == State.ATR_SUBMITTED]
    assert len([row for row in waiting if who_is(row, "hod") == "ddpo"]) >= 6


@by_key
def test_a_complaint_is_whole(key: str) -> None:
    row = COMPLAINTS[key]
    person, category = row["complainant"], CATEGORIES[row["category"]]
    assert PLACES[person["place"]]["kind"] == ("ward" if category["department"] == "urban" else "village")
    assert 0 <= row["days_ago"] <= 140
    assert 0 < len(row["subject_hi"]) <= 60
    assert sum(letter.isalpha() for letter in row["text_hi"]) >= 10
    assert person["phone"] or (person["no_phone_reason"] and person["other_way"])
    assert person["language"] in ("hi", "en")
    assert (row["source_no"] is not None) == (row["source"] in ("CMW", "JSM", "CPG", "ESM", "HLP", "SAM"))


@by_key
def test_a_story_runs_forward_and_has_happened(key: str) -> None:
    row = COMPLAINTS[key]
    times = [(step["day"], step["at"]) for step in row["story"]]
    assert times == sorted(times)
    assert not times or (0, row["at"]) < times[0]
    assert not times or times[-1][0] < row["days_ago"]  # nothing lies in the future, whatever the hour of seeding


class Walk:
    """Takes a story step by step over the table of states, and asks the few questions that need history."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row, self.category = row, CATEGORIES[row["category"]]
        self.state, self.level, self.since, self.acknowledged, self.calls = State.REGISTERED, 0, 0, False, []
        self.author, self.parts = "", 0

    def mark(self, step: dict[str, Any]) -> None:
        assert self.state == State.REGISTERED
        assert step["who"] == ("adc" if self.category["confidential"] else "cell")
        self.state, self.level, self.since = State.MARKED, self.category["first_level"], step["day"]

    def acknowledge(self, step: dict[str, Any]) -> None:
        assert not self.acknowledged
        assert step["next_step"]
        self.state, self.acknowledged = State.IN_ACTION, True

    def call(self, step: dict[str, Any]) -> None:
        assert step["result"] == ("talked" if step["reached"] else "not_picked")
        self.calls.append((step["reached"], step["day"]))

    def comment(self, step: dict[str, Any]) -> None:
        assert self.state == State.IN_ACTION

    def ask_part(self, step: dict[str, Any]) -> None:
        assert self.state == State.IN_ACTION
        assert step["post"] in HOLDER
        assert step["day"] + step["in_days"] < self.since + DAYS[self.category["profile"]][self.level - 1]
        self.parts += 1

    def accept_part(self, step: dict[str, Any]) -> None:
        assert 1 <= step["no"] <= self.parts

    def ask_days(self, step: dict[str, Any]) -> None:
        assert self.state == State.IN_ACTION
        assert step["reason"]
        assert step["text"]

    def ask_transfer(self, step: dict[str, Any]) -> None:
        self.ask_days(step)
        assert self.calls
        assert CATEGORIES[step["category"]]["department"] != self.category["department"]

    def merge(self, step: dict[str, Any]) -> None:
        parent = COMPLAINTS[step["with"]]
        assert self.state in (State.REGISTERED, State.MARKED, State.IN_ACTION)
        assert parent["complainant"]["place"] == self.row["complainant"]["place"]
        assert parent["days_ago"] >= self.row["days_ago"]
        self.state = State.MERGED

    def ask_closure(self, step: dict[str, Any]) -> None:
        self.ask_days(step)
        assert step["paper"]
        assert step["said"]

    def recommend(self, step: dict[str, Any]) -> None:
        assert any(asked["do"] == "ask_closure" for asked in self.row["story"])

    def call_hearing(self, step: dict[str, Any]) -> None:
        assert self.state == State.IN_ACTION
        assert self.category["profile"] == "hearing"
        assert step["on_day"] > step["day"]
        self.hearing = step["on_day"]

    def hear(self, step: dict[str, Any]) -> None:
        assert step["day"] >= self.hearing
        assert (step["result"] == "adjourned") == ("on_day" in step)
        self.hearing = step.get("on_day", 0)

    def report(self, step: dict[str, Any]) -> None:
        assert self.state == State.IN_ACTION
        assert any(reached for reached, _ in self.calls) or (
            len(self.calls) >= 3 and len({day for _, day in self.calls}) >= 2
        )
        assert step["outcome"] in set(Outcome)
        assert sum(letter.isalpha() for letter in step["text"]) >= 30
        assert step["day"] <= self.since + DAYS[self.category["profile"]][self.level - 1]
        self._proof(step)
        self.state, self.author = State.ATR_SUBMITTED, HOLDER[who_is(self.row, step["who"])]
        if not self.category["needs_approval"]:
            self.state = State.DISPOSED

    def _proof(self, step: dict[str, Any]) -> None:
        assert step["photo"] in PHOTOS
        assert (step["photo"] != "none") or self.category["proof"] not in PHOTO_PROOFS
        assert ("paper" in step) == (self.category["proof"] not in PHOTO_PROOFS)
        assert ("transaction" in step) == self.category["money"]

    def approve(self, step: dict[str, Any]) -> None:
        self._decide(step)
        self.state = State.DISPOSED

    def send_back(self, step: dict[str, Any]) -> None:
        self._decide(step)
        assert step["reason"]
        assert step["text"]
        self.state = State.IN_ACTION

    def _decide(self, step: dict[str, Any]) -> None:
        assert self.state == State.ATR_SUBMITTED
        assert HOLDER[who_is(self.row, step["who"])] != self.author

    def no_answer(self, step: dict[str, Any]) -> None:
        assert self.state == State.DISPOSED

    def satisfied(self, step: dict[str, Any]) -> None:
        assert self.state == State.DISPOSED
        assert self.row["complainant"]["phone"]
        self.state = State.CLOSED_SATISFIED

    def dissatisfied(self, step: dict[str, Any]) -> None:
        assert self.state == State.DISPOSED
        self._again(step)

    def reopen(self, step: dict[str, Any]) -> None:
        assert self.state == State.CLOSED_SATISFIED
        self._again(step)

    def check_failed(self, step: dict[str, Any]) -> None:
        assert step["who"] == "adc"
        self.reopen(step)

    def ask(self, step: dict[str, Any]) -> None:
        assert self.state == State.IN_ACTION
        assert step["in_days"] <= 7
        self.state = State.AWAITING_COMPLAINANT

    def send_up(self, step: dict[str, Any]) -> None:
        assert self.state == State.IN_ACTION
        self.level, self.since, self.acknowledged = self.level + 1, step["day"], False

    def _again(self, step: dict[str, Any]) -> None:
        self.state, self.level, self.since = State.MARKED, max(2, self.level + 1), step["day"]
        self.acknowledged, self.calls = False, []

    def escalate_by_time(self, step: dict[str, Any]) -> None:
        assert self.state in (State.MARKED, State.IN_ACTION)
        waited = 6 if step["reason"] == "ack_missed" else DAYS[self.category["profile"]][self.level - 1] + HOLIDAY_SLACK
        assert step["day"] >= self.since + waited
        if step["to"] != "dc_watch":
            assert {"l2": 2, "l3": 3}[step["to"]] == self.level + 1
            self.level, self.since, self.acknowledged = self.level + 1, step["day"], False


@by_key
def test_a_story_is_lawful_and_ends_where_it_says(key: str) -> None:
    row = COMPLAINTS[key]
    walk = Walk(row)
    for step in row["story"]:
        by_holder = step["do"] in ("acknowledge", "call", "comment", "report", "ask", "send_up")
        if by_holder and not (step.get("reminder") or step.get("withdrawal")):
            assert {"l1": 1, "l2": 2, "hod": 3}[step["who"]] == walk.level
            assert who_is(row, step["who"]) in HOLDER  # somebody sits on that chair
        getattr(walk, step["do"])(step)
    assert (walk.state, walk.level) == (row["expect"]["state"], row["expect"]["level"])


def test_a_reused_photo_was_first_sent_elsewhere() -> None:
    reused = [(row, step) for row in COMPLAINTS.values() for step in row["story"] if step.get("photo_from")]
    assert reused
    for row, step in reused:
        first = COMPLAINTS[step["photo_from"]]
        original = next(s for s in first["story"] if s["do"] == "report")
        assert original["photo"] == step["photo"]
        assert first["days_ago"] - original["day"] > row["days_ago"] - step["day"]
