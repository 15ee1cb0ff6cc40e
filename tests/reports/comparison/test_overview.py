"""What a lead is told about agreement is what the literature's packages say, and never more than the people allow."""

import json
from pathlib import Path

import numpy as np
import pytest

from reports.comparison.minimums import minimums_of_round
from reports.comparison.overview import agreement_overview, item_rows, rows_of_item
from reports.comparison.rating_set import ComparedType, RatingSet
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation

OBSERVER = ComparedType("observer", "Observer")


@pytest.fixture(scope="module")
def programme() -> RatingSet:
    return from_simulation(simulate_programme(1, consultations=120, items=4))


def filmed_people(oracles: Path) -> tuple[RatingSet, dict[str, float]]:
    """Twenty filmed people rated by four raters from 1 to 5, and what established packages make of them."""
    folder = oracles / "irr_video"
    rows = (folder / "data.csv").read_text("utf-8").split()[1:]
    table = np.array([[float(cell) for cell in row.split(",")] for row in rows])
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    known = {each["id"]: each["value"] for each in expected["values"]}
    return crossed(table, [OBSERVER] * 4, (1.0, 2.0, 3.0, 4.0, 5.0)), known


@pytest.mark.parametrize("which", ["total", "item"])
def test_the_numbers_of_a_published_study_are_those_of_established_packages(oracles: Path, which: str) -> None:
    ratings, known = filmed_people(oracles)
    overview = agreement_overview(ratings)
    row = overview.groups[0].total if which == "total" else item_rows(ratings, "all")[0]
    assert row.exact.number == pytest.approx(known["percent_agreement.mean_pairwise_exact"], abs=1e-9)
    assert row.within_one.number == pytest.approx(known["percent_agreement.mean_pairwise_within_1"], abs=1e-9)
    for kind, name in (("kappa", "conger_kappa.quadratic"), ("ac2", "gwet_ac.quadratic")):
        found = getattr(row, kind)
        assert found.number == pytest.approx(known[f"scale1to5.{name}.estimate"], abs=1e-7)
        assert found.low == pytest.approx(known[f"scale1to5.{name}.ci_low"], abs=1e-6)
        assert found.high == pytest.approx(known[f"scale1to5.{name}.ci_high"], abs=1e-6)
    assert row.icc.number == pytest.approx(known["icc.ICC(A,1).estimate"], abs=1e-8)
    assert row.icc.low == pytest.approx(known["icc.ICC(A,1).ci_low"], abs=1e-7)
    assert row.icc.high == pytest.approx(known["icc.ICC(A,1).ci_high"], abs=1e-7)
    assert (row.consultations, row.ratings, row.observers) == (20, 80, (("Observer", 4),))


def test_the_item_that_patient_partners_see_differently_is_named(programme: RatingSet) -> None:
    gaps = agreement_overview(programme).gaps[0]
    assert [gap.id for gap in gaps.items if gap.beyond_luck] == ["i2"]
    assert any("“Item 2”" in sentence for sentence in gaps.sentences)


def test_the_gap_between_types_finds_the_truth_it_was_simulated_with() -> None:
    simulated = simulate_programme(4, consultations=120, items=4)
    gap = agreement_overview(from_simulation(simulated)).gaps[0].total.difference
    assert gap.low is not None
    assert gap.high is not None
    assert gap.low < simulated.expected_type_gap() < gap.high


def test_people_are_counted_not_sheets(programme: RatingSet) -> None:
    gap = agreement_overview(programme).gaps[0].total.difference
    assert gap.raters == 21
    assert gap.degrees_of_freedom[0] <= 19


def test_below_ten_paired_consultations_every_number_waits_and_says_how_many_more() -> None:
    ratings = crossed(np.array([[1, 2]] * 7, dtype=float), [PARTNER, PEER])
    row = agreement_overview(ratings).groups[0].total
    for kind in ("exact", "within_one", "kappa", "ac2", "icc"):
        assert getattr(row, kind).undefined == "Not yet: 3 more consultations seen by two of them needed (7 of 10)."


def test_a_round_may_ask_for_more_than_the_product_but_never_for_less() -> None:
    assert minimums_of_round({"paired_consultations": 20}).paired_consultations == 20
    assert minimums_of_round({"paired_consultations": 2, "nonsense": 9}).paired_consultations == 10


def test_an_undefined_coefficient_is_explained_in_words() -> None:
    ratings = crossed(np.zeros((17, 2)), [OBSERVER, OBSERVER])
    row = item_rows(ratings, "all")[0]
    assert row.exact.number == 1
    assert row.kappa.value is None
    assert "one point only" in row.words("kappa")
    assert row.reading("icc").startswith("Intraclass correlation, ICC(A,1): Every score is the same")


def test_two_people_of_a_type_are_not_shown_as_their_type() -> None:
    generator = np.random.default_rng(3)
    ratings = crossed(generator.integers(0, 5, (30, 6)), [PARTNER, PARTNER, PEER, PEER, PEER, PEER])
    overview = agreement_overview(ratings)
    between = overview.group("between-patient_partner-peer_clinician")
    assert between is not None
    assert between.pooled is None
    assert between.total.exact.undefined == "Not yet: 1 more patient partner needed (2 of 3)."
    assert between.total.ac2.undefined == "Not yet: 1 more patient partner needed (2 of 3)."
    assert overview.gaps[0].total.difference.value is None
    assert overview.groups[0].total.ac2.has_interval


def test_one_observer_of_each_type_still_gives_a_kappa_between_these_two_people() -> None:
    generator = np.random.default_rng(5)
    ratings = crossed(generator.integers(0, 5, (30, 2)), [PARTNER, PEER])
    assert agreement_overview(ratings).groups[0].total.kappa.value is not None


def test_a_patient_partner_and_a_peer_are_paired_within_the_consultation() -> None:
    table = np.array([[1, 1, np.nan], [2, 2, 4], [3, np.nan, 3]] * 5)
    ratings = crossed(table, [PARTNER, PEER, PEER])
    row = dict(rows_of_item(ratings, "item"))["Patient partner with peer clinician"]
    assert (row.consultations, row.meetings) == (15, 20)
    assert row.basis == "20 pairs from 15 consultations"


def test_with_one_type_there_is_nothing_between_types() -> None:
    ratings = crossed(np.random.default_rng(1).integers(0, 5, (12, 3)), [OBSERVER] * 3)
    overview = agreement_overview(ratings)
    assert [group.key for group in overview.groups] == ["all"]
    assert overview.gaps == ()


def test_before_anything_is_open_the_page_says_so() -> None:
    ratings = crossed(np.empty((0, 2)), [PARTNER, PEER])
    overview = agreement_overview(ratings)
    assert overview.sentences == (
        "No consultation is open for comparing yet: every observer’s sheet for it must be in first.",
    )


def test_an_unknown_group_or_item_is_refused() -> None:
    ratings = crossed(np.ones((2, 2)), [PARTNER, PEER])
    with pytest.raises(KeyError):
        item_rows(ratings, "nobody")
    with pytest.raises(KeyError):
        rows_of_item(ratings, "nothing")
