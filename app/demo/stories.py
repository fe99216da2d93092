"""THE DEMO DISTRICT: takes one step of one story through the casebook's own action, as the right person."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints import hearings, proofs
from app.complaints.actions import subtask
from app.complaints.actions.approve import approve, send_back, waiting_report
from app.complaints.actions.ask import ask
from app.complaints.actions.escalate import escalate
from app.complaints.actions.feedback import QUESTIONS, record_answer, reopen
from app.complaints.actions.hearing import Call, Minutes, call_hearing, record_hearing
from app.complaints.actions.leave import ask_withdrawal
from app.complaints.actions.mark import mark, suggest_post
from app.complaints.actions.register import Petition, register
from app.complaints.actions.report import Draft, report
from app.complaints.actions.rise import rise
from app.complaints.actions.verify import fail_verification
from app.complaints.actions.work import (
    acknowledge,
    comment,
    log_dialogue,
    number_to_call,
    progress,
    remind,
    start_call,
)  # fmt: skip
from app.complaints.actor import Actor, system
from app.complaints.placing import in_charge, tree_of
from app.demo.exhibits import SEEN, Exhibits, photos_of, seed_of
from app.demo.masters import Registers
from app.demo.proposals import Proposals
from app.domain.calendar import ist_date
from app.domain.policy import Role
from app.models.complaint import Complaint
from app.models.office import Post

CALL_TAKES = timedelta(minutes=4)
AT_THE_CELL = frozenset({"cell", "adc", "dc", "caller", "camp"})


class StoryBroken(Exception):
    """A story asks for something that the office cannot do: the data is wrong, nothing is loaded."""


class Teller(Proposals):
    """Knows the registers and who sits where. Each public method is a verb of the stories."""

    def __init__(self, session: Session, book: Registers, exhibits: Exhibits, stories: dict[str, dict[str, Any]]):
        self.session, self.book, self.exhibits, self.stories = session, book, exhibits, stories
        self.complaints: dict[str, Complaint] = {}

    def actor(self, post: Post | None, at: datetime) -> Actor:
        """Whoever sits in a post, acting in it, as a signed-in session would build it."""
        person = in_charge(self.session, post.id, at) if post else None
        if post is None or person is None:
            raise StoryBroken(f"nobody sits in {post.code if post else 'no post'}")
        role = Role(post.kind.role)
        return Actor(
            district_id=self.book.district.id, role=role, person_id=person.id, post_id=post.id,
            department_id=post.department_id, place_id=post.place_id,
            tree=tree_of(self.session, post.id) if role is Role.SDM else frozenset(),
        )  # fmt: skip

    def _who(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> tuple[Complaint, Actor]:
        complaint = self.complaints[story["key"]]
        if step["who"] in AT_THE_CELL:
            return complaint, self.actor(self.book.posts[step["who"]], at)
        return complaint, self.actor(self.session.get(Post, complaint.post_id), at)

    def register(self, story: dict[str, Any], at: datetime) -> None:
        """The complaint comes in; where there is something to see, often with a photo."""
        person = story["complainant"]
        desk = "camp" if story["source"] == "SAM" else "cell"
        by = self.actor(self.book.posts[desk], at)
        petition = Petition(
            source=story["source"], source_no=story["source_no"] or "", text=story["text_hi"],
            subject=story["subject_hi"], name=person["name_hi"], mobile=person["phone"] or "",
            other_way=person.get("other_way", ""), address=person["address_hi"], language=person["language"],
            place=self.book.places[person["place"]],
        )  # fmt: skip
        complaint = self.complaints[story["key"]] = register(self.session, petition, by=by, at=at)
        kind, seed = SEEN.get(story["category"]), seed_of(story)
        if kind and seed % 2 and not any(step.get("photo") for step in story["story"]):
            shown = self.exhibits.photo(kind, "before", seed, role="complaint", place=person["place"], at=at)
            proofs.attach(self.session, complaint, shown, by=by, at=at)

    def mark(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        category = self.book.categories[story["category"]]
        post = suggest_post(self.session, category, self.book.places[story["complainant"]["place"]], at=at)
        if post is None:
            raise StoryBroken(f"{story['key']}: the ladder names nobody")
        mark(self.session, complaint.id, category=category, post=post, by=by, at=at)

    def acknowledge(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        on = ist_date(at) + timedelta(days=step["in_days"])
        acknowledge(self.session, complaint.id, next_step=step["next_step"], next_step_on=on, by=by, at=at)

    def call(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        way = "call" if number_to_call(self.session, complaint, at=at) else "visit"
        if way == "call":
            start_call(self.session, complaint.id, by=by, at=at)
        promised = ist_date(at) + timedelta(days=step["promise_in"]) if "promise_in" in step else None
        log_dialogue(
            self.session, complaint.id, kind=way, result=step["result"], text=step.get("text", ""), by=by,
            promised_on=promised, at=at + CALL_TAKES,
        )  # fmt: skip

    def comment(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        """A note; or a progress report of the holder, the complainant who asks again, or who wants to withdraw."""
        complaint, by = self._who(story, step, at)
        told = {"progress": progress, "reminder": remind, "withdrawal": ask_withdrawal}
        say = next((verb for kind, verb in told.items() if step.get(kind)), comment)
        say(self.session, complaint.id, text=step["text"], by=by, at=at)

    def call_hearing(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        call_hearing(self.session, complaint.id, self._call(story, step), by=by, at=at)

    def hear(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        row = hearings.waiting(self.session, complaint)
        if row is None:
            raise StoryBroken(f"{story['key']}: no hearing is called")
        told = Minutes(step["result"], step["text"], again=self._call(story, step) if "on_day" in step else None)
        record_hearing(self.session, row.id, told, by=by, at=at)

    def _call(self, story: dict[str, Any], step: dict[str, Any]) -> Call:
        """A hearing may lie ahead of today, so its day is counted from the story's first alone."""
        on = ist_date(self.complaints[story["key"]].received_at) + timedelta(days=step["on_day"])
        return Call(on, time.fromisoformat(step["clock"]), step["place"], before="holder")

    def ask_part(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        due_on = ist_date(at) + timedelta(days=step["in_days"])
        post = self.book.posts[step["post"]]
        subtask.give(self.session, complaint.id, post=post, text=step["text"], due_on=due_on, by=by, at=at)

    def accept_part(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint = self.complaints[story["key"]]
        by = self.actor(complaint.parts[step["no"] - 1].post, at)
        subtask.accept(self.session, complaint.id, step["no"], by=by, at=at)

    def report(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        category = self.book.categories[story["category"]]
        files = photos_of(self.exhibits, story, step, self.stories.get(step.get("photo_from", "")), at)
        if "paper" in step and category.proof != "none":
            on = self._day(story, step["paper"]["day"], at).strftime("%d-%m-%Y")
            files.append(self.exhibits.paper(category.proof, step["paper"]["no"], on, complaint.number))
        paid = step.get("transaction")
        draft = Draft(
            outcome=step["outcome"], text=step["text"], action_on=ist_date(at), files=files,
            transaction_no=paid["no"] if paid else "",
            transaction_on=self._day(story, paid["day"], at) if paid else None,
        )  # fmt: skip
        report(self.session, complaint.id, draft, by=by, at=at)

    def _day(self, story: dict[str, Any], day: int, at: datetime) -> Any:
        """The date of a story's day; never after the step that names it."""
        return min(ist_date(self.complaints[story["key"]].received_at) + timedelta(days=day), ist_date(at))

    def _approver(self, complaint: Complaint, at: datetime) -> Actor:
        post_id = waiting_report(self.session, complaint).approver_post_id
        return self.actor(self.session.get(Post, post_id) if post_id else None, at)

    def approve(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint = self.complaints[story["key"]]
        approve(self.session, complaint.id, by=self._approver(complaint, at), at=at)

    def send_back(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint = self.complaints[story["key"]]
        by = self._approver(complaint, at)
        send_back(self.session, complaint.id, reason_code=step["reason"], text=step["text"], by=by, at=at)

    def no_answer(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        self.call(story, step | {"result": "not_picked"}, at)

    def satisfied(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        self._answered(story, step, "satisfied", dict.fromkeys(QUESTIONS, "yes"), at)

    def dissatisfied(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        reason = step["reason"]
        contacted = "no" if reason == "not_contacted" else "yes"
        half = "partly" if reason == "half_done" else "no"
        answers = {"contacted": contacted, "done": half, "satisfied": half}
        self._answered(story, step, "dissatisfied", answers, at)

    def _answered(
        self, story: dict[str, Any], step: dict[str, Any], result: str, answers: dict[str, str], at: datetime
    ) -> None:
        complaint, by = self._who(story, step, at)
        words = step.get("text", "")
        start_call(self.session, complaint.id, by=by, at=at)
        then = at + CALL_TAKES
        talk = log_dialogue(self.session, complaint.id, kind="call", result=result, text=words, by=by, at=then)
        record_answer(
            self.session, complaint.id, answers=answers, channel=step["channel"], reason_code=step.get("reason", ""),
            text=words, dialogue_id=talk.id, by=by, at=then,
        )  # fmt: skip

    def check_failed(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        fail_verification(self.session, complaint.id, findings=step["text"], by=by, at=at)

    def ask(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        last_day = ist_date(at) + timedelta(days=step["in_days"])
        ask(
            self.session, complaint.id, question=step["text"], how_to_answer=step["how"], answer_by=last_day, by=by,
            at=at,
        )  # fmt: skip

    def send_up(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        rise(self.session, complaint.id, why=step["why"], text=step["text"], by=by, at=at)

    def reopen(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint, by = self._who(story, step, at)
        reopen(self.session, complaint.id, reason_code=step["reason"], text=step["text"], by=by, at=at)

    def escalate_by_time(self, story: dict[str, Any], step: dict[str, Any], at: datetime) -> None:
        complaint = self.complaints[story["key"]]
        if not escalate(self.session, complaint.id, by=system(complaint.district_id), at=at):
            raise StoryBroken(f"{story['key']}: no alarm has rung at {at}")

    def alarm(self, story: dict[str, Any]) -> datetime | None:
        """When the night watch looks at a story's complaint next."""
        return self.session.scalar(select(Complaint.alarm_at).where(Complaint.id == self.complaints[story["key"]].id))
