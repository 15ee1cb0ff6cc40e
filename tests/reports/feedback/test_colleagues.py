"""A round's scores, fitted once: who stands where, and what no colleague's score can be read from."""

from random import Random

import numpy as np
import pytest

from reports.feedback.colleagues import RoundScore, RoundScores, colleagues
from reports.feedback.evidence import FeedbackMinimums

MINIMUMS = FeedbackMinimums()


def a_round(clinicians: int, observers: int = 6, visits: int = 6, seed: int = 1) -> RoundScores:
    """Everybody seen by four of the observers."""
    generator = np.random.default_rng(seed)
    level = generator.normal(50, 9, clinicians)
    strict = generator.normal(0, 6, observers)
    rows = [
        RoundScore(
            "patient_partner",
            f"clinician {who}",
            f"visit {who}-{visit}",
            f"observer {(who + visit % 4) % observers}",
            float(np.round(level[who] + strict[(who + visit % 4) % observers] + generator.normal(0, 7), 1)),
        )
        for who in range(clinicians)
        for visit in range(visits)
    ]
    return RoundScores(tuple(rows), 0.0, 100.0)


def test_the_order_of_the_sheets_changes_neither_digest_nor_anybodys_standing() -> None:
    found = a_round(12)
    mixed = RoundScores(tuple(Random(3).sample(found.rows, len(found.rows))), 0.0, 100.0)
    assert mixed.digest == found.digest
    assert colleagues(mixed, MINIMUMS) == colleagues(found, MINIMUMS)


def test_a_band_needs_ten_clinicians_or_as_many_as_the_programme_asks_for() -> None:
    assert colleagues(a_round(9), MINIMUMS).bands["patient_partner"].needed == 1
    ten = a_round(10)
    assert colleagues(ten, MINIMUMS).bands["patient_partner"].low is not None
    assert colleagues(ten, FeedbackMinimums(clinicians_in_band=12)).bands["patient_partner"].needed == 2


def test_a_clinician_below_the_minimum_enters_no_band() -> None:
    little = a_round(10)
    kept = tuple(row for row in little.rows if row.clinician != "clinician 3" or row.consultation.endswith(("0", "1")))
    assert colleagues(RoundScores(kept, 0.0, 100.0), MINIMUMS).bands["patient_partner"].clinicians == 9


def test_every_clinician_of_a_round_is_told_the_same_band() -> None:
    found = colleagues(a_round(11), MINIMUMS)
    assert len({found.beside(f"clinician {at}")[0].band for at in range(11)}) == 1


@pytest.mark.parametrize("share", range(10))
def test_neither_end_of_the_band_is_one_colleagues_own_score(share: int) -> None:
    rows = a_round(10, seed=share).rows
    band = colleagues(RoundScores(rows, 0.0, 100.0), MINIMUMS).bands["patient_partner"]
    means = {np.mean([row.score for row in rows if row.clinician == f"clinician {at}"]).round(9) for at in range(10)}
    assert round(band.low or 0, 9) not in means
    assert round(band.high or 0, 9) not in means


def test_who_shares_nobody_is_told_that_one_meeting_would_help() -> None:
    apart = tuple(
        RoundScore("patient_partner", "island", f"island {at}", f"stranger {at % 3}", 40.0 + at) for at in range(6)
    )
    found = colleagues(RoundScores(a_round(11).rows + apart, 0.0, 100.0), MINIMUMS)
    (standing,) = found.beside("island")
    assert standing.fair.refusal == "not_linked"
    assert standing.pairing is not None
    assert standing.pairing.clinician == "island"
    assert standing.pairing.after == 12


def test_somebody_nobody_saw_stands_nowhere() -> None:
    (standing,) = colleagues(a_round(11), MINIMUMS).beside("nobody")
    assert not standing.fair.estimate.defined
