"""THE RULES, tests: a copy hides what names or reaches a person, and nothing else."""

import pytest

from app.domain.masking import HIDDEN, hide_names, hide_numbers


@pytest.mark.parametrize("said", ["98765 43210", "९८७६५४३२१०", "+91-98765-43210", "1234 5678 9012", "01662-225501"])
def test_phones_bank_and_identity_numbers_are_hidden(said: str) -> None:
    assert hide_numbers(f"नंबर {said} पर") == f"नंबर {HIDDEN} पर"


@pytest.mark.parametrize("said", ["125001", "दि. 21-09-2026", "2026-09-21", "1,25,000", "आदेश 482913", "2500000"])
def test_pin_codes_orders_sums_and_dates_stay(said: str) -> None:
    assert hide_numbers(said) == said


def test_the_longest_name_goes_first() -> None:
    assert hide_names("राम कुमार और राम", ["राम", "राम कुमार"]) == f"{HIDDEN} और {HIDDEN}"
