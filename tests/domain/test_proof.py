"""What a report must bring, and what the approver is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import proof
from app.domain.proof import RULES, Check, Evidence, Place, checks, missing, waived

REASON = "रात में काम हुआ, अँधेरे में फ़ोटो साफ़ नहीं आती, सरपंच और दो पड़ोसी मौके पर मौजूद थे"
KINDS = ("complaint", "before", "after", "order", "receipt", "letter", "report", "statement", "signature", "other")
BIT = 0xF0F0_1234_5678_9ABC


def have(*kinds, **rest):
    return Evidence(frozenset(kinds), **rest)


@pytest.mark.parametrize(
    ("code", "evidence", "lacking"),
    [
        ("none", have(), []),
        ("photo", have(), ["photo_after"]),
        ("photo", have("after"), []),
        ("before_after", have("after"), ["photo_before"]),
        ("before_after", have(), ["photo_before", "photo_after"]),
        ("before_after_place", have("before", "after"), ["place"]),
        ("before_after_place", have("before", "after", has_place=True), []),
        ("photo_order", have("after"), ["order"]),
        ("document_or_statement", have(), ["document|statement"]),
        ("document_or_statement", have("statement"), []),
        ("transaction", have("receipt"), ["transaction_no", "transaction_on"]),
        ("transaction", have(transaction_no="  ", transaction_on=date(2026, 11, 1)), ["transaction_no"]),
        ("transaction", have(transaction_no="UTR1", transaction_on=date(2026, 11, 1)), []),
        ("certificate", have(), ["certificate"]),
        ("certificate", have(transaction_no="C/12"), []),
        ("certificate", have("letter"), []),
        ("test_slip", have("after"), ["test_slip"]),
        ("test_slip", have("receipt"), []),
        ("document", have("before", "after", "complaint"), ["document"]),
        ("document", have("letter"), []),
    ],
)
def test_missing(code, evidence, lacking):
    assert missing(RULES[code], evidence) == lacking


def test_a_written_reason_stands_for_a_photo_and_is_seen():
    reasoned = have(no_proof_reason=REASON)
    assert missing(RULES["before_after_place"], reasoned) == []
    assert waived(RULES["before_after_place"], reasoned)
    assert not waived(RULES["photo"], have("after", no_proof_reason=REASON))
    assert missing(RULES["photo"], have(no_proof_reason="फ़ोटो नहीं")) == ["photo_after"]
    assert not waived(RULES["photo"], have(no_proof_reason="." * 90))


@pytest.mark.parametrize("code", ["document", "transaction", "order", "report", "certificate", "test_slip"])
def test_a_reason_never_stands_for_a_paper(code):
    reasoned = have(no_proof_reason=REASON)
    assert missing(RULES[code], reasoned) != []
    assert not waived(RULES[code], reasoned)
    assert missing(RULES["photo_order"], reasoned) == ["order"]


@given(st.sampled_from(sorted(RULES)), st.sets(st.sampled_from(KINDS)), st.booleans())
def test_more_evidence_never_lacks_more(code, kinds, place):
    less, more = have(*kinds), have(*kinds, "letter", "after", has_place=place)
    assert set(missing(RULES[code], more)) <= set(missing(RULES[code], less))


def test_every_rule_can_be_met():
    everything = have(*KINDS, transaction_no="U", transaction_on=date(2026, 11, 1), has_place=True)
    assert {code for code, rule in RULES.items() if missing(rule, everything)} == set()


def test_distance_on_the_ground():
    assert proof.metres_between(Place(29.0, 76.0), Place(29.0, 76.0)) == 0
    assert proof.metres_between(Place(0, 0), Place(0, 1)) == pytest.approx(111_195, rel=0.001)
    assert proof.metres_between(Place(28.6139, 77.2090), Place(19.0760, 72.8777)) == pytest.approx(1_148_000, rel=0.01)
    assert proof.metres_between(Place(0, 0), Place(0, 180)) == pytest.approx(20_015_000, rel=0.001)


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63)))
def test_hamming_counts_flipped_bits(photo, flipped):
    other = photo
    for bit in flipped:
        other ^= 1 << bit
    assert proof.hamming(photo, other) == proof.hamming(other, photo) == len(flipped)
    assert proof.hamming(photo - 2**63, other - 2**63) == proof.hamming(photo, other)
    assert proof.hamming(photo if photo < 2**63 else photo - 2**64, other) == len(
        flipped
    )  # as a signed column keeps it


def look(**changed):
    usual = {
        "before": Place(29.0, 76.0),
        "after": Place(29.0, 76.0001),
        "photo_hashes": frozenset({BIT}),
        "used_elsewhere": {BIT ^ (2**20 - 1): "NG26-4190-5"},
        "reached": True,
        "tries": 0,
        "tries_suffice": False,
    }
    return {check.code: check for check in checks(**(usual | changed))}


def test_all_is_well():
    assert list(look().values()) == [
        Check("place", True, 10),
        Check("photo_fresh", True, None),
        Check("spoken", True, None),
    ]


def test_another_place_is_seen_with_its_metres():
    assert look(after=Place(29.01, 76.0))["place"] == Check("place", False, 1112)
    assert look(after=Place(29.01, 76.0, accuracy=2000))["place"].ok is True
    assert look(before=None)["place"] == Check("place", None, None)


@pytest.mark.parametrize(("bits", "ok"), [(0, False), (6, False), (7, True)])
def test_a_photo_used_before_names_the_other_case(bits, ok):
    seen = look(used_elsewhere={BIT ^ (2**bits - 1): "NG26-4190-5", BIT ^ (2**30 - 1): "NG26-4188-5"})["photo_fresh"]
    assert seen == Check("photo_fresh", ok, None if ok else "NG26-4190-5")
    assert "photo_fresh" not in look(photo_hashes=frozenset())


def test_not_spoken_to_says_how_often_it_was_tried():
    assert look(reached=False, tries=2)["spoken"] == Check("spoken", False, 2)
    assert look(reached=False, tries=3, tries_suffice=True)["spoken"] == Check("spoken", True, 3)
