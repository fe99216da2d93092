"""The night watch's morning: promises and reports whose day is over, the word to complainants, one digest per officer.

Looked at every ten minutes; each part knows by its own rows what is done, so that a morning without a machine is made
up for when it returns, and never twice.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select

from app.complaints import agenda, digest, progress, promises
from app.complaints.actions.escalate import OUTAGE
from app.domain.calendar import ist_date, to_ist
from app.extensions import db
from app.models.office import District
from jobs import escalation
from jobs.runtime import commit_each, job, looking

BATCH = 500
AT_MOST = 20  # batches of each kind and run; what is left waits ten minutes


@job
def run() -> dict[str, int]:
    """Everything that is due; how many of each kind. Running it twice, or two at once, does nothing twice."""
    at = datetime.now(UTC)
    with looking():
        districts = list(db.session.scalars(select(District.id).order_by(District.id)))
    done = dict.fromkeys(("promises", "opened", "reports", "told", "digests"), 0)
    for district_id in districts:
        for name, count in _district(district_id, at).items():
            done[name] += count
    return done


def _district(district_id: int, at: datetime) -> dict[str, int]:
    today = ist_date(at)
    done = {
        "promises": _all(lambda: promises.ended(db.session, district_id, today, BATCH),
                         lambda key: promises.settle(db.session, key), "promise_not_settled"),
        "opened": _all(lambda: progress.unopened(db.session, district_id, BATCH),
                       lambda key: progress.reopen(db.session, key, at=at), "report_not_opened"),
        "reports": _all(lambda: progress.to_settle(db.session, district_id, at, BATCH),
                        lambda key: progress.settle(db.session, key, at=at), "report_not_settled"),
    }  # fmt: skip
    if digest.OPENS <= to_ist(at).time() < digest.LATEST:
        done["told"] = _all(lambda: progress.to_tell(db.session, district_id, today, BATCH),
                            lambda key: progress.tell(db.session, key, at=at), "progress_not_told")  # fmt: skip
    done["digests"] = _digests(district_id, at)
    return done


def _all(find: Callable[[], list[int]], act: Callable[[int], object], event: str) -> int:
    """Batch by batch until nothing is found; a row that fails is looked at again in the next run, not in this one."""
    done, seen = 0, set()
    for _ in range(AT_MOST):
        with looking():
            fresh = [key for key in find() if key not in seen]
        if not fresh:
            break
        seen.update(fresh)
        done += commit_each(fresh, act, event=event)
    return done


def _digests(district_id: int, at: datetime) -> int:
    """The morning's digests, and after an outage those of the officers it concerns.

    What the outage left lying climbs first, so that nobody is told twice: before it, and of it.
    """
    with looking():
        if not digest.is_time(db.session, district_id, at):
            return 0
        waiting = digest.still_catching_up(db.session, district_id, at, OUTAGE)
    if waiting and _climbed() >= escalation.AT_MOST:
        return 0  # more wait than one run takes: the digests come when the last of them has climbed
    with looking():
        since = digest.last_morning(db.session, district_id, at)
        people = digest.by_person(db.session, agenda.gather(db.session, district_id, since=since, at=at), at)
        told = digest.told_today(db.session, district_id, ist_date(at), "morning")
    morning = [key for key in people if key not in told]
    done = _tell(morning, people, "morning", at)
    with looking():
        missed = digest.caught_up(db.session, district_id, at)
    return done + _tell(sorted(missed & set(people)), people, "catch_up", at)


def _climbed() -> int:
    """Let the alarms that rang climb; what fails is logged there and put off, and holds up no digest."""
    try:
        return escalation.check()
    except Exception:
        db.session.rollback()
        return 0


def _tell(keys: list[int], people: dict[int, agenda.Asked], kind: str, at: datetime) -> int:
    told = 0

    def one(person_id: int) -> None:
        nonlocal told
        told += digest.tell(db.session, person_id, people[person_id], kind=kind, at=at)

    commit_each(keys, one, event="digest_not_told")
    return told
