"""How long the lead's page thinks: a round of 240 consultations, 21 observers and 8 items."""

import time

import pytest

from reports.comparison.overview import agreement_overview, item_rows
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import from_simulation


@pytest.mark.benchmark
def test_the_comparison_of_a_whole_round_takes_about_a_second() -> None:
    ratings = from_simulation(simulate_programme(1))
    began = time.process_time()
    agreement_overview(ratings)
    overview = time.process_time() - began
    item_rows(ratings, "all")
    everything = time.process_time() - began
    print(f"overview {overview:.2f} s, with every item of one group {everything:.2f} s of processor time")
    assert everything < 2
