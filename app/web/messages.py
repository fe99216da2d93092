"""WEB: what a refusal says to a person – one sentence per code, in the language of the page."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    "required": _l("This is needed."),
    "too_short": _l("Write a little more – at least %(least)s letters."),
    "date_past": _l("The date must not be in the past."),
    "date_future": _l("The date must not be in the future."),
    "unknown_step": _l("Choose one of the steps."),
    "unknown_result": _l("Choose what came of it."),
    "no_number": _l("There is no phone number for this complaint. Go and see the complainant, or write a letter."),
    "proof": _l("“Resolved” needs proof. If a photo is not possible, write why."),
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
    "subtasks_ended": _l("Other departments have not finished their part."),
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
    "lgd_number": _l("An LGD code is a number of at most 8 digits."),
    "code_needed": _l("Write a code or the LGD code: none can be made from the English name."),
    "lgd_taken": _l("Another place of this kind has this LGD code."),
    "password_short": _l("A password has at least 8 characters."),
    "password_long": _l("A password has at most 128 characters."),
    "password_known": _l("Everybody knows this password. Choose another one."),
    "password_twice": _l("The two passwords are not the same."),
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
    "no_room": _l("No room for photos at present. Your text is kept – send the photo later."),
}


def sentence(code: str, **facts: object) -> str:
    """The sentence for a refusal; an unknown code is a fault of ours and is raised."""
    words = SENTENCES.get(code) or FILES[code]
    return str(words) % facts if facts else str(words)
