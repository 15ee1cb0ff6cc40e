"""What a clinician reads."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from instruments.definition import ScoringRule
from instruments.sheet import Chosen, Number
from reports.feedback.content import build_feedback
from reports.feedback.evidence import (
    AgreedAction,
    FeedbackEvidence,
    Preparation,
    Reflection,
    Release,
    ScreenedComment,
)
from reports.feedback.shape import (
    DataTable,
    Facts,
    Feedback,
    FigureBlock,
    Paragraph,
    Quotations,
    SideBySide,
    WritingSpace,
)
from reports.figures.rating_distribution import RatingDistribution
from tests.reports.builders import (
    PARTNER,
    PEER,
    a_feedback_evidence,
    a_programme,
    a_sheet,
    an_instrument,
    answers,
    some_sheets,
)


def words(feedback: Feedback) -> str:
    """Everything said, as one text."""
    return repr(feedback)


def section(feedback: Feedback, id: str) -> tuple[Any, ...]:
    return next(each.blocks for each in feedback.front + feedback.sections if each.id == id)


def said(feedback: Feedback, id: str) -> str:
    return repr(section(feedback, id))


def distribution_of(block: FigureBlock) -> RatingDistribution:
    assert isinstance(block.figure, RatingDistribution)
    return block.figure


@pytest.fixture(scope="module")
def feedback() -> Feedback:
    return build_feedback(a_feedback_evidence())


def test_the_sections_follow_the_order_an_appraiser_reads_in(feedback: Feedback) -> None:
    assert [each.id for each in feedback.front] == [
        "purpose", "question", "result", "went-well", "to-try", "surety",
    ]  # fmt: skip
    assert [each.id for each in feedback.sections] == [
        "basis", "domains", "items", "self", "case-mix", "noticed", "reflection", "regulator", "about",
    ]  # fmt: skip


def test_the_clinicians_own_question_comes_before_any_number(feedback: Feedback) -> None:
    ids = [each.id for each in feedback.front]
    assert ids.index("question") < ids.index("result")
    assert "Do people feel they can say no" in said(feedback, "question")


def test_the_purpose_says_what_the_report_must_not_be_used_for(feedback: Feedback) -> None:
    assert "must not be used on its own to judge" in said(feedback, "purpose")


def test_every_kind_of_observer_has_a_column_in_the_programmes_order(feedback: Feedback) -> None:
    (both,) = section(feedback, "result")
    assert isinstance(both, SideBySide)
    assert [column.heading for column in both.columns] == ["Patient partners", "Peer clinicians"]
    turned = build_feedback(a_feedback_evidence(observer_types=(PEER, PARTNER)))
    (both,) = section(turned, "result")
    assert [column.heading for column in both.columns] == ["Peer clinicians", "Patient partners"]


def test_a_result_comes_with_its_interval_and_what_it_rests_on(feedback: Feedback) -> None:
    column = section(feedback, "result")[0].columns[0]
    assert re.fullmatch(r"\d+ out of 100", column.result)
    assert re.fullmatch(r"95 % interval: \d+ to \d+", column.reach)
    assert column.basis == "9 observations of 9 consultations by 4 patient partners"


def test_kinds_of_observer_are_never_merged_into_one_mean() -> None:
    low, high = some_sheets(PARTNER, 4, 9, 0), some_sheets(PEER, 4, 9, 4)
    both = build_feedback(a_feedback_evidence(observations=low + high))
    rows = section(both, "domains")[0].twin.rows
    for _, partners, peers, _ in rows:
        assert int(re.findall(r"\d+", partners)[0]) < 40
        assert int(re.findall(r"\d+", peers)[0]) > 60


def test_too_few_observers_get_the_number_still_needed_instead_of_a_score() -> None:
    few = build_feedback(a_feedback_evidence(observations=some_sheets(PARTNER, 2, 3) + some_sheets(PEER, 4, 8)))
    column = section(few, "result")[0].columns[0]
    assert column.result == "Not yet"
    assert column.not_yet == "Not yet: 1 more patient partner and 1 more consultation needed."


def test_a_gap_is_not_worked_out_before_four_observers_on_each_side() -> None:
    three = some_sheets(PARTNER, 3, 9) + some_sheets(PEER, 4, 8)
    assert "At least 4 observers of each kind" in said(
        build_feedback(a_feedback_evidence(observations=three)), "result"
    )


def test_a_gap_comes_with_its_interval_and_no_verdict(feedback: Feedback) -> None:
    gap = section(feedback, "result")[0].gap
    assert re.search(r"anywhere from \d+ to \d+ points \(95 % interval\)", gap)
    assert "does not say who is right" in gap


def test_consultations_all_scored_alike_have_no_interval_and_say_why() -> None:
    zeros = tuple(a_sheet(at, f"{kind.code}-{at % 4}", kind, (0,) * 8) for kind in (PARTNER, PEER) for at in range(8))
    alike = build_feedback(a_feedback_evidence(observations=zeros))
    column = section(alike, "result")[0].columns[0]
    assert column.result == "0 out of 100"
    assert "All 8 consultations scored 0" in column.reach
    assert "All items were rated alike" in said(alike, "went-well")


def test_how_sure_we_are_names_the_change_that_would_count_as_one(feedback: Feedback) -> None:
    assert "would have to differ by about" in said(feedback, "surety")


def test_no_observation_at_all_gives_a_report_that_says_so() -> None:
    nothing = build_feedback(a_feedback_evidence(observations=(), comments=(), preparation=Preparation()))
    assert "There are no scores to show yet" in said(nothing, "domains")
    assert "nothing here is a verdict" in said(nothing, "surety")
    assert "No consultation has been observed yet" in said(nothing, "case-mix")


def test_the_basis_counts_what_happened(feedback: Feedback) -> None:
    rows = dict(next(block for block in section(feedback, "basis") if isinstance(block, Facts)).rows)
    assert rows["Consultations observed"] == "9"
    assert rows["With a decision to make"] == "9"
    assert rows["Scored by two or more observers"] == "8"
    assert rows["Patient partners"] == "4 patient partners, 9 observations"
    assert rows["How consultations were chosen"] == "Every consultation of a session drawn by lot"
    assert rows["Patients who said no"] == "1"


def test_warm_ups_are_left_out_and_the_report_says_so() -> None:
    warm = a_sheet(99, "new-partner", PARTNER, (4,) * 8, warm_up=True)
    plain = a_feedback_evidence()
    with_warm_up = build_feedback(replace(plain, observations=(*plain.observations, warm)))
    assert "1 observation of a warm-up consultation is left out" in said(with_warm_up, "basis")
    assert section(with_warm_up, "result") == section(build_feedback(plain), "result")


def test_the_figures_and_their_tables_hold_the_same_numbers(feedback: Feedback) -> None:
    block = next(each for each in section(feedback, "items") if isinstance(each, FigureBlock))
    drawn = [
        [*map(str, counts.points), str(counts.not_scored), str(counts.left_blank)]
        for row in distribution_of(block).rows
        for counts in row.groups
    ]
    assert drawn == [list(row[2:]) for row in block.twin.rows]


def test_not_applicable_and_blank_are_counted_apart_from_low_ratings() -> None:
    sheets = tuple(
        a_sheet(at, f"partner-{at % 4}", PARTNER, (0, 2, "na", "unseen", None, 1, 1, 2))
        if at == 0
        else a_sheet(at, f"partner-{at % 4}", PARTNER)
        for at in range(8)
    )
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


def test_the_mix_of_consultations_is_told(feedback: Feedback) -> None:
    (table,) = section(feedback, "case-mix")
    assert table.rows == (
        ("Was there a decision?", "Yes", "9"),
        ("What was it about?", "Exercise", "9"),
        ("How many minutes?", "30", "9"),
    )


def test_comments_stand_by_domain_under_the_kind_of_observer_only(feedback: Feedback) -> None:
    blocks = [each for each in section(feedback, "noticed") if isinstance(each, Quotations)]
    assert [each.heading for each in blocks] == [
        "What matters to the person",
        "Options, with benefits and harms",
        "What went well",
        "One thing to try",
    ]
    assert {quotation.said_by for each in blocks for quotation in each.quotations} == {
        "Patient partner",
        "Peer clinician",
    }


def test_when_one_kind_has_too_few_observers_no_comment_names_a_kind() -> None:
    few = some_sheets(PARTNER, 1, 9) + some_sheets(PEER, 4, 8)
    blocks = section(build_feedback(a_feedback_evidence(observations=few)), "noticed")
    names = {q.said_by for each in blocks if isinstance(each, Quotations) for q in each.quotations}
    assert names == {"An observer"}


def test_with_two_observers_in_all_no_comment_is_shown() -> None:
    two = some_sheets(PARTNER, 1, 9) + some_sheets(PEER, 1, 8)
    blocks = section(build_feedback(a_feedback_evidence(observations=two)), "noticed")
    assert not any(isinstance(each, Quotations) for each in blocks)
    assert "5 comments not shown" in repr(blocks)


def test_the_order_of_comments_does_not_follow_the_order_of_sitting_in() -> None:
    comments = a_feedback_evidence().comments
    turned = build_feedback(a_feedback_evidence(comments=comments[::-1]))
    assert section(turned, "noticed") == section(build_feedback(a_feedback_evidence()), "noticed")


def test_no_key_of_an_observer_or_a_consultation_is_ever_said() -> None:
    sheets = tuple(
        replace(sheet, observer=f"KEY-{sheet.observer}", consultation=f"ROOM-{sheet.consultation}")
        for sheet in a_feedback_evidence().observations
    )
    told = words(build_feedback(a_feedback_evidence(observations=sheets)))
    assert "KEY-" not in told
    assert "ROOM-" not in told


def test_a_draft_says_that_nobody_has_released_it() -> None:
    draft = build_feedback(a_feedback_evidence(release=Release("draft", date(2026, 6, 3))))
    assert not draft.released
    assert draft.status == "Draft, not released"
    assert "Not for use until a person has released it" in words(draft)


def test_a_report_released_again_says_why() -> None:
    again = Release("reissued", date(2026, 6, 3), date(2026, 6, 9), "Sam Okoro", "One consultation was withdrawn.")
    assert "One consultation was withdrawn." in words(build_feedback(a_feedback_evidence(release=again)))


@pytest.mark.parametrize(
    ("profession", "regulator"),
    [
        ("physiotherapist", "HCPC"), ("podiatrist", "HCPC"), ("doctor", "GMC"), ("nurse", "NMC"),
        ("osteopath", "GOsC"), ("other", "Your own regulator"),
    ],
)  # fmt: skip
def test_each_profession_is_told_where_this_fits_its_own_scheme(profession: Any, regulator: str) -> None:
    assert regulator in said(build_feedback(a_feedback_evidence(profession=profession)), "regulator")


def test_a_released_report_is_a_dated_record_of_taking_part(feedback: Feedback) -> None:
    record = said(feedback, "regulator")
    assert "Rowan Ashby was observed in 9 consultations, 5 March to 29 March 2026" in record
    assert "released on 8 June 2026 by Sam Okoro" in record


def test_a_draft_is_no_record_of_taking_part() -> None:
    draft = build_feedback(a_feedback_evidence(release=Release("draft", date(2026, 6, 3))))
    assert "becomes a record of taking part when the report is released" in said(draft, "regulator")


def test_a_doctor_is_told_that_patient_partners_do_not_replace_the_patient_survey() -> None:
    assert "does not replace" in said(build_feedback(a_feedback_evidence(profession="doctor")), "regulator")


def test_reflection_and_actions_that_were_written_take_the_place_of_empty_lines() -> None:
    written = Reflection(
        "I talk more than I thought.",
        (AgreedAction("Ask and wait", "People finish their first sentence", date(2026, 9, 1)),),
        "Sam Okoro",
        date(2026, 6, 9),
    )
    spaces = section(build_feedback(a_feedback_evidence(reflection=written)), "reflection")
    told = [each.written for each in spaces if isinstance(each, WritingSpace)]
    assert told[0] == "I talk more than I thought."
    assert "Ask and wait" in told[1]
    assert "Look again on 1 September 2026" in told[1]
    assert "Talked through with Sam Okoro on 9 June 2026" in repr(spaces)


def test_the_report_says_how_to_query_it_and_who_is_responsible(feedback: Feedback) -> None:
    about = said(feedback, "about")
    assert "Ask Mina Patel, programme lead." in about
    assert "Northshire Joint Clinic is responsible for the data" in about
    assert "they are not anonymous" in about
    assert "ab12" * 16 in about


def test_missing_words_of_the_programme_leave_no_hole() -> None:
    bare = a_programme(query_contact="", data_controller="", kept_until=None, priority="", observer_training="")
    told = build_feedback(a_feedback_evidence(programme=bare))
    assert "Ask the person who leads your programme." in said(told, "about")
    assert "What the service is working on" not in words(told)


def test_the_same_evidence_gives_the_same_fingerprint_and_other_evidence_another() -> None:
    one, same = build_feedback(a_feedback_evidence()), build_feedback(a_feedback_evidence())
    other = build_feedback(a_feedback_evidence(refused=2))
    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != other.fingerprint
    assert re.fullmatch(r"[0-9a-f]{64}", one.fingerprint)


def test_an_instrument_without_domain_scores_still_gets_its_items() -> None:
    rule = ScoringRule("sum", non_scoring={"blank": "lowest", "not_applicable": "lowest", "not_observed": "lowest"})
    instrument = an_instrument(scoring=rule, domain_scoring=None)
    sheets = some_sheets(PARTNER, 4, 9, instrument=instrument) + some_sheets(PEER, 4, 8, instrument=instrument)
    built = build_feedback(a_feedback_evidence(instrument=instrument, observations=sheets))
    assert "out of 32" in said(built, "result")
    assert len(section(built, "domains")[0].twin.rows) == 1
    assert len(section(built, "items")[0].twin.rows) == 16


def test_an_instrument_that_gives_no_single_score_says_so() -> None:
    instrument = an_instrument(scoring=ScoringRule("profile"), domain_scoring=None)
    sheets = some_sheets(PARTNER, 4, 9, instrument=instrument)
    built = build_feedback(a_feedback_evidence(instrument=instrument, observations=sheets))
    assert section(built, "result")[0].columns[0].result == "Not yet"
    assert "There are no scores to show yet" in said(built, "domains")


def test_more_than_two_kinds_of_observer_stand_side_by_side() -> None:
    carer = replace(PARTNER, code="carer", name="Carer", plural="Carers")
    observations = a_feedback_evidence().observations + some_sheets(carer, 4, 6)
    built = build_feedback(a_feedback_evidence(observer_types=(PARTNER, PEER, carer), observations=observations))
    assert len(section(built, "result")[0].columns) == 3
    table = section(built, "domains")[0].twin
    assert sum(column.startswith("Gap: ") for column in table.columns) == 3


def test_comments_of_an_unknown_kind_stay_without_a_label() -> None:
    comments = (ScreenedComment("asks", "visitor", "Calm and clear."),)
    assert "An observer" in said(build_feedback(a_feedback_evidence(comments=comments)), "noticed")


def test_every_number_in_the_front_page_sentences_has_its_count_or_interval(feedback: Feedback) -> None:
    for part in ("went-well", "to-try"):
        for sentence in re.findall(r"was rated[^.]*\.", said(feedback, part)):
            assert re.search(r"\d+ of \d+", sentence)


def test_paragraphs_are_short_enough_to_be_read(feedback: Feedback) -> None:
    for each in feedback.front + feedback.sections:
        for block in each.blocks:
            if isinstance(block, Paragraph):
                for sentence in re.split(r"(?<=[.?!]) ", block.text):
                    assert len(sentence.split()) <= 32, sentence


def evidence_with(**changes: Any) -> FeedbackEvidence:
    return a_feedback_evidence(**changes)


def test_minutes_are_told_as_a_range_when_they_differ() -> None:
    from_sheets = a_feedback_evidence().observations
    fifty = Number(Decimal(50))
    longer = replace(from_sheets[0], sheet={**from_sheets[0].sheet, "minutes": fifty})
    longer_too = replace(from_sheets[9], sheet={**from_sheets[9].sheet, "minutes": fifty})
    sheets = (longer, *from_sheets[1:9], longer_too, *from_sheets[10:])
    (table,) = section(build_feedback(evidence_with(observations=sheets)), "case-mix")
    assert table.rows[-1][1] == "30 to 50, half of them up to 30"


def test_observers_who_saw_the_decision_differently_are_told_apart() -> None:
    sheets = a_feedback_evidence().observations
    other = replace(sheets[0], sheet={**sheets[0].sheet, "gate": Chosen(("no",))})
    (table,) = section(build_feedback(evidence_with(observations=(other, *sheets[1:]))), "case-mix")
    assert ("Was there a decision?", "Observers saw this differently", "1") in table.rows
