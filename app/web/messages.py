"""WEB: what a refusal says to a person – one sentence per code, in the language of the page."""

from __future__ import annotations

from typing import Any

from app.web.language import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    "required": _l("This is needed."),
    "krutidev": _l("This looks typed in Kruti Dev – change it to Unicode? To keep it as it is, send again."),
    "retyped": _l("Changed to Unicode. Read it once, then send."),
    "too_short": _l("Write a little more – at least %(least)s letters."),
    "date_past": _l("The date must not be in the past."),
    "date_future": _l("The date must not be in the future."),
    "date_strange": _l("Look at the year: it must be from %(first)s to %(last)s."),
    "date_old": _l("No date before %(date)s is taken here."),
    "date_far": _l("At the latest %(date)s."),
    "unknown_step": _l("Choose one of the steps."),
    "unknown_result": _l("Choose what came of it."),
    "no_number": _l("There is no phone number for this complaint. Go and see the complainant, or write a letter."),
    "proof": _l("“Resolved” needs proof. If a photo is not possible, write why."),
    "proof_paper": _l("This needs the paper or its number. A written reason does not stand for it."),
    "spoken_to_complainant": _l(
        "Speak with the complainant first – or try three times, on two days and at different times."
    ),
    "acknowledged": _l("Accept the complaint first."),
    "not_yet_acknowledged": _l("This was already accepted."),
    "money_reference": _l("Write the transaction number – without it money is not counted as paid."),
    "second_person": _l("You wrote this yourself. Another person must decide."),
    "not_subordinate": _l("You work under the author. A senior must decide."),
    "photos_arrived": _l("A photo has not arrived yet. Wait for it before you decide."),
    "reason_for_flag": _l("Something in the proof does not fit. To approve all the same, write why."),
    "message_not_gone": _l("The message to the complainant has already gone. This cannot be undone any more."),
    "outside_disposing_department": _l(
        "Your own department reported this. Somebody from outside must ask the complainant."
    ),
    "thirty_days_and_twice_or_senior": _l(
        "After 30 days or two reopenings only the nodal officer or the DC may reopen."
    ),
    "post_in_charge": _l("Nobody sits in this post at present. Choose another one."),
    "not_complained_against": _l("The complaint is against this officer. Choose another post."),
    "not_a_grievance": _l("This is not taken up as a complaint. Tell the person where to go."),
    "other_department": _l("Another department must be asked first. Choose a category of the same department."),
    "source_number_unique": _l("This number of the other portal is already registered."),
    "similar_seen": _l("Look at the similar complaints first."),
    "with_a_post": _l("No post has it now."),
    "subtasks_ended": _l("Other departments have not finished their part."),
    "one_question": _l("One short question, please – at most %(most)s characters."),
    "date_too_soon": _l("Give at least until tomorrow."),
    "date_too_late": _l("At most %(days)s days from today."),
    "twice_a_cycle": _l("The complainant was asked twice already. Decide with what is there, or go and see."),
    "fourteen_days_a_cycle": _l("Together with the earlier question this would be more than 14 days."),
    "not_on_due_day": _l("On the last day, or after it, nothing can be asked any more."),
    "never_by_officer": _l("Only the complainant, or the call desk after its own call, may take a complaint back."),
    "others_are_asked": _l("Several people complained together: our office asks some of them before it is closed."),
    "not_asked": _l("Nobody has asked to withdraw this complaint."),
    "call_first": _l("Ring the complainant from here first."),
    "nobody_known": _l("There is no complainant whose number this could be."),
    "same_number": _l("This is the number that is noted already."),
    "day": _l("Write the date as day-month-year, for example 23-11-2026."),
    "parent_itself": _l("This is the complaint itself. Write the number of the other one."),
    "parent_open": _l("That complaint is closed. Join it to one that is open."),
    "same_place": _l("That complaint is about another place."),
    "no_cycle": _l("These two are joined already."),
    "parent_elsewhere": _l("That complaint is with another department. Ask the DC office to join them."),
    "no_such_number": _l("There is no complaint with this number that you may see."),
    "thirty_days": _l("After 30 days they stay joined."),
    "fifteen_minutes": _l("An answer can be corrected for 15 minutes only. Ask the nodal officer to reopen."),
    "same_channel": _l("The answer came another way and is corrected there."),
    "note_too_long": _l("Keep it short: at most %(most)s characters."),
    "asked_already": _l("This was asked already."),
    "undecided": _l("The report was decided in the meantime."),
    "own_report": _l("This report is not yours."),
    "once_per_stint": _l("It has gone up from here already."),
    "nobody_above": _l("Nobody is above this level."),
    "same_person": _l("This person holds the post already."),
    "before_last_charge": _l("The last charge began on %(date)s. It cannot end before that."),
    "charge_far": _l("At most %(most)s days from today."),
    "charge_back": _l("Somebody else sat here, or complaints lay here, in these days. At most %(most)s days back."),
    "acted_since": _l("Somebody else took a step in this post on %(date)s. The charge cannot begin before that."),
    "link_needs": _l("A link officer needs a last day (for a leave) or an order number."),
    "own_note": _l("Only your own note can be taken back, and only once."),
    "five_minutes": _l("Five minutes have passed. It stays."),
    "nobody_since": _l("Somebody has acted on it since. It stays."),
    "own_step": _l("Only who did it can take it back."),
    "at_most_five": _l("Five offices have a part already. More would be nobody's work."),
    "other_post": _l("The complaint is with this post already."),
    "no_part_yet": _l("This office has a part already that it has not ended."),
    "before_own_due": _l("A part must end at least a day before your own time limit (%(date)s)."),
    "not_confidential": _l("This is confidential: no other office may see it."),
    "part_open": _l("This part was already taken on or ended."),
    "part_running": _l("This part has ended already."),
    "part_not_closed": _l("This part is closed already."),
    "not_below_first_level": _l("Nobody below you can take this: it begins at this level, or the post below is empty."),
    "not_twice_defaulted": _l("This post let it climb twice already. It cannot be given down there again."),
    "too_long": _l("At most %(most)s letters, please."),
    "not_asked_yet": _l("This was asked for already and waits for a decision."),
    "nobody_to_recommend": _l(
        "The head of department cannot recommend it, and above only one person is left. Nobody decides this alone."
    ),
    "nobody_to_decide": _l("Nobody sits where this could be decided. Ask the DC office."),
    "asked": _l("This was not put before you."),
    "own_request": _l("Only who asked for it can take it back."),
    "same_stint": _l("The complaint has gone to another post since. These days cannot be given any more."),
    "once_a_level": _l("More days were given at this level already."),
    "days_most": _l("Write a number of days from 1 to %(most)s."),
    "same_department": _l("This is your own department. Give it to the right post there instead."),
    "contact_logged": _l("Speak with the complainant first, or try to: they must hear from you before it moves on."),
    "at_most_three": _l("It has moved three times already. It must be solved where it is."),
    "consent_of_receiver": _l("The department that is to get it must say yes first."),
    "at_camp": _l("Only what came in at a camp today can be settled there. Write an ordinary report."),
    "three_renewals": _l("It was on hold four times already. Ask for it to be closed by order instead."),
    "review_far": _l("At most %(most)s days from today."),
    "review_over": _l("The date on which it was to be looked at again has passed. Refuse, so that it is asked anew."),
    "paper_seen": _l("Open the paper of the court and tick that you have seen it."),
    "spoken_before": _l("Speak with the complainant first, and write what was said."),
    "budget_hold_first": _l("“No budget” only after it was on hold for the budget."),
    "recommended": _l("The head of department must recommend it first."),
    "name_in_full": _l("Write it in full: the name, and who or where that is."),
    "reference_thin": _l("Write the number as it stands on the paper, with its digits."),
    "statement_if_false": _l("“Not true” needs a statement, and a witness or a paper."),
    "two_visits": _l(
        "Visits on two different days, each with its place, must be in the file before somebody counts as not found."
    ),
    "hearing_due": _l("Only what was reopened twice, and what the law wants heard, is heard here. Ask the DC office."),
    "no_other_hearing": _l("A hearing is called already. Write first what it brought."),
    "somebody_presides": _l("Nobody sits where this is heard, or it is not heard by you."),
    "before_you": _l("It is heard by another post. Its order is written there."),
    "closed_day": _l("The office is closed on this day. Choose another one, or tick that you know it."),
    "hearing_past": _l("This day and hour is over. Choose a later one."),
    "hearing_ahead": _l("The hearing is on %(date)s only. Before that it can be put off or called off."),
    "not_a_part": _l("This is a part of another petition already. Split the first one."),
    "not_yet_a_petitioner": _l("This person stands behind the complaint already."),
    "parent_confidential": _l("Only one of the two is confidential. They cannot be joined."),
    "parent_against": _l("They are not against the same officer, or only one of them is. They cannot be joined."),
    "nothing_changed": _l("Nothing is different. Choose the right category or post."),
    "mobile_length": _l("Write a 10-digit mobile number – there are %(digits)s now."),
    "mobile_start": _l("A mobile number begins with 6, 7, 8 or 9."),
    "mobile_letters": _l("A mobile number has digits only."),
    "place_unknown": _l("This village or ward is not in the list."),
    "place_near": _l("This village is not in the list – change to “%(name)s”?"),
    "place_twin": _l("There is more than one place of this name – write which: %(name)s"),
    "post_near": _l("Write the post more exactly, for example: %(name)s"),
    "name_or_reason": _l("Write the name, or why the person gives none."),
    "mobile_or_other_way": _l("Without a mobile number, write another way to reach the person."),
    "already_marked": _l("This was already assigned."),
    "answers_disagree": _l(
        "The work is not done, and yet satisfied? Ask again and write what the complainant really says."
    ),
    "text_moved_on": _l(
        "Somebody else has changed this text in the meantime. Compare it with the versions, then save."
    ),
    "dlt_of_other": _l("Other words have this id already. A changed text gets a new one from the operators."),
    "taken": _l("This code is already taken."),
    "name_taken": _l("This user name is already taken."),
    "rung_taken": _l("This department has a rung for this level and area already. Change or retire that one."),
    "own_senior": _l("A post cannot report to itself, nor to a post below it."),
    "post_filled": _l("Somebody holds this post already. End that charge first, or choose “Link officer”."),
    "not_yourself": _l("You cannot do this to yourself. Ask another administrator."),
    "still_needed_department": _l(
        "Still in use – posts: %(posts)s, categories: %(categories)s, open complaints: %(complaints)s. "
        "Retire the posts and categories and finish or hand over the complaints first."
    ),
    "still_needed_post_kind": _l("Still in use – posts: %(posts)s, rungs of the ladder: %(rungs)s. Retire them first."),
    "still_needed_post": _l(
        "Still in use – charges: %(charges)s, open complaints: %(complaints)s, posts below: %(posts)s. "
        "End the charges, assign the complaints to another post and let the posts report elsewhere first."
    ),
    "still_needed_place": _l(
        "Still in use – places in it: %(places)s, posts: %(posts)s, holidays: %(holidays)s, "
        "open complaints: %(complaints)s. Settle these first."
    ),
    "place_kind": _l("This is no kind of place. Known: %(kinds)s"),
    "place_parent": _l("No place “%(name)s” is here that this one may lie in. Write its code or name; add it first."),
    "place_parents": _l("There is more than one place of this name. Write the code: %(codes)s"),
    "place_differs": _l("This place is here already (code %(known)s), with something else here."),
    "place_retired": _l("This place (code %(known)s) is no longer in use. Take it back into use in the register."),
    "place_around_retired": _l("The place it lies in (code %(known)s) is no longer in use. Take that one back first."),
    "lgd_number": _l("An LGD code is a number of at most 8 digits."),
    "code_needed": _l("Write a code or the LGD code: none can be made from the English name."),
    "lgd_taken": _l("Another place of this kind has this LGD code."),
    "password_short": _l("A password has at least 8 characters."),
    "password_long": _l("A password has at most 128 characters."),
    "password_known": _l("Everybody knows this password. Choose another one."),
    "password_twice": _l("The two passwords are not the same."),
    "too_many_codes": _l("Several codes were sent to this mobile already. Wait a quarter of an hour."),
    "too_many_guesses": _l("Too many wrong tries. Use the link in your message, or ring the office."),
    "too_much_asked": _l("A lot was asked for from here just now. Try again later, or ring the office."),
    "too_much_today": _l("A lot was added today already. Add the rest tomorrow, or ring the office."),
    "own_staff": _l("This mobile belongs to the office that did the work. Somebody else must ask you: ring us."),
}

FILES: dict[str, Any] = {
    "empty": _l("The file is empty."),
    "too_big": _l("The file is larger than %(limit_mb)s MB."),
    "unknown_kind": _l("Only photos, PDF and short videos can be taken."),
    "not_an_image": _l("This is not a photo."),
    "heic": _l("This photo format (HEIC) cannot be read. Take it as JPEG."),
    "too_many_pixels": _l("The photo is too large – more than %(limit_mp)s megapixels."),
    "truncated": _l("The file arrived incomplete. Send it again."),
    "unsafe_document": _l("This PDF contains scripts or other files. Print it to a plain PDF and send that."),
    "locked_document": _l("This PDF is locked with a password."),
    "other_bytes": _l("The photo changed on the way. Send it once more, or take it again."),
    "no_room": _l("No room for photos at present. Your text is kept – send the photo later."),
}


def sentence(code: str, **facts: object) -> str:
    """The sentence for a refusal; an unknown code is a fault of ours and is raised."""
    words = SENTENCES.get(code) or FILES[code]
    return str(words) % facts if facts else str(words)
