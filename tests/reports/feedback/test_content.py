"""What a clinician reads."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from instruments.definition import ScoringRule
from reports.feedback.content import build_feedback
from reports.feedback.evidence import (
    Preparation,
    Release,
)
from reports.feedback.shape import (
    DataTable,
    Feedback,
    Paragraph,
    SideBySide,
)
from tests.reports.builders import (
    PARTNER,
    PEER,
    a_feedback_evidence,
    a_programme,
    a_sheet,
    an_instrument,
    some_sheets,
)
from tests.reports.feedback.parts import said, section, words


@pytest.fixture(scope="module")
def feedback() -> Feedback:
    return build_feedback(a_feedback_evidence())


def test_the_sections_follow_the_order_an_appraiser_reads_in(feedback: Feedback) -> None:
    assert [each.id for each in feedback.front] == [
        "purpose", "question", "went-well", "to-try", "surety",
    ]  # fmt: skip
    assert [each.id for each in feedback.sections] == [
        "basis", "case-mix", "overall", "domains", "items", "self",
        "noticed", "reflection", "regulator", "about",
    ]  # fmt: skip


def test_the_clinicians_own_question_comes_before_any_number(feedback: Feedback) -> None:
    assert [each.id for each in feedback.front].index("question") == 1
    assert not re.search(r"\d", said(feedback, "purpose"))
    assert "Do people feel they can say no" in said(feedback, "question")


def test_the_purpose_says_what_the_report_must_not_be_used_for(feedback: Feedback) -> None:
    assert "must not be used on its own to judge" in said(feedback, "purpose")


def test_every_kind_of_observer_has_a_column_in_the_programmes_order(feedback: Feedback) -> None:
    both = section(feedback, "overall")[0]
    assert isinstance(both, SideBySide)
    assert [column.heading for column in both.columns] == ["Patient partners", "Peer clinicians"]
    turned = build_feedback(a_feedback_evidence(observer_types=(PEER, PARTNER)))
    both = section(turned, "overall")[0]
    assert [column.heading for column in both.columns] == ["Peer clinicians", "Patient partners"]


def test_a_result_comes_with_its_interval_and_what_it_rests_on(feedback: Feedback) -> None:
    column = section(feedback, "overall")[0].columns[0]
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
    column = section(few, "overall")[0].columns[0]
    assert column.result == "Not yet"
    assert column.not_yet == "Not yet: 1 more patient partner and 1 more consultation needed."


def test_a_gap_is_not_worked_out_before_four_observers_on_each_side() -> None:
    three = some_sheets(PARTNER, 3, 9) + some_sheets(PEER, 4, 8)
    assert "At least 4 observers of each kind" in said(
        build_feedback(a_feedback_evidence(observations=three)), "overall"
    )


def test_a_gap_comes_with_its_interval_and_no_verdict(feedback: Feedback) -> None:
    gap = section(feedback, "overall")[0].gap
    assert re.search(r"anywhere from \d+ to \d+ points \(95 % interval\)", gap)
    assert "does not say who is right" in gap


def test_consultations_all_scored_alike_have_no_interval_and_say_why() -> None:
    zeros = tuple(a_sheet(at, f"{kind.code}-{at % 4}", kind, (0,) * 8) for kind in (PARTNER, PEER) for at in range(8))
    alike = build_feedback(a_feedback_evidence(observations=zeros))
    column = section(alike, "overall")[0].columns[0]
    assert column.result == "0 out of 100"
    assert "All 8 consultations were scored alike" in column.reach
    assert "All items were rated alike" in said(alike, "went-well")


def test_how_sure_we_are_names_the_change_that_would_count_as_one(feedback: Feedback) -> None:
    assert "A later score would have to differ by about" in said(feedback, "surety")


def test_no_observation_at_all_gives_a_report_that_says_so() -> None:
    nothing = build_feedback(a_feedback_evidence(observations=(), comments=(), preparation=Preparation()))
    assert "There are no scores to show yet" in said(nothing, "domains")
    assert "nothing here is a verdict" in said(nothing, "surety")
    assert "No consultation has been observed yet" in said(nothing, "case-mix")


def test_the_basis_counts_what_happened(feedback: Feedback) -> None:
    table = next(block for block in section(feedback, "basis") if isinstance(block, DataTable))
    rows = {row[0]: row[1] for row in table.rows}
    assert rows["Consultations observed"] == "9"
    assert rows["With a decision to make"] == "9"
    assert rows["Seen by two or more observers"] == "8"
    assert rows["Patient partners"] == "4 patient partners, 9 observations"
    assert rows["How consultations were chosen"] == "Every consultation of a session drawn by lot"
    assert rows["Patients who said no beforehand"] == "1"


def test_the_basis_says_it_all_in_one_line_first(feedback: Feedback) -> None:
    line = (
        "9 consultations, 9 with a decision, 8 seen by two or more observers; 4 patient partners and 4 peer clinicians."
    )
    assert section(feedback, "basis")[0].text == line


def test_warm_ups_are_left_out_and_the_report_says_so() -> None:
    warm = a_sheet(99, "new-partner", PARTNER, (4,) * 8, warm_up=True)
    plain = a_feedback_evidence()
    with_warm_up = build_feedback(replace(plain, observations=(*plain.observations, warm)))
    assert "('Practice consultations left out', '1')" in said(with_warm_up, "basis")
    assert section(with_warm_up, "overall") == section(build_feedback(plain), "overall")


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
    assert "Rowan Ashby was observed in 9 consultations, 5 to 29 March 2026" in record
    assert "released on 8 June 2026 by Sam Okoro" in record


def test_a_draft_is_no_record_of_taking_part() -> None:
    draft = build_feedback(a_feedback_evidence(release=Release("draft", date(2026, 6, 3))))
    assert "becomes a record of taking part when the report is released" in said(draft, "regulator")


def test_a_doctor_is_told_that_patient_partners_do_not_replace_the_patient_survey() -> None:
    assert "does not replace" in said(build_feedback(a_feedback_evidence(profession="doctor")), "regulator")


def test_the_report_says_how_to_query_it_and_who_is_responsible(feedback: Feedback) -> None:
    about = said(feedback, "about")
    assert "Ask Mina Patel, programme lead." in about
    assert "Northshire Joint Clinic is responsible for the data" in about
    assert "they are not anonymous" in about
    assert "ab12" * 16 in about


def test_missing_words_of_the_programme_leave_no_hole() -> None:
    bare = a_programme(query_contact="", data_controller="", kept_until=None, priority="")
    told = build_feedback(a_feedback_evidence(programme=bare))
    assert "Ask the person who leads your programme." in said(told, "about")
    assert "What the service is working on" not in words(told)


def test_the_same_evidence_gives_the_same_fingerprint_and_other_evidence_another() -> None:
    one, same = build_feedback(a_feedback_evidence()), build_feedback(a_feedback_evidence())
    other = build_feedback(a_feedback_evidence(refused=2))
    assert one.fingerprint == same.fingerprint
    assert one.fingerprint != other.fingerprint
    assert re.fullmatch(r"[0-9a-f]{64}", one.fingerprint)


def test_an_instrument_that_gives_no_single_score_says_so() -> None:
    instrument = an_instrument(scoring=ScoringRule("profile"), domain_scoring=None)
    sheets = some_sheets(PARTNER, 4, 9, instrument=instrument)
    built = build_feedback(a_feedback_evidence(instrument=instrument, observations=sheets))
    assert section(built, "overall")[0].columns[0].result == "Not yet"
    assert "There are no scores to show yet" in said(built, "domains")


def test_more_than_two_kinds_of_observer_stand_side_by_side() -> None:
    carer = replace(PARTNER, code="carer", name="Carer", plural="Carers")
    observations = a_feedback_evidence().observations + some_sheets(carer, 4, 6)
    built = build_feedback(a_feedback_evidence(observer_types=(PARTNER, PEER, carer), observations=observations))
    assert len(section(built, "overall")[0].columns) == 3
    table = section(built, "domains")[0].twin
    assert sum(column.startswith("Gap: ") for column in table.columns) == 3


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


def test_what_is_still_needed_is_said_once_below_the_minimum() -> None:
    few = build_feedback(a_feedback_evidence(observations=some_sheets(PARTNER, 2, 3), preparation=Preparation()))
    assert repr(few.sections).count("1 more patient partner and 1 more consultation needed") == 1


def test_items_and_scores_on_different_scales_say_which_is_which(feedback: Feedback) -> None:
    assert "Overall and domains go from 0 to 100. Ratings of items go from 0 to 4." in said(feedback, "self")
    assert "A plus before a gap means" in said(feedback, "items")
