"""How scores are made, rights, and what a checker needs."""

from dataclasses import replace

import pytest

from instruments.definition import ScoringRule
from reports.feedback.about import data_fingerprint
from reports.feedback.content import build_feedback
from reports.feedback.evidence import Profession
from reports.feedback.groups import groups
from reports.feedback.regulators import SCHEMES
from tests.reports.builders import a_feedback_evidence, a_programme, an_instrument
from tests.reports.feedback.parts import said


def test_gaps_are_told_as_the_instrument_treats_them() -> None:
    rule = ScoringRule("sum", non_scoring={"not_observed": "lowest", "blank": "exclude"})
    about = said(build_feedback(a_feedback_evidence(instrument=an_instrument(scoring=rule))), "about")
    assert "“Could not be seen or heard” counts as the lowest rating; “Left blank” is left out of the score" in about


def test_the_data_have_a_fingerprint_that_no_order_changes() -> None:
    evidence = a_feedback_evidence()
    turned = replace(evidence, observations=evidence.observations[::-1])
    assert data_fingerprint(groups(evidence)) == data_fingerprint(groups(turned))
    fewer = replace(evidence, observations=evidence.observations[1:])
    assert data_fingerprint(groups(evidence)) != data_fingerprint(groups(fewer))


def test_rule_version_software_and_fingerprints_are_named() -> None:
    about = said(build_feedback(a_feedback_evidence()), "about")
    for what in ("mean_of_answered, version 1", "Levelfield 0.1.0", "ab12ab12", "6 of 8 items"):
        assert what in about


def test_a_reader_learns_whom_to_ask_and_who_keeps_the_data() -> None:
    about = said(build_feedback(a_feedback_evidence()), "about")
    assert "Ask Mina Patel, programme lead." in about
    assert "Northshire Joint Clinic is responsible for the data." in about


def test_a_long_aim_is_cut_in_front_and_stands_whole_at_the_end() -> None:
    aim = "To listen " + "well " * 100 + "to everybody."
    made = build_feedback(a_feedback_evidence(programme=replace(a_programme(), purpose=aim)))
    assert aim not in said(made, "purpose")
    assert aim in said(made, "about")


@pytest.mark.parametrize("profession", list(SCHEMES))
def test_every_profession_has_its_scheme_beside_what_serves_it(profession: Profession) -> None:
    told = said(build_feedback(a_feedback_evidence(profession=profession)), "regulator")
    assert SCHEMES[profession].regulator in told
    assert len(SCHEMES[profession].serves) >= 3


def test_a_doctor_reads_that_this_does_not_replace_patient_feedback() -> None:
    told = said(build_feedback(a_feedback_evidence(profession="doctor")), "regulator")
    assert "does not replace the formal patient feedback" in told
