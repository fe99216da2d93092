"""What speaks against a text, each by its name."""

import pytest

from app.domain.sms import SlotKind
from app.domain.sms_lint import Finding, lint

NO = {"no": SlotKind.NUMBER}
OURS = "-DC Navgram"


def codes(text, specs=None, lang="en"):
    return [found.code for found in lint(text, NO if specs is None else specs, lang, brand=OURS)]


def test_everything_wrong_is_named_at_once():
    specs = {"a": SlotKind.NUMBER, "b": SlotKind.DATE, "c": SlotKind.LINK, "d": SlotKind.POST}
    found = lint("{a} {b}: see {c} or “{d}” {e}", specs, "en")
    assert Finding("slots_many", "5") in found
    assert Finding("slots_adjacent", "a b") in found
    assert Finding("slots_adjacent", "d e") in found
    assert Finding("slot_unknown", "e") in found
    assert Finding("offender", "“”") in found
    assert Finding("brand", "-DC {dist}") in found


def test_number_and_code_may_not_be_left_out_the_rest_is_worth_knowing():
    specs = {"no": SlotKind.NUMBER, "code": SlotKind.CODE, "date": SlotKind.DATE, "link": SlotKind.LINK}
    found = lint(f"no slots here {OURS}", specs, "en", brand=OURS)
    assert [(one.code, one.detail, one.stops) for one in found] == [
        ("slot_missing", "no", True), ("slot_missing", "code", True), ("slot_unused", "date", False),
        ("slot_unused", "link", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ("Complaint {no} is ₹50 late", "offender", "₹"),
        ("Complaint {no} — done", "offender", "—"),
        ("Complaint {no} is {No} done", "brace", "{ }"),
        ("Complaint {no} is done }", "brace", "{ }"),
        ("Complaint {no}: see https://example.com/a", "address", "https://example.com/a"),
        ("Complaint {no}: see nvgm.in/t", "address", "nvgm.in/t"),
    ],
)
def test_what_no_operator_takes(text, code, detail):
    assert Finding(code, detail) in lint(f"{text} {OURS}", NO, "en", brand=OURS)


def test_hindi_is_no_offender_but_a_curly_quote_in_it_is():
    assert codes(f"शिकायत {{no}} क्‍षमा कीजिए {OURS}", lang="hi") == []
    found = lint(f"शिकायत {{no}} “पूरी” हुई {OURS}", NO, "hi", brand=OURS)
    assert found == [Finding("offender", "“”")]


def test_a_third_is_fixed_and_the_parts_are_few():
    tail = " " + OURS
    assert codes("{c}" + tail, {"c": SlotKind.LINK}) == ["fixed_share"]
    assert codes("क" * (134 - len(tail)) + tail, {}, "hi") == codes("a" * (160 - len(tail)) + tail, {}) == []
    assert lint("क" * (135 - len(tail)) + tail, {}, "hi", brand=OURS) == [Finding("parts", "3")]
    assert lint("a" * (161 - len(tail)) + tail, {}, "en", brand=OURS) == [Finding("parts", "2")]


def test_it_ends_with_who_sends_it():
    assert codes("Complaint {no} is done") == codes(f"Complaint {{no}} is done{OURS}") == ["brand"]
    assert codes(f"Complaint {{no}} is done {OURS}") == []


def test_a_fixed_part_is_no_slot():
    assert lint("शिकायत {no} के लिए फ़ोन करें {tel} -DC {dist}", NO, "hi") == []
