"""Items, domains and the clinician's own rating."""

from dataclasses import replace
from datetime import date

import pytest

from instruments.catalogue import shipped
from instruments.definition import ScoringRule
from instruments.scoring import score
from instruments.sheet import Chosen, Rated
from reports.feedback.content import build_feedback
from reports.feedback.evidence import ObservedSheet, Preparation
from reports.feedback.shape import (
    DataTable,
    Feedback,
    FigureBlock,
)
from reports.figures.rating_distribution import RatingDistribution
from tests.reports.builders import (
    PARTNER,
    PEER,
    a_feedback_evidence,
    a_sheet,
    an_instrument,
    answers,
    some_sheets,
)
from tests.reports.feedback.parts import said, section


@pytest.fixture(scope="module")
def feedback() -> Feedback:
    return build_feedback(a_feedback_evidence())


def distribution_of(block: FigureBlock) -> RatingDistribution:
    assert isinstance(block.figure, RatingDistribution)
    return block.figure


def test_the_figures_and_their_tables_hold_the_same_numbers(feedback: Feedback) -> None:
    block = next(each for each in section(feedback, "items") if isinstance(each, FigureBlock))
    drawn = [
        [*map(str, counts.points), str(counts.not_scored), str(counts.left_blank)]
        for row in distribution_of(block).rows
        for counts in row.groups
    ]
    assert drawn == [list(row[2:]) for row in block.twin.rows]


def test_not_applicable_and_blank_are_counted_apart_from_low_ratings() -> None:
    odd = {0: (0, 2, "na", 1, 1, 1, 1, 2), 1: (2, 2, 2, "unseen", 1, 1, 1, 2), 2: (2, 2, 2, 2, None, 1, 1, 2)}
    sheets = tuple(a_sheet(at, f"partner-{at % 4}", PARTNER, odd.get(at, (2,) * 8)) for at in range(8))
    table = next(
        each.twin
        for each in section(build_feedback(a_feedback_evidence(observations=sheets)), "items")
        if isinstance(each, FigureBlock)
    )
    partner_rows = {row[0]: row for row in table.rows if row[1] == "Patient partners"}
    assert partner_rows["Says that there is more than one way forward"][-2:] == ("1", "0")
    assert partner_rows["Goes through good and bad sides of each way"][-2:] == ("1", "0")
    assert partner_rows["Includes waiting, or doing nothing for now"][-2:] == ("0", "1")
    assert partner_rows["Asks what matters most to the person"][2] == "1"


def test_two_scales_never_share_a_figure() -> None:
    instrument = an_instrument()
    domain = instrument.sections[1]
    item = domain.items[0]
    three = replace(item.scale, id="other", points=item.scale.points[:3])
    changed = replace(domain, entries=(replace(item, scale=three), *domain.entries[1:]))
    sections = (instrument.sections[0], changed, *instrument.sections[2:])
    mixed = replace(instrument, sections=sections)
    built = build_feedback(a_feedback_evidence(instrument=mixed))
    figures = [each for each in section(built, "items") if isinstance(each, FigureBlock)]
    assert [len(distribution_of(each).points) for each in figures] == [3, 5]
    assert len({each.id for each in figures}) == 2


def test_the_self_rating_stands_beside_the_observers(feedback: Feedback) -> None:
    table = next(each for each in section(feedback, "self") if isinstance(each, DataTable))
    assert table.columns == ("Part", "You", "Patient partners", "Peer clinicians")
    assert table.rows[0][:2] == ("Overall", "69")
    assert ("Asks what matters most to the person", "3") in [row[:2] for row in table.rows]


def test_without_a_self_rating_the_report_says_so() -> None:
    without = build_feedback(a_feedback_evidence(preparation=Preparation("Why?")))
    assert "You did not rate yourself" in said(without, "self")


def test_an_item_not_self_rated_is_not_a_nought() -> None:
    own = Preparation("", answers((3, 3, 3, 3, 3, 3, 3, None)))
    table = next(
        each
        for each in section(build_feedback(a_feedback_evidence(preparation=own)), "self")
        if isinstance(each, DataTable)
    )
    assert table.rows[-1][1] == "not rated"


def test_an_instrument_without_domain_scores_still_gets_its_items() -> None:
    rule = ScoringRule("sum", non_scoring={"blank": "lowest", "not_applicable": "lowest", "not_observed": "lowest"})
    instrument = an_instrument(scoring=rule, domain_scoring=None)
    sheets = some_sheets(PARTNER, 4, 9, instrument=instrument) + some_sheets(PEER, 4, 8, instrument=instrument)
    built = build_feedback(a_feedback_evidence(instrument=instrument, observations=sheets))
    assert "out of 32" in said(built, "overall")
    assert len(section(built, "domains")[0].twin.rows) == 1
    assert len(section(built, "items")[0].twin.rows) == 16


def test_an_item_that_was_not_asked_is_neither_blank_nor_low() -> None:
    instrument = shipped()[0]
    (hidden,) = (item for item in instrument.items if item.id == "ways_forward")
    assert hidden.show_if is not None
    asked = {item.id: Rated("2") for item in instrument.items}
    sheets = tuple(
        ObservedSheet(
            f"c{at}",
            date(2026, 3, 2),
            f"p{at % 4}",
            PARTNER.code,
            warm_up=False,
            sheet={**asked, "decision": Chosen(("no" if at < 2 else "yes",))},
            scores=score(instrument, {**asked, "decision": Chosen(("yes",))}),
        )
        for at in range(9)
    )
    built = build_feedback(a_feedback_evidence(instrument=instrument, observations=sheets, comments=()))
    figure = distribution_of(section(built, "items")[0])
    (row,) = (row for row in figure.rows if row.label == hidden.name("peer_clinician"))
    assert row.groups[0].rated == 7
    assert row.groups[0].left_blank == 0


def test_a_domain_scale_unlike_the_totals_stays_out_of_the_figure() -> None:
    instrument = an_instrument()
    assert instrument.domain_scoring is not None
    short = replace(instrument.domain_scoring, rescale=None)
    other = replace(instrument, domain_scoring=short)
    sheets = some_sheets(PARTNER, 4, 9, instrument=other) + some_sheets(PEER, 4, 8, instrument=other)
    block = section(build_feedback(a_feedback_evidence(instrument=other, observations=sheets)), "domains")[0]
    assert [row.label for row in block.figure.rows] == ["Overall"]
    assert len(block.twin.rows) == 4
