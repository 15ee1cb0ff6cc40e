"""Minimums can be raised and never lowered."""

import pytest

from reports.statistics.minimums import Minimums, not_yet, shortfall


def test_a_minimum_cannot_be_switched_off():
    with pytest.raises(ValueError, match="observers to describe is 3"):
        Minimums(observers_to_describe=0)


def test_a_raised_minimum_cannot_fall_again():
    stricter = Minimums().raised(clinicians_in_band=15)
    assert stricter.clinicians_in_band == 15
    with pytest.raises(ValueError, match="never lowered"):
        stricter.raised(clinicians_in_band=12)


def test_inference_needs_as_many_as_description():
    with pytest.raises(ValueError, match="at least as many"):
        Minimums(observers_to_describe=5)


def test_the_sentence_says_how_many_more():
    assert not_yet(7, 10, "paired consultation", "paired consultations") == (
        "Not yet: 3 more paired consultations needed (7 of 10)."
    )
    assert not_yet(9, 10, "clinician", "clinicians") == "Not yet: 1 more clinician needed (9 of 10)."


def test_enough_is_enough():
    assert not_yet(10, 10, "clinician", "clinicians") is None
    assert shortfall(12, 10) == 0
