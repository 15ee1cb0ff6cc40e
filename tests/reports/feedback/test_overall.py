"""The overall result and what it is held against: adjusted only where allowed, raw always beside it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from instruments.definition import PublishedRange
from reports.bridging.keeping import opened
from reports.feedback.beside import Band, Standing
from reports.feedback.content import build_feedback
from reports.feedback.evidence import FeedbackEvidence, Preparation
from reports.feedback.keeping import from_plain, to_plain
from reports.feedback.previous import PreviousReport, kept_result, opened_result, smallest_change
from reports.feedback.shape import FigureBlock
from reports.figures.result_lines import ResultLine, ResultLines
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.fair_scores import FairScore, Refusal
from reports.statistics.rotation.one_pairing import OnePairing
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, an_instrument, some_sheets
from tests.reports.feedback.parts import said, section

FAIR = FairScore(Estimate(58.4, 4.0, 50.2, 66.9))
BAND = Band(24, 44.4, 61.7)


def a_standing(fair: FairScore = FAIR, **changes: Any) -> Standing:
    return Standing(
        **{"observer_type": PARTNER.code, "fair": fair, "observers": 9, "clinicians": 24, "band": BAND} | changes
    )


def refused(why: Refusal, pairing: OnePairing | None = None) -> Standing:
    return a_standing(FairScore(undefined("Not here."), why), pairing=pairing, band=Band(4, needed=6))


def figure_of(evidence: FeedbackEvidence) -> ResultLines:
    block = next(each for each in section(build_feedback(evidence), "overall") if isinstance(each, FigureBlock))
    assert isinstance(block.figure, ResultLines)
    return block.figure


def test_the_adjusted_score_stands_beside_the_raw_one_with_an_interval_of_its_own() -> None:
    (partners, peers) = figure_of(a_feedback_evidence(standings=(a_standing(),))).groups[:2]
    assert [line.kind for line in partners.lines] == ["raw", "fair", "band"]
    assert partners.lines[1].words == "58 (50 to 67)"
    assert peers.lines[1].words == "Not adjusted"


def test_there_is_no_adjusted_score_without_a_raw_one() -> None:
    alone = a_feedback_evidence(
        observations=some_sheets(PARTNER, 2, 9) + some_sheets(PEER, 4, 8), standings=(a_standing(),)
    )
    assert [line.words for line in figure_of(alone).groups[0].lines] == ["Not yet"]
    assert "58 out of" not in said(build_feedback(alone), "overall")


def test_below_the_minimum_the_reason_stands_alone() -> None:
    little = a_feedback_evidence(observations=some_sheets(PARTNER, 2, 3), standings=(a_standing(),))
    told = said(build_feedback(little), "overall")
    assert "1 more patient partner and 1 more consultation needed" in told
    assert "FigureBlock" not in told


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("nobody_else", "observed nobody but you"),
        ("not_linked", "It takes one more visit to you, by a patient partner who also visits your colleagues."),
        ("few_observers", "Only 9 patient partners took part in this round"),
        ("few_sheets", "too few sheets"),
        ("at_the_end", "nothing to adjust to"),
        ("not_settled", "no stable answer"),
    ],
)
def test_each_refusal_is_a_sentence_and_names_nobody(why: Refusal, words: str) -> None:
    pairing = OnePairing("me", "me", "observer-key", 1, 24) if why == "not_linked" else None
    told = said(build_feedback(a_feedback_evidence(standings=(refused(why, pairing),))), "overall")
    assert words in told
    assert "observer-key" not in told


def test_where_only_a_colleague_can_be_visited_the_colleague_is_not_named() -> None:
    pairing = OnePairing("me", "colleague-key", "observer-key", 1, 24)
    told = said(build_feedback(a_feedback_evidence(standings=(refused("not_linked", pairing),))), "overall")
    assert "would also observe a colleague whom others observe" in told
    assert "colleague-key" not in told


def test_the_band_says_how_many_are_missing_below_ten_clinicians() -> None:
    told = said(build_feedback(a_feedback_evidence(standings=(refused("not_settled"),))), "overall")
    assert "Patient partners: not yet, 6 more clinicians with enough observations needed" in told


def earlier(**changes: Any) -> PreviousReport:
    results = {
        PARTNER.code: Estimate(40.0, 4.0, 31.0, 49.0, units=9),
        PEER.code: Estimate(41.0, 4.0, 32.0, 50.0, units=8),
    }
    return PreviousReport(**{
        "round_name": "Autumn round", "starts": date(2025, 9, 1),
            "ends": date(2025, 12, 1), "results": results, "same_version": True,
    } | changes)  # fmt: skip


def test_a_change_is_held_against_the_smallest_that_can_be_told_from_error() -> None:
    told = said(build_feedback(a_feedback_evidence(previous=earlier())), "overall")
    assert "A change below 11 points is no more than error. So this is more than error: the score went up." in told
    assert "So this is no change to rely on." in told


def test_the_smallest_change_is_the_textbooks() -> None:
    one, two = Estimate(40.0, 3.0, 30.0, 50.0, units=9), Estimate(50.0, 4.0, 40.0, 60.0, units=9)
    assert smallest_change(one, two) == pytest.approx(2.1448 * 5, rel=0.01)
    assert smallest_change(one, Estimate(50.0, no_interval="One visit.")) is None


def test_an_earlier_report_on_an_unlinked_version_is_kept_off_the_axis_with_the_reason() -> None:
    apart = earlier(same_version=False, version="Made-up, version 1", here="version 2")
    evidence = a_feedback_evidence(previous=apart)
    line = figure_of(evidence).groups[0].lines[-1]
    assert line.not_yet == "Not on one axis"
    assert "is not linked to version 2: the two are not set side by side" in said(build_feedback(evidence), "overall")


def test_an_earlier_report_on_a_linked_version_is_carried_over_and_says_so() -> None:
    table = opened({
        "schema": "1", "method": "linear linking", "sheets": 60, "clinicians": 20, "correlation": 0.9,
        "confidence": 0.95,
        "rows": [
            {"score": at, "linked": at + 8, "standard_error": 2.0, "low": at + 4, "high": at + 12}
            for at in range(0, 101, 10)
        ],
    })  # fmt: skip
    over = earlier(same_version=False, version="version 1", here="version 2", linking=table)
    evidence = a_feedback_evidence(previous=over)
    line = figure_of(evidence).groups[0].lines[-1]
    assert line.value == 48
    assert "Scores of version 1 were carried onto the scale of version 2" in said(build_feedback(evidence), "overall")


def test_a_kind_the_last_report_did_not_show_is_not_made_up() -> None:
    only = earlier(results={PEER.code: Estimate(41.0, 4.0, 32.0, 50.0, units=8)})
    told = said(build_feedback(a_feedback_evidence(previous=only)), "overall")
    assert "Patient partners: it showed no result of theirs." in told


def test_a_released_result_comes_back_as_it_was_kept() -> None:
    found = Estimate(40.0, 4.0, 31.0, 49.0, units=9, raters=4, ratings=12)
    assert opened_result(kept_result(found)) == found
    assert opened_result(kept_result(Estimate(40.0, no_interval="One visit."))).value == 40


def test_the_figure_and_its_table_say_the_same_rounded_numbers() -> None:
    evidence = a_feedback_evidence(standings=(a_standing(),), previous=earlier())
    block = next(each for each in section(build_feedback(evidence), "overall") if isinstance(each, FigureBlock))
    figure = figure_of(evidence)
    cells = {cell for row in block.twin.rows for cell in row}
    for group in figure.groups:
        for line in group.lines:
            assert line.words in cells
            assert all(end is None or end == round(end) for end in (line.value, line.low, line.high))


def test_the_section_is_kept_and_comes_back_equal() -> None:
    feedback = build_feedback(a_feedback_evidence(standings=(a_standing(),), previous=earlier()))
    assert from_plain(to_plain(feedback)) == feedback


def test_a_published_range_stands_below_with_source_and_caveat() -> None:
    published = PublishedRange(
        Decimal("10.4"), Decimal("43.8"), {"en": "Physiotherapists"}, "Jones 2014", {"en": "Other visits."}, Decimal(24)
    )
    evidence = a_feedback_evidence(instrument=an_instrument(published_range=published))
    assert figure_of(evidence).groups[-1].lines[-1].words == "24 (10.4 to 43.8)"
    told = said(build_feedback(evidence), "overall")
    assert "scores ran from 10.4 to 43.8, with a mean of 24 (Jones 2014). Other visits. It is no mark to reach." in told


def test_a_line_shows_something_or_says_why_not() -> None:
    with pytest.raises(ValueError, match="either something to show or a reason"):
        ResultLine("raw", "As observed")


def test_the_figure_is_explained_with_the_marks_that_are_in_it() -> None:
    alone = build_feedback(a_feedback_evidence(preparation=Preparation()))
    (figure,) = [each for each in section(alone, "overall") if isinstance(each, FigureBlock)]
    assert figure.message == "The filled mark is what was observed. The lines through the marks are 95 % intervals."


def test_the_sign_of_a_gap_is_explained_only_where_there_is_a_gap() -> None:
    one_kind = build_feedback(a_feedback_evidence(observations=some_sheets(PARTNER, 4, 9)))
    assert "A plus before a gap" not in repr(one_kind)
