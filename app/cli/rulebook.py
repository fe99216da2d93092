"""THE RULEBOOK: `flask rulebook` prints the tables of app/domain for the DC's office – steps, rights, time limits.

docs/office/hi and docs/office/en hold what it printed last; a test keeps them equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import click
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.cli import rulebook_words as w
from app.complaints import asking, progress
from app.complaints.actions import ask, extend, feedback, hold, merge, subtask, transfer, work
from app.complaints.phones import QUARANTINE
from app.complaints.step import UNDO_WITHIN
from app.domain import clock, dates, ladder
from app.domain.policy import MAY, Right, Role, reach_told
from app.domain.states import FINAL, OPEN, STORED, TRANSITIONS, Action, State, Transition

FOLDER = Path(__file__).parents[2] / "docs" / "office"
LANGUAGES = {"hi": "hi_IN", "en": "en_IN"}
FEEDBACK_DAYS = 15  # D5


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)


def _page(title: str, told: str, *tables: str) -> str:
    note = _("Printed from the rules of the programme by `flask rulebook`; not written by hand.")
    return "\n\n".join([f"# {title}", told, *tables, f"*{note}*"]) + "\n"


def _joined(table: dict[str, object], codes: Iterable[str]) -> str:
    return "; ".join(w.said(table, code) for code in codes) or "–"


def _from(row: Transition) -> str:
    sources = row.sources
    if sources == frozenset(STORED):
        return _("any state")
    if sources >= OPEN:
        rest = [state for state in State if state in sources - OPEN]
        return "; ".join([_("any open state"), *(w.said(w.STATES, state) for state in rest)])
    return _joined(w.STATES, [state for state in State if state in sources])  # type: ignore[arg-type]


def _who(action: Action | Right) -> str:
    return _joined(w.ROLES, [role for role in Role if role in MAY[action]])  # type: ignore[arg-type]


def steps() -> str:
    """The table of transitions (D3)."""
    head = [_("No."), _("Step"), _("From state"), _("To state"), _("Level"), _("Who"), _("Must be filled"),
            _("Only if"), _("Messages")]  # fmt: skip
    rows = [
        [
            row.number, w.said(w.ACTIONS, row.action), _from(row),
            w.said(w.STATES, row.target) if row.target else _("stays"), w.said(w.LEVELS, row.level), _who(row.action),
            _joined(w.FIELDS, row.requires), _joined(w.GUARDS, row.guards),  # type: ignore[arg-type]
            ", ".join(row.notices) or "–",
        ]
        for row in TRANSITIONS.values()
    ]  # fmt: skip
    ends = _joined(w.STATES, [state for state in State if state in FINAL])  # type: ignore[arg-type]
    return _page(_("Steps of a complaint"), _("Final states: %(states)s.", states=ends), _table(head, rows))


def rights() -> str:
    """The table of permissions (D7)."""
    head = [_("Step or right"), *(w.said(w.ROLES, role) for role in Role)]

    def line(action: Action | Right, table: object) -> list[str]:
        reach = [w.said(w.SCOPES, reach_told(role, action)) for role in Role]
        return [w.said(table, action), *reach]  # type: ignore[arg-type]

    told = _("How far each right reaches: own – held by this post, or asked for by it; where asked – only what a "
             "request or a part asks of this post; handed over – given by a sample or the call desk.")  # fmt: skip
    return _page(
        _("Who may do what"), told, _table(head, [line(action, w.ACTIONS) for action in Action]),
        _table(head, [line(right, w.RIGHTS) for right in Right]),
    )  # fmt: skip


def _accept(profile: ladder.Profile) -> str:
    if profile.ack_office_hours is not None:
        return _("%(hours)s office hours", hours=profile.ack_office_hours)
    return _working(profile.ack_working_days or 0)


def _working(days: int) -> str:
    return ngettext("%(num)s working day", "%(num)s working days", days)


def _days(days: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", days)


def _hours(span: timedelta) -> str:
    return ngettext("%(num)s hour", "%(num)s hours", int(span.total_seconds() // 3600))


def _minutes(span: timedelta) -> str:
    return ngettext("%(num)s minute", "%(num)s minutes", int(span.total_seconds() // 60))


def _others() -> list[list[str]]:
    """What else the rules count, in the order in which a complaint meets it."""
    asked = _("%(each)s for an answer, %(times)s times, %(all)s in all", each=_days(ask.LONGEST), times=ask.TIMES,
              all=_days(ask.DAYS))  # fmt: skip
    return [
        [_("Marking by the cell"), _working(clock.MARKING_WORKING_DAYS)],
        [_("Correction of the category that counts the time anew"), _days(clock.CATEGORY_CHANGE_DAYS)],
        [_("Reminder by the complainant, once in"), _days(work.REMIND_EVERY.days)],
        [_("Word to the complainant while it is pending, every"), _days(progress.TOLD_EVERY.days)],
        [_("Asking the complainant, in one round"), asked],
        [_("Longest hold until it is looked at again"), _days(hold.REVIEW_DAYS)],
        [_("Renewals of a hold"), str(hold.RENEWALS)],
        [_("Most days granted, once at each level"), _days(extend.MOST_DAYS)],
        [_("Most days granted by the cell after a transfer"), _days(extend.MOST_DAYS_MOVED)],
        [_("Transfers between departments, at most"), str(transfer.MOST)],
        [_("Other offices asked for a part, at most"), str(subtask.MOST)],
        [_("Farthest day of a hearing, a promise, a next step"), _days(dates.PLANNED_DAYS)],
        [_("Decision on a report"), _working(clock.APPROVAL_WORKING_DAYS)],
        [_("Decision on a request, for each who is asked"), _working(asking.WORKING_DAYS)],
        [_("Feedback of the complainant"), _days(FEEDBACK_DAYS)],
        [_("Reopening at the complainant’s wish"), _days(feedback.REOPEN_WITHIN.days)],
        [_("Taking out again what was joined"), _days(merge.APART_WITHIN.days)],
        [_("A new mobile number begins to count after"), _hours(QUARANTINE)],
        [_("Taking back what was accepted or assigned with others"), _minutes(UNDO_WITHIN)],
    ]


def limits() -> str:
    """The table of time limits (D4)."""
    head = [_("Kind"), _("Cognisance within"), "L1", "L2", "L3", "L4", _("Sum")]
    rows = []
    for profile in ladder.PROFILES.values():
        if profile.hearing_days is not None:
            days = [_("%(days)s working days in all", days=profile.hearing_days), "", "", "", str(profile.total)]
        else:
            days = [str(profile.days.get(level, "–")) for level in ladder.LEVELS[1:]] + [str(profile.total)]
        rows.append([w.said(w.PROFILES, profile.code), _accept(profile), *days])
    told = _("Days of a level are calendar days; a closed day gives way to the next working day, 17:00. "
             "The district may change the days in its settings.")  # fmt: skip
    return _page(_("Time limits"), told, _table(head, rows), _table([_("What"), _("Within")], _others()))


PAGES: dict[str, Callable[[], str]] = {"steps": steps, "rights": rights, "time-limits": limits}


def printed() -> dict[str, str]:
    """Every file of the rulebook by its path below docs/office: needs an application context."""
    found = {}
    for lang, locale in LANGUAGES.items():
        with force_locale(locale):
            found |= {f"{lang}/{name}.md": page() for name, page in PAGES.items()}
    return found


@click.command("rulebook")
def rulebook() -> None:
    """Print the tables of the rules into docs/office, in Hindi and English."""
    for name, text in printed().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(path.relative_to(FOLDER.parents[1]).as_posix())
