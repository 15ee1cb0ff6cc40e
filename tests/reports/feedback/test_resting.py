"""What is noted of a released report, so that later ones give nothing away beside it and withdrawals find it."""

from dataclasses import replace
from datetime import date

from reports.feedback.beside import Band, Standing
from reports.feedback.previous import PreviousReport
from reports.feedback.resting import earlier_release, resting
from reports.statistics.estimate import Estimate
from reports.statistics.fair_scores import FairScore
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, a_sheet, some_sheets

PEERS = some_sheets(PEER, 4, 8, 2)


def test_a_group_that_was_not_shown_is_not_noted() -> None:
    noted = resting(a_feedback_evidence(observations=some_sheets(PARTNER, 2, 9) + PEERS))
    assert set(noted.used) == set(noted.results) == {PEER.code}


def test_what_each_sheet_had_no_score_for_is_noted_and_read_back() -> None:
    odd = a_sheet(1, "partner-1", PARTNER, (2, 2, "na", 2, 2, 2, 2, None))
    sheets = (odd, *some_sheets(PARTNER, 4, 9)[1:])
    noted = earlier_release(PARTNER.code, resting(a_feedback_evidence(observations=sheets + PEERS)).used[PARTNER.code])
    assert noted.used == {(sheet.consultation, sheet.observer) for sheet in sheets}
    assert noted.unrated == {("c1", "partner-1", "names"), ("c1", "partner-1", "next")}


def test_a_record_from_before_parts_were_noted_is_read_all_the_same() -> None:
    assert earlier_release(PARTNER.code, [["c1", "a"]]).used == {("c1", "a")}


def test_a_report_rests_on_the_round_when_it_shows_a_number_of_it() -> None:
    fair = Standing(PARTNER.code, FairScore(Estimate(50.0, 3.0, 44.0, 56.0)))
    banded = Standing(PARTNER.code, band=Band(12, 40.0, 60.0))
    for standing in (fair, banded):
        assert resting(a_feedback_evidence(standings=(standing,))).on_round
        hidden = a_feedback_evidence(standings=(standing,), observations=some_sheets(PARTNER, 2, 9) + PEERS)
        assert not resting(hidden).on_round
    assert not resting(a_feedback_evidence()).on_round


def test_a_report_stands_beside_an_earlier_one_when_that_showed_a_kind_this_one_shows() -> None:
    before = PreviousReport(
        "Autumn", date(2025, 9, 1), date(2025, 12, 1), {PEER.code: Estimate(41.0, 4.0, 33.0, 49.0)}, True, key="k"
    )
    assert resting(a_feedback_evidence(previous=before)).previous == "k"
    other = replace(before, results={PARTNER.code: Estimate(41.0, 4.0, 33.0, 49.0)})
    alone = a_feedback_evidence(previous=other, observations=some_sheets(PARTNER, 2, 9) + PEERS)
    assert resting(alone).previous == ""
