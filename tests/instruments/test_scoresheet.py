"""The judge of a sheet: what it reads, what it asks for, and that nothing makes it stumble."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.catalogue import shipped
from instruments.definition import Instrument, Item, Question
from instruments.loading import load
from instruments.scoresheet import (
    Answer,
    Chosen,
    NotScored,
    Number,
    Problem,
    Rated,
    Sheet,
    Tallied,
    Written,
    check,
    chosen_codes,
    judge,
    read_sheet,
    visible,
    without_hidden,
    write_sheet,
)
from instruments.scoring import score
from tests.instruments.builders import SHORT_DEFINITION, a_short_instrument

COMPLETE: dict[str, object] = {
    "gate": {"code": "yes"},
    "plan": {"code": "1"},
    "goals": {"code": "na"},
}


def tally() -> Instrument:
    return next(instrument for instrument in shipped() if instrument.id == "example-tally")


def read_one(entry_id: str, raw: object, instrument: Instrument | None = None) -> Answer | None:
    sheet, problems = read_sheet(instrument or a_short_instrument(), {entry_id: raw})
    assert not problems
    return sheet.get(entry_id)


def sentence_for(entry_id: str, raw: object, instrument: Instrument | None = None) -> str:
    sheet, problems = read_sheet(instrument or a_short_instrument(), {entry_id: raw})
    assert entry_id not in sheet
    assert [problem.entry_id for problem in problems] == [entry_id]
    return problems[0].sentence


@pytest.mark.parametrize(
    ("entry_id", "raw", "answer"),
    [
        ("plan", {"code": "2", "note": " They shook hands.\r\n"}, Rated("2", "They shook hands.")),
        ("plan", {"code": "na"}, NotScored("na", "not_applicable")),
        ("plan", {"code": "unseen", "note": "Door shut"}, NotScored("unseen", "not_observed", "Door shut")),
        ("plan", {"code": "", "note": ""}, None),
        ("plan", {}, None),
        ("plan", None, None),
        ("gate", {"code": "no"}, Chosen(("no",))),
        ("gate", {"codes": ["no"]}, Chosen(("no",))),
        ("gate", {"codes": ["no", "no"]}, Chosen(("no",))),
        ("topics", {"codes": ["work", "rest"]}, Chosen(("rest", "work"))),
        ("topics", {"codes": []}, None),
        ("minutes", {"number": "12.5"}, Number(Decimal("12.5"))),
        ("minutes", {"number": 12}, Number(Decimal(12))),
        ("minutes", {"number": ""}, None),
        ("minutes", {"number": None}, None),
        ("more", {"text": "Fine"}, Written("Fine")),
        ("more", {"text": "  "}, None),
        ("more", {"text": "half \ud83d\x00 an emoji"}, Written("half \ufffd an emoji")),
    ],
)
def test_an_answer_is_read_as_it_was_given(entry_id: str, raw: object, answer: Answer | None) -> None:
    assert read_one(entry_id, raw) == answer


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ({"tally": {"open": 2, "echo": "1"}, "code": "b"}, Tallied({"open": 2, "echo": 1}, "b")),
        ({"tally": {"open": 1}}, Tallied({"open": 1})),
        ({"code": "a", "note": "Rushed"}, Tallied({}, "a", "Rushed")),
        ({"code": "unseen", "tally": {"open": 0}}, NotScored("unseen", "not_observed")),
        ({"tally": {}}, None),
    ],
)
def test_counts_and_the_level_chosen_from_them_are_read_together(raw: object, answer: Answer | None) -> None:
    assert read_one("opening", raw, tally()) == answer


@pytest.mark.parametrize(
    ("entry_id", "raw", "sentence"),
    [
        ("plan", {"code": "7"}, "Choose a rating for “Agrees a plan” again: the one sent is not on this scale."),
        ("plan", {"note": "Nice"}, "Choose a rating for “Agrees a plan” to go with your note."),
        ("plan", {"code": "1", "note": "x" * 2001},
         "Shorten what you wrote for “Agrees a plan” to 2000 characters or fewer."),
        ("plan", {"code": 1}, "The answer to “Agrees a plan” could not be read. Answer it again."),
        ("plan", {"text": "x"}, "The answer to “Agrees a plan” could not be read. Answer it again."),
        ("plan", "1", "The answer to “Agrees a plan” could not be read. Answer it again."),
        ("more", {"text": "x" * 2001}, "Shorten what you wrote for “Anything else” to 2000 characters or fewer."),
        ("more", {"text": 5}, "The answer to “Anything else” could not be read. Answer it again."),
        ("minutes", {"number": "soon"}, "Write “How many minutes?” as a number, such as 20."),
        ("minutes", {"number": 1.5}, "Write “How many minutes?” as a number, such as 20."),
        ("minutes", {"number": True}, "Write “How many minutes?” as a number, such as 20."),
        ("minutes", {"number": 10**5000}, "Write “How many minutes?” as a number, such as 20."),
        ("gate", {"codes": ["yes", "no"]}, "Choose only one answer to “Was there a choice?”."),
        ("gate", {"code": "maybe"},
         "Choose an answer to “Was there a choice?” again: the one sent is not among the choices."),
        ("gate", {"codes": [["yes"]]},
         "Choose an answer to “Was there a choice?” again: the one sent is not among the choices."),
        ("gate", {"codes": "yes"}, "The answer to “Was there a choice?” could not be read. Answer it again."),
        ("gate", {"code": {}}, "The answer to “Was there a choice?” could not be read. Answer it again."),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_used_is_named_with_what_to_do(entry_id: str, raw: object, sentence: str) -> None:
    assert sentence_for(entry_id, raw) == sentence


@pytest.mark.parametrize(
    "raw",
    [
        {"tally": {"open": -1}},
        {"tally": {"open": True}},
        {"tally": {"open": 1000}},
        {"tally": {"open": "many"}},
        {"tally": {"other": 1}},
        {"tally": [1]},
    ],
)
def test_a_count_that_is_no_count_is_refused(raw: object) -> None:
    assert sentence_for("opening", raw, tally()) == (
        "The answer to “Opens the talk” could not be read. Answer it again."
    )


def test_counting_behaviours_and_marking_them_unseen_contradict_each_other() -> None:
    assert sentence_for("opening", {"tally": {"open": 1}, "code": "unseen"}, tally()) == (
        "You counted behaviours for “Opens the talk” but marked it without a level. Keep one."
    )


@pytest.mark.parametrize("raw", [None, [], "sheet", 3, True])
def test_what_is_not_a_sheet_at_all_is_said_to_be_unreadable(raw: object) -> None:
    sheet, problems = read_sheet(a_short_instrument(), raw)
    assert sheet == {}
    assert problems == (Problem("", "The sheet could not be read. Open it again and send it once more."),)


def test_answers_to_things_that_are_not_on_the_form_are_a_problem_of_the_sheet() -> None:
    sheet, problems = read_sheet(a_short_instrument(), {**COMPLETE, "ghost": {"code": "1"}})
    assert "ghost" not in sheet
    assert [problem.entry_id for problem in problems] == [""]


@pytest.mark.parametrize(
    ("instrument", "sheet"),
    [
        (
            a_short_instrument(),
            {
                "gate": Chosen(("yes",)),
                "topics": Chosen(("rest", "work")),
                "minutes": Number(Decimal("12.50")),
                "plan": Rated("2", "Shook hands"),
                "goals": NotScored("na", "not_applicable"),
                "more": Written("One\n\ntwo"),
            },
        ),
        (
            tally(),
            {
                "opening": Tallied({"open": 2, "quiet": 0}, "b", "Slow"),
                "inviting": Tallied({"ask": 1}),
                "overall": NotScored("too_little", "insufficient_evidence", "Too short"),
            },
        ),
    ],
)
def test_a_sheet_written_for_the_journey_and_read_again_is_the_same(instrument: Instrument, sheet: Sheet) -> None:
    assert read_sheet(instrument, json.loads(json.dumps(write_sheet(sheet)))) == (sheet, ())


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WIRE_KEYS = st.sampled_from(["code", "codes", "note", "text", "number", "tally", "x"])
CODES = st.sampled_from(["0", "1", "2", "na", "unseen", "yes", "no", "rest", "work", "a", "open", "", "é"])
ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, True, 1, -1, 10**400, 1.5, [], {}, [[]], {"open": 1}, {"open": "2"}, "12", "\ud800", "x" * 2001]
)
WIRE = st.dictionaries(WIRE_KEYS, CODES | st.lists(CODES, max_size=2) | ODD, max_size=3)


@given(JSON_VALUES)
def test_no_json_value_can_break_the_reading(raw: object) -> None:
    read_sheet(a_short_instrument(), raw)


@given(st.data())
def test_no_sheet_however_odd_breaks_reading_judging_or_scoring(data: st.DataObject) -> None:
    instrument = data.draw(st.sampled_from([*shipped(), a_short_instrument()]))
    ids = st.sampled_from([entry.id for entry in instrument.entries] + ["ghost"])
    raw = data.draw(st.dictionaries(ids, WIRE | ODD, max_size=6))
    sheet, _ = judge(instrument, raw, data.draw(st.sampled_from(["patient_partner", "carer"])))
    score(instrument, sheet)
    assert read_sheet(instrument, json.loads(json.dumps(write_sheet(sheet)))) == (sheet, ())


def test_a_complete_sheet_has_nothing_to_put_right() -> None:
    assert judge(a_short_instrument(), COMPLETE, "patient_partner")[1] == ()


def test_each_missing_answer_is_asked_for_by_name() -> None:
    _, problems = judge(a_short_instrument(), {"gate": {"code": "yes"}}, "patient_partner")
    assert problems == (
        Problem("plan", "Choose a rating for “Agrees a plan”, or mark it “Did not apply” or “Could not see”."),
        Problem("goals", "Choose a rating for “Names goals”, or mark it “Did not apply” or “Could not see”."),
    )


def test_an_item_without_a_way_out_just_asks_for_a_rating() -> None:
    instrument = next(instrument for instrument in shipped() if instrument.id == "example-ordinal")
    assert check(instrument, {}, "any")[0].sentence == "Choose a rating for “Welcomes the person”."


def test_an_unanswered_question_is_asked_for_by_its_kind() -> None:
    required = SHORT_DEFINITION.replace("kind: number", 'kind: number\n        required: "true"').replace(
        "kind: text,", 'kind: text, required: "true",'
    )
    sentences = [problem.sentence for problem in check(load(required), {}, "any")]
    assert sentences[0] == "Answer “Was there a choice?”."
    assert sentences[1] == "Write a number for “How many minutes?”."
    assert sentences[-1] == "Write something for “Anything else”."


def test_what_the_gate_hides_is_not_asked_for() -> None:
    sheet: Sheet = {"gate": Chosen(("no",)), "plan": Rated("1")}
    assert "goals" not in visible(a_short_instrument(), sheet)
    assert check(a_short_instrument(), sheet, "any") == ()


def test_an_answer_that_has_become_hidden_must_be_cleared_first() -> None:
    sheet: Sheet = {"gate": Chosen(("no",)), "plan": Rated("1"), "goals": Rated("1")}
    instrument = a_short_instrument()
    assert check(instrument, sheet, "any") == (
        Problem("goals", "Clear your answer to “Names goals”: it no longer applies after your other answers."),
    )
    assert check(instrument, without_hidden(instrument, sheet), "any") == ()


@pytest.mark.parametrize("code", ["0", "2"])
def test_the_lowest_and_the_highest_rating_need_a_note_where_the_item_says_so(code: str) -> None:
    sheet: Sheet = {"gate": Chosen(("no",)), "plan": Rated(code)}
    assert check(a_short_instrument(), sheet, "any") == (
        Problem(
            "plan",
            "Write what you saw or heard for “Agrees a plan”: the lowest and highest ratings need a short note.",
        ),
    )
    assert check(a_short_instrument(), {**sheet, "plan": Rated(code, "Heard it")}, "any") == ()


def test_marking_an_item_as_not_applicable_needs_no_note() -> None:
    sheet: Sheet = {"gate": Chosen(("no",)), "plan": NotScored("na", "not_applicable")}
    assert check(a_short_instrument(), sheet, "any") == ()


def test_counting_without_choosing_a_level_asks_for_the_level() -> None:
    sheet: Sheet = {"opening": Tallied({"open": 3}), "inviting": Tallied({}, "a"), "overall": Rated("sound")}
    assert check(tally(), sheet, "any") == (
        Problem("opening", "Choose a level for “Opens the talk”, or mark it “Could not see or hear”."),
    )


NOT_ON_SCALE = "Choose a rating for “Agrees a plan” again: the one given is not on this scale."


@pytest.mark.parametrize(
    "answer",
    [
        Rated("9"),
        NotScored("9", "not_observed"),
        NotScored("na", "not_observed"),
        Tallied({}, "1"),
        Tallied({}),
        Written("1"),
    ],
)
def test_a_sheet_made_elsewhere_with_an_answer_off_the_scale_is_caught(answer: Answer) -> None:
    sheet: Sheet = {"gate": Chosen(("no",)), "plan": answer}
    assert check(a_short_instrument(), sheet, "any") == (Problem("plan", NOT_ON_SCALE),)


def test_a_level_chosen_without_a_tally_is_not_an_answer_to_a_tallied_item() -> None:
    sheet: Sheet = {"opening": Rated("a"), "inviting": Tallied({}, "a"), "overall": Rated("sound")}
    assert [problem.entry_id for problem in check(tally(), sheet, "any")] == ["opening"]


@pytest.mark.parametrize(
    ("entry_id", "answer", "sentence"),
    [
        ("gate", Chosen(("perhaps",)),
         "Choose an answer to “Was there a choice?” again: the one given is not among the choices."),
        ("gate", Chosen(()),
         "Choose an answer to “Was there a choice?” again: the one given is not among the choices."),
        ("gate", Chosen(("yes", "no")), "Choose only one answer to “Was there a choice?”."),
        ("gate", Rated("yes"), "The answer to “Was there a choice?” does not fit the question. Answer it again."),
        ("minutes", Number(Decimal(181)), "Write a number for “How many minutes?” from 0 to 180."),
        ("minutes", Number(Decimal(-1)), "Write a number for “How many minutes?” from 0 to 180."),
        ("minutes", Written("2"), "The answer to “How many minutes?” does not fit the question. Answer it again."),
        ("more", Number(Decimal(2)), "The answer to “Anything else” does not fit the question. Answer it again."),
        ("ghost", Rated("1"), "This answer is not on this form."),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_its_question_is_named(entry_id: str, answer: Answer, sentence: str) -> None:
    sheet: Sheet = {"gate": Chosen(("no",)), "plan": Rated("1"), entry_id: answer}
    assert Problem(entry_id, sentence) in check(a_short_instrument(), sheet, "any")


def test_words_and_numbers_within_bounds_are_accepted() -> None:
    more: Sheet = {"minutes": Number(Decimal(180)), "more": Written("No"), "topics": Chosen(("rest", "work"))}
    sheet: Sheet = {"gate": Chosen(("yes",)), "plan": Rated("1"), "goals": Rated("1"), **more}
    assert check(a_short_instrument(), sheet, "any") == ()


@pytest.mark.parametrize(("cut", "words"), [("maximum", " of 0 or more"), ("minimum", " of 180 or less")])
def test_a_bound_on_one_side_is_said_as_such(cut: str, words: str) -> None:
    lines = [line for line in SHORT_DEFINITION.splitlines() if f"{cut}:" not in line]
    value = Number(Decimal(-1 if cut == "maximum" else 181))
    problems = check(load("\n".join(lines)), {"minutes": value}, "any")
    assert Problem("minutes", f"Write a number for “How many minutes?”{words}.") in problems


def test_an_unreadable_answer_is_mentioned_once_and_not_as_missing_too() -> None:
    _, problems = judge(a_short_instrument(), {**COMPLETE, "plan": {"code": "9"}}, "any")
    assert [problem.entry_id for problem in problems] == ["plan"]


def test_problems_come_in_the_order_of_the_sheet_with_the_whole_sheet_first() -> None:
    raw = {"goals": {"code": "9"}, "minutes": {"number": "x"}, "ghost": {}, "gate": {"code": "yes"}}
    ids = [problem.entry_id for problem in judge(a_short_instrument(), raw, "any")[1]]
    assert ids == ["", "minutes", "plan", "goals"]


def test_problems_name_an_item_in_the_words_of_the_observer() -> None:
    instrument = load(SHORT_DEFINITION.replace("        short: {en: Agrees a plan}\n", ""))
    sheet: Sheet = {"gate": Chosen(("no",))}
    assert "“Did they agree a plan?”" in check(instrument, sheet, "patient_partner")[0].sentence
    assert "“Agrees a plan with the person.”" in check(instrument, sheet, "peer_clinician")[0].sentence


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (None, None),
        (Tallied({"open": 1}), set[str]()),
        (Tallied({}, "a"), {"a"}),
        (NotScored("na", "not_applicable"), {"na"}),
        (Chosen(("rest", "work")), {"rest", "work"}),
        (Written("Fine"), set[str]()),
    ],
)
def test_conditions_see_the_codes_of_an_answer_and_nothing_of_a_blank(
    answer: Answer | None, codes: set[str] | None
) -> None:
    assert chosen_codes(answer) == codes


def test_every_entry_of_the_default_instrument_can_be_answered_and_locked() -> None:
    instrument = shipped()[0]
    raw: dict[str, object] = {}
    for entry in instrument.entries:
        match entry:
            case Item():
                raw[entry.id] = {"code": entry.scale.points[-1].code}
            case Question(kind="text"):
                raw[entry.id] = {"text": "They listened."}
            case Question():
                raw[entry.id] = {"codes": [entry.options[0].code]}
    sheet, problems = judge(instrument, raw, "patient_partner")
    assert problems == ()
    assert score(instrument, sheet).total.value == 100
