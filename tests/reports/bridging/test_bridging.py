"""A linking table is made from locked sheets, kept as it was, and nothing crosses between versions but by it."""

from dataclasses import replace

import numpy as np
import pytest

from instruments.loading import load
from reports.bridging.crossing import carried, crossing_sentence, example_sentence, likeness_sentence
from reports.bridging.curve import curve_of
from reports.bridging.evidence import (
    WAYS,
    DoubleSheet,
    LinkingEvidence,
    Method,
    SingleSheet,
    data_fingerprint,
    linking_table,
)
from reports.bridging.keeping import kept, opened
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.means import clustered_mean
from tests.app.builders import SMALL

OLD = load(SMALL)
NEW = load(SMALL.replace('version: "1"', 'version: "2"'))


def evidence(clinicians: int = 12, each: int = 20, shift: float = 8.0, noise: float = 6.0) -> LinkingEvidence:
    generator = np.random.default_rng(11)
    doubles, singles = [], []
    for clinician in range(clinicians):
        level = 45 + generator.normal(0, 8)
        for sheet in range(each):
            true = level + generator.normal(0, 10)
            old, new = (round(float(true + generator.normal(0, noise)), 1) for _ in range(2))
            mark = f"{clinician}-{sheet}"
            doubles.append(DoubleSheet(old, new + shift, str(clinician), (f"o{mark}", f"n{mark}")))
            singles.append(SingleSheet(old, old / 50 + generator.normal(0, 0.1), str(clinician), f"s{mark}"))
    return LinkingEvidence(OLD, NEW, tuple(doubles), tuple(singles), tuple(singles))


@pytest.fixture(scope="module")
def given() -> LinkingEvidence:
    return evidence()


@pytest.mark.parametrize("way", WAYS)
def test_every_way_gives_a_row_for_every_score_of_the_old_version(given: LinkingEvidence, way: Method):
    table = linking_table(given, way)
    assert [row.score for row in table.rows] == pytest.approx([0, 25, 50, 75, 100])


def test_the_shift_between_versions_is_found(given: LinkingEvidence):
    assert linking_table(given, "mean").convert(50).value == pytest.approx(58, abs=1.5)


def test_the_same_sheets_in_any_order_have_the_same_mark(given: LinkingEvidence):
    turned = replace(given, doubles=tuple(reversed(given.doubles)))
    assert data_fingerprint(given, "linear") == data_fingerprint(turned, "linear")


def test_a_changed_sheet_changes_the_mark(given: LinkingEvidence):
    first = replace(given.doubles[0], marks=("other", "n"))
    changed = replace(given, doubles=(first, *given.doubles[1:]))
    assert data_fingerprint(given, "linear") != data_fingerprint(changed, "linear")


def test_common_items_have_a_mark_of_their_own(given: LinkingEvidence):
    assert data_fingerprint(given, "chained") != data_fingerprint(given, "linear")


def test_an_instrument_without_a_total_links_nothing(given: LinkingEvidence):
    profile = replace(OLD, scoring=replace(OLD.scoring, rule="profile"))
    table = linking_table(replace(given, old=profile), "linear")
    assert table.undefined == "One of the versions gives no single total, so there is nothing to link."


@pytest.mark.parametrize("way", ["linear", "chained"])
def test_what_was_kept_opens_as_it_was(given: LinkingEvidence, way: Method):
    table = linking_table(given, way)
    again = opened(kept(table))
    assert [row.linked.value for row in again.rows] == [row.linked.value for row in table.rows]
    assert (again.method, again.sheets, again.clinicians) == (table.method, table.sheets, table.clinicians)
    assert again.correlation.value == table.correlation.value


def test_a_table_without_rows_is_not_kept(given: LinkingEvidence):
    table = linking_table(replace(given, doubles=given.doubles[:5]), "linear")
    with pytest.raises(ValueError, match="Not yet: 45 more pairs of sheets needed"):
        kept(table)


def test_without_a_table_nothing_crosses():
    found = carried(Estimate(40.0, 3.0, 34, 46), None, "version 1", "version 2")
    assert found.undefined == "Scored on version 1, which is not linked to version 2: the two are not set side by side."


def test_a_carried_mean_has_the_error_of_the_linking_in_its_reach(given: LinkingEvidence):
    table = linking_table(given, "linear")
    mean = Estimate(45.0, 3.0, 39.1, 50.9)
    found = carried(mean, table, "version 1", "version 2")
    assert (found.standard_error or 0) > (table.convert(45).standard_error or 0)
    assert (found.standard_error or 0) ** 2 == pytest.approx(
        (linking_slope(table) * 3.0) ** 2 + (table.convert(45).standard_error or 0) ** 2
    )
    assert (found.high or 0) - (found.low or 0) > linking_slope(table) * (50.9 - 39.1)


def linking_slope(table) -> float:
    return (table.convert(50).number - table.convert(25).number) / 25


def test_few_consultations_keep_their_wide_interval(given: LinkingEvidence):
    table = linking_table(given, "linear")
    mean = clustered_mean([30, 60], ["a", "b"], lowest=0, highest=100)
    found = carried(mean, table, "version 1", "version 2")
    assert found.low == pytest.approx(min(found.low or 0, table.convert(mean.low or 0).number))


def test_a_mean_without_an_interval_crosses_without_one(given: LinkingEvidence):
    found = carried(Estimate(40.0, no_interval="One consultation only."), linking_table(given, "linear"), "1", "2")
    assert (found.has_interval, found.no_interval) == (False, "One consultation only.")


def test_no_mean_stays_no_mean(given: LinkingEvidence):
    nothing = undefined("There is no score yet.")
    assert carried(nothing, linking_table(given, "linear"), "1", "2") == nothing


def test_the_sentences_name_both_versions_and_the_way(given: LinkingEvidence):
    table = linking_table(given, "linear")
    said = crossing_sentence(table, "version 1", "version 2")
    assert "version 1" in said
    assert "linear linking of paired sheets" in said
    assert "240 sheets, 12 clinicians" in said
    assert example_sentence(table, "version 1", "version 2").startswith("A score of 50 on version 1 is worth 5")


@pytest.mark.parametrize(("noise", "word"), [(1.0, "much the same order"), (14.0, "never for one sheet")])
def test_versions_that_disagree_on_the_order_come_with_a_warning(noise: float, word: str):
    assert word in likeness_sentence(linking_table(evidence(noise=noise), "linear"))


def test_common_items_say_nothing_about_the_order(given: LinkingEvidence):
    assert "not known" in likeness_sentence(linking_table(given, "chained"))


def test_the_figure_has_a_point_for_every_row_or_is_not_there(given: LinkingEvidence):
    table = linking_table(given, "linear")
    curve = curve_of(table, OLD, NEW, "version 1", "version 2")
    assert curve is not None
    assert len(curve.points) == len(curve.table()[1]) == 5
    assert curve_of(linking_table(replace(given, doubles=()), "linear"), OLD, NEW, "1", "2") is None
