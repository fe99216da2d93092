"""THE TESTS: deadlines worked out by hand, with a wall calendar and a pencil (domain.md D4; rulings 4–12).

One line a step: day-month-year, Indian time, what happens. `due` and `accept` stand beside what the hand found.
2026: 1 September is a Tuesday; 12 September, 10 October, 14 November, 12 December are second Saturdays.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`days_off`: holidays ordered long before ("15-09-26"). `accept` empty: accepted already, or not asked."""

    name: str
    profile: str
    steps: str
    due: str
    accept: str = ""
    days_off: tuple[str, ...] = ()


def _c(name: str, profile: str, steps: str, due: str, accept: str = "", *days_off: str) -> Case:
    return Case(name, profile, steps, due, accept, days_off)


CASES = (
    # --- start, days, the shift off a closed day -------------------------------------------------------------------
    _c("a plain Tuesday", "standard", "08-09-26 10:00 mark", "15-09-26 17:00", "11-09-26 17:00"),
    _c("Saturday night, 23:50", "standard", "19-09-26 23:50 mark", "28-09-26 17:00", "24-09-26 17:00"),
    _c("on the stroke of five", "standard", "08-09-26 17:00 mark", "15-09-26 17:00", "11-09-26 17:00"),
    _c("a minute past five", "standard", "08-09-26 17:01 mark", "16-09-26 17:00", "14-09-26 17:00"),
    _c("before the office opens", "standard", "08-09-26 06:00 mark", "15-09-26 17:00", "11-09-26 17:00"),
    _c("marked on a second Saturday", "standard", "12-09-26 11:00 mark", "21-09-26 17:00", "17-09-26 17:00"),
    _c("a first Saturday is worked, the due day is a second one", "standard", "05-09-26 11:00 mark",
       "14-09-26 17:00", "09-09-26 17:00"),
    _c("marked on a Sunday", "standard", "06-09-26 12:00 mark", "14-09-26 17:00", "10-09-26 17:00"),
    _c("due on a holiday", "standard", "08-09-26 10:00 mark", "16-09-26 17:00", "11-09-26 17:00", "15-09-26"),
    _c("holiday, second Saturday and Sunday in a row", "standard", "04-09-26 10:00 mark", "14-09-26 17:00",
       "08-09-26 17:00", "11-09-26"),
    _c("a holiday between counts for accepting only", "standard", "08-09-26 10:00 mark", "15-09-26 17:00",
       "14-09-26 17:00", "10-09-26"),
    _c("over the end of the year", "standard", "28-12-26 10:00 mark", "04-01-27 17:00", "31-12-26 17:00"),
    _c("marked on Christmas, New Year off", "standard", "25-12-26 11:00 mark", "02-01-27 17:00", "30-12-26 17:00",
       "25-12-26", "01-01-27"),
    _c("due on the leap day", "standard", "22-02-28 10:00 mark", "29-02-28 17:00", "25-02-28 17:00"),
    _c("over the leap day", "standard", "23-02-28 10:00 mark", "01-03-28 17:00", "26-02-28 17:00"),
    _c("a February without one", "standard", "22-02-27 10:00 mark", "01-03-27 17:00", "25-02-27 17:00"),
    # --- urgent: four office hours ---------------------------------------------------------------------------------
    _c("urgent in the morning", "urgent", "08-09-26 10:00 mark", "09-09-26 17:00", "08-09-26 14:00"),
    _c("urgent, hours end with the day", "urgent", "08-09-26 13:00 mark", "09-09-26 17:00", "08-09-26 17:00"),
    _c("urgent, hours run into the next day", "urgent", "08-09-26 15:30 mark", "09-09-26 17:00", "09-09-26 11:30"),
    _c("urgent on Saturday night", "urgent", "19-09-26 23:50 mark", "22-09-26 17:00", "21-09-26 13:00"),
    _c("urgent before a long weekend", "urgent", "11-09-26 16:00 mark", "14-09-26 17:00", "14-09-26 12:00"),
    # --- complex and hearing ---------------------------------------------------------------------------------------
    _c("complex", "complex", "08-09-26 10:00 mark", "23-09-26 17:00", "11-09-26 17:00"),
    _c("hearing, sixty working days", "hearing", "06-07-26 10:00 mark", "17-09-26 17:00", "09-07-26 17:00"),
    _c("hearing, Independence Day is a worked Saturday's holiday", "hearing", "06-07-26 10:00 mark",
       "18-09-26 17:00", "09-07-26 17:00", "15-08-26"),
    _c("hearing, a day ordered off on the last day", "hearing",
       "06-07-26 10:00 mark; 07-07-26 10:00 accept; 16-09-26 12:00 close 17-09-26", "18-09-26 17:00"),
    # --- pauses and extensions -------------------------------------------------------------------------------------
    _c("the example of ruling 10", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 16:00 pause; 15-09-26 10:00 resume", "21-09-26 17:00"),
    _c("two pauses", "complex",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 16:00 pause; 14-09-26 10:00 resume; "
       "16-09-26 11:00 pause; 18-09-26 18:00 resume", "29-09-26 17:00"),
    _c("asked and answered on one day gives nothing", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 10:00 pause; 10-09-26 16:00 resume", "15-09-26 17:00"),
    _c("a pause over the weekend gives all its days", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 11-09-26 16:00 pause; 14-09-26 09:00 resume", "18-09-26 17:00"),
    _c("while it stands the date stands", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 10:00 pause", "15-09-26 17:00"),
    _c("the shift off a Sunday is not carried into the pause", "standard",
       "06-09-26 10:00 mark; 07-09-26 10:00 accept; 08-09-26 10:00 pause; 14-09-26 10:00 resume; "
       "15-09-26 10:00 pause; 17-09-26 10:00 resume", "22-09-26 17:00"),
    _c("three days granted", "standard", "08-09-26 10:00 mark; 08-09-26 12:00 accept; 14-09-26 10:00 extend 3",
       "18-09-26 17:00"),
    _c("a pause and an extension end on a Sunday", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 09-09-26 10:00 pause; 11-09-26 10:00 resume; "
       "14-09-26 10:00 extend 3", "21-09-26 17:00"),
    # --- the ladder ------------------------------------------------------------------------------------------------
    _c("not accepted: L2 at closing time", "standard", "08-09-26 10:00 mark; 11-09-26 17:00 climb",
       "18-09-26 17:00", "16-09-26 17:00"),
    _c("the night watch was down over the weekend", "standard", "08-09-26 10:00 mark; 20-09-26 10:00 climb",
       "28-09-26 17:00", "24-09-26 17:00"),
    _c("urgent climbs within the day", "urgent", "08-09-26 10:00 mark; 08-09-26 14:01 climb", "09-09-26 17:00",
       "09-09-26 10:01"),
    _c("complex at the head of department", "complex",
       "08-09-26 10:00 mark; 11-09-26 17:00 climb; 16-09-26 17:00 climb", "26-09-26 17:00", "19-09-26 17:00"),
    _c("at L3 the DC watches, the date stays", "standard",
       "08-09-26 10:00 mark; 11-09-26 17:00 climb; 16-09-26 17:00 climb; 19-09-26 17:00 climb", "23-09-26 17:00",
       "19-09-26 17:00"),
    _c("a hearing that climbs gets standard days", "hearing", "06-07-26 10:00 mark; 09-07-26 17:00 climb",
       "16-07-26 17:00", "14-07-26 17:00"),
    _c("given down: the clock goes on", "standard",
       "08-09-26 10:00 mark; 11-09-26 17:00 climb; 14-09-26 10:00 accept; 14-09-26 11:00 down", "18-09-26 17:00"),
    _c("reported and sent back: as if never sent", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 10:00 report; 14-09-26 10:00 back", "15-09-26 17:00"),
    _c("reopened on a Monday", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 10:00 report; 11-09-26 10:00 approve; "
       "21-09-26 11:00 dissatisfied", "28-09-26 17:00", "22-09-26 17:00"),
    _c("reopened on a Friday evening", "urgent",
       "01-09-26 10:00 mark; 01-09-26 12:00 accept; 01-09-26 15:00 report; 02-09-26 10:00 approve; "
       "11-09-26 18:00 dissatisfied", "21-09-26 17:00", "15-09-26 17:00"),
    # --- the category corrected ------------------------------------------------------------------------------------
    _c("corrected within three days", "standard", "08-09-26 10:00 mark; 10-09-26 10:00 complex by hod",
       "23-09-26 17:00", "11-09-26 17:00"),
    _c("corrected to a shorter profile", "standard", "08-09-26 10:00 mark; 08-09-26 11:00 urgent by cell",
       "09-09-26 17:00", "08-09-26 14:00"),
    _c("the holder's correction on the fourth day leaves the date", "standard",
       "08-09-26 10:00 mark; 12-09-26 10:00 complex by hod", "15-09-26 17:00", "11-09-26 17:00"),
    _c("the cell's correction later counts", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 14-09-26 10:00 complex by cell", "23-09-26 17:00"),
    _c("given to another post inside: no reset", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 14-09-26 10:00 standard by cell", "15-09-26 17:00"),
    # --- orders ----------------------------------------------------------------------------------------------------
    _c("a day ordered off ahead", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 14-09-26 12:00 close 15-09-26", "16-09-26 17:00"),
    _c("ordered off when it was over", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 15-09-26 17:30 close 15-09-26", "15-09-26 17:00"),
    _c("ordered off and taken back", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 12:00 close 15-09-26; 11-09-26 12:00 reopen 15-09-26",
       "16-09-26 17:00"),
    _c("taken back, and the day it went to is shut too", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 12:00 close 15-09-26; 11-09-26 12:00 reopen 15-09-26; "
       "12-09-26 12:00 close 16-09-26", "17-09-26 17:00"),
    _c("two orders before accepting", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 close 10-09-26; 09-09-26 12:00 close 11-09-26", "15-09-26 17:00",
       "15-09-26 17:00"),
    _c("ordered off in the own sub-division", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 14-09-26 12:00 close 15-09-26 in S", "16-09-26 17:00"),
    _c("ordered off elsewhere", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 14-09-26 12:00 close 15-09-26 in T", "15-09-26 17:00"),
    _c("an order during a pause", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 10-09-26 10:00 pause; 11-09-26 10:00 close 17-09-26; "
       "12-09-26 10:00 resume", "18-09-26 17:00"),
    # --- the cell's own day ----------------------------------------------------------------------------------------
    _c("not marked: one working day", "", "08-09-26 16:00 register", "09-09-26 17:00"),
    _c("registered on Saturday night", "", "19-09-26 23:50 register", "22-09-26 17:00"),
    _c("a day ordered off for the cell", "", "08-09-26 10:00 register; 08-09-26 12:00 close 09-09-26",
       "10-09-26 17:00"),
    # --- taken back within five minutes ----------------------------------------------------------------------------
    _c("marked and taken back: the cell's day goes on", "",
       "08-09-26 10:00 register; 09-09-26 16:00 marked; 09-09-26 16:04 unmark", "09-09-26 17:00"),
    _c("marked twice, taken back twice, over a day ordered off before", "",
       "08-09-26 10:00 register; 08-09-26 12:00 close 09-09-26; 08-09-26 14:00 marked; 08-09-26 14:02 unmark; "
       "08-09-26 15:00 marked; 08-09-26 15:04 unmark", "10-09-26 17:00"),
    _c("taken back, then a day is ordered off for the cell", "",
       "08-09-26 10:00 register; 08-09-26 14:00 marked; 08-09-26 14:02 unmark; 08-09-26 16:00 close 09-09-26",
       "10-09-26 17:00"),
    _c("taken back and marked again: a new clock", "standard",
       "08-09-26 10:00 register; 08-09-26 14:00 marked; 08-09-26 14:02 unmark; 09-09-26 11:00 marked",
       "16-09-26 17:00", "14-09-26 17:00"),
    _c("accepted and taken back: as if not accepted", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 08-09-26 12:04 unaccept; 09-09-26 12:00 close 10-09-26",
       "15-09-26 17:00", "14-09-26 17:00"),
    _c("accepted after a climb and taken back", "standard",
       "08-09-26 10:00 mark; 08-09-26 12:00 accept; 15-09-26 17:00 climb; 16-09-26 10:00 accept; "
       "16-09-26 10:01 unaccept", "22-09-26 17:00", "18-09-26 17:00"),
)  # fmt: skip
