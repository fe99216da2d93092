"""THE RULES. The messages themselves (D8, rulings.md 17): at most three slots, no name, no subject, no reason."""

from __future__ import annotations

from typing import Final

from app.domain.sms import SlotKind, Template, slot_names
from app.domain.sms_lint import BRAND

_KINDS: Final = {
    "no": SlotKind.NUMBER,
    "no2": SlotKind.NUMBER,
    "date": SlotKind.DATE,
    "ack": SlotKind.DATE,
    "time": SlotKind.DATE,
    "link": SlotKind.LINK,
    "post": SlotKind.POST,
    "days": SlotKind.COUNT,
    "new": SlotKind.COUNT,
    "soon": SlotKind.COUNT,
    "late": SlotKind.COUNT,
    "count": SlotKind.COUNT,
    "code": SlotKind.CODE,
}
OFFICE: Final = {"hi": "डीसी कार्यालय", "en": "DC office"}  # who has what no post holds

# key: Hindi, English; " -DC {dist}" is added to each. S01R, S04H, S04E, S06X, S07M, S09C and S10W are variants of
# their number: receipt of an own web registration, put on hold, given more days, sent outside the district, sent up
# with a reason though not late, open again with the cell, withdrawn; S14X and O14X: a hearing that was called is off;
# O03W: it stays and the DC watches it.
_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "S01": (
        "{no} दर्ज। जवाब {date} तक। हाल {link}",
        "Complaint {no} is registered. Expect an answer by {date}. See {link} or call {tel}",
    ),
    "S01R": (
        "शिकायत {no} मिली। हाल {link}",
        "We have your complaint {no}. See where it stands: {link}",
    ),
    "S02": (
        "शिकायत {no} अब {post} देख रहे हैं",
        "Your complaint {no} is now being looked into by {post}. Questions: {tel}",
    ),
    "S03": (
        "{no} में जानकारी चाहिए, {date} तक {tel}",
        "Complaint {no} needs something more from you. Please tell us by {date}: {tel} or any block office",
    ),
    "S04": (
        "{no}: काम चालू, आशा {date} तक। {link}",
        "Work on complaint {no} goes on, an answer is expected by {date}. See {link} or call {tel}",
    ),
    "S04H": (
        "{no} अभी रुकी है, {date} को फिर देखेंगे",
        "Complaint {no} has to wait and is looked at again on {date}. It is not closed. Questions: {tel}",
    ),
    "S04E": (
        "{no} को और समय मिला। नई तारीख {date}",
        "Complaint {no} was given more time. New date: {date}. Questions: {tel}",
    ),
    "S05": (
        "{no} लंबित, {days} दिन हुए। अगली ख़बर {date} तक",
        "Complaint {no} has been pending for {days} days. You will hear from us again by {date}",
    ),
    "S06": (
        "{no} अब {post} के पास, {date} तक",
        "Complaint {no} has gone to {post}, whose work it is. The date stays {date}",
    ),
    "S06X": (
        "{no} ज़िले से बाहर गई। पूछें {tel}",
        "Complaint {no} was sent to an office outside the district. To know where, call {tel}",
    ),
    "S07": (
        "{no} में देर हुई, अब {post} के पास, {date} तक",
        "Complaint {no} is late, so it has moved up to {post}. New date: {date}. Questions: {tel}",
    ),
    "S07M": (
        "{no} अब {post} के पास, {date} तक",
        "Complaint {no} has gone up to {post} to be solved there. New date: {date}. Questions: {tel}",
    ),
    "S08": (
        "{no}: विभाग ने काम पूरा बताया। सच है? 1 हाँ, 2 नहीं भेजें या {link} {tel}",
        "Complaint {no}: said to be done. Is it? Reply 1 yes, 2 no, or {link} or call {tel}",
    ),
    "S09": (
        "{no} फिर खुली, {post} करेंगे, {date} तक",
        "The work is not done, so complaint {no} is open again with {post}, until {date}",
    ),
    "S09C": (
        "{no} फिर खुली, जल्द विभाग को जाएगी। {tel}",
        "Complaint {no} is open again and will soon go to a department. Questions: {tel}",
    ),
    "S10": (
        "{no} आपकी हाँ पर बंद। दिक्कत हो तो {tel}",
        "Complaint {no} is closed as you agreed. Trouble again? Call {tel} by {date}",
    ),
    "S10W": (
        "आपके कहने पर {no} वापस हुई। ग़लत? {tel}",
        "Complaint {no} was withdrawn at your word. Not right? Call {tel}",
    ),
    "S11": (
        "शिकायत {no} नहीं ली जा सकी। कारण {link} पर। असहमत हों तो {date} तक {tel}",
        "Complaint {no} could not be taken up. Why: {link} If you disagree, call {tel} by {date}",
    ),
    "S12": (
        "शिकायत {no} डीसी के आदेश से बंद। आदेश {link} असहमत हों तो {date} तक {tel}",
        "Complaint {no} was closed by order of the DC: {link} If you disagree, call {tel} by {date}",
    ),
    "S13": (
        "{no} और {no2} की समस्या एक, साथ चलेंगी",
        "Complaint {no} has the same problem as {no2}; both go on together and you hear of every step",
    ),
    "S14": (
        "शिकायत {no} की सुनवाई {date} को {time} बजे है। जगह जानने या फ़ोन से जुड़ने को {tel}",
        "Complaint {no} will be heard on {date} at {time}. For the place, or to join by phone: {tel}",
    ),
    "S14X": (
        "{no} की {date} की सुनवाई रद्द। {tel}",
        "Complaint {no}: the hearing on {date} will not take place. Questions: {tel}",
    ),
    "S15": (
        "{code} शिकायत {no} का कोड है। किसी को न दें",
        "{code} is your code for complaint {no}. Give it to nobody, not even an officer",
    ),
    "S15R": (
        "{code} शिकायत दर्ज करने का कोड है। किसी को न दें",
        "{code} is your code to register a complaint. Give it to nobody, not even an officer",
    ),
    "S16": (
        "{no}: फ़ोन पर बात नहीं हुई। {date} तक {link} या {tel}",
        "Complaint {no}: we rang and could not talk. Is it done? By {date} see {link} or {tel}",
    ),
    "S17": (
        "{no} का मोबाइल बदला। आपने नहीं? {tel}",
        "Complaint {no} now has another mobile number. If this was not you, call {tel}",
    ),
    "R01": (
        "{no} का हाल: {link}",
        "Complaint {no}: see where it stands now at {link}",
    ),
    "R02": (
        "समझ नहीं आया। 1 हाँ, 2 नहीं, 3 फ़ोन। {tel}",
        "Not understood. Write 1 for yes, 2 for no, 3 to be called, and the complaint number. Or call {tel}",
    ),
    "R03": (
        "अब याद नहीं दिलाएँगे। फिर चाहिए: START",
        "You will get no more reminders. To get them again write START",
    ),
    "O01": (
        "{no} आपको मिली। स्वीकार {ack}, हल {date} तक",
        "Complaint {no} is yours. Accept it by {ack} and resolve it by {date}",
    ),
    "O02": (
        "शिकायतें: स्वीकार बाकी {new}, ध्यान दें {soon}, देर से {late}",
        "Complaints: {new} to accept, {soon} need you soon, {late} late",
    ),
    "O03": (
        "{post} को {no} गई, {days} दिन बाद",
        "Complaint {no} moved after {days} days to {post}",
    ),
    "O03W": (
        "{days} दिन पुरानी {no} डीसी की नज़र में",
        "Complaint {no} is watched by the DC now, after {days} days; it stays with its office",
    ),
    "O04": (
        "{no} की रिपोर्ट वापस। सुधारकर {date} तक भेजें",
        "The report on complaint {no} came back. Correct it and send it by {date}",
    ),
    "O05": (
        "{no} फिर खुली। बात करें, {date} तक रिपोर्ट दें",
        "Complaint {no} is open again: the complainant is not satisfied. Talk, then report by {date}",
    ),
    "O06": (
        "{count} रिपोर्ट मंज़ूरी में, सबसे पुरानी {days} दिन की",
        "{count} reports wait for your approval; the oldest has waited {days} days",
    ),
    "O07": (
        "बैठक का निर्देश {no}: जवाब {date} तक लिखें",
        "Direction {no} of the review meeting: write your answer by {date}",
    ),
    "O08": (
        "{no}: आपके काम का हिस्सा, {date} तक करें",
        "Complaint {no}: a part of the work is yours. Do it by {date}",
    ),
    "O09": (
        "{no} में {post} का जवाब आया",
        "Complaint {no} has an answer from {post} about their part of the work",
    ),
    "O10": (
        "{no}: आपसे माँगा हिस्सा अब नहीं चाहिए",
        "Complaint {no}: the part of the work that you were asked for is no longer needed",
    ),
    "O14": (
        "{no} सुनवाई {date} को {time} बजे। कागज़ लाएँ",
        "Complaint {no} will be heard on {date} at {time}. Come with the papers",
    ),
    "O14X": (
        "{no} की {date} की सुनवाई रद्द। न आएँ",
        "Complaint {no}: the hearing on {date} is called off",
    ),
}


def _template(key: str, lang: str, text: str) -> Template:
    slots = {name: _KINDS[name] for name in slot_names(text)}
    return Template(key, lang, f"{text} {BRAND}", slots)


TEMPLATES: Final[dict[tuple[str, str], Template]] = {
    (key, lang): _template(key, lang, text)
    for key, pair in _TEXTS.items()
    for lang, text in zip(("hi", "en"), pair, strict=True)
}


def slots_of(key: str) -> dict[str, SlotKind]:
    """What the program can fill in a message of this key, whichever of its languages says it."""
    return {**TEMPLATES[key, "hi"].slots, **TEMPLATES[key, "en"].slots}
