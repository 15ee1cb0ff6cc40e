"""What a definition file must say, and that everything wrong with one is reported at once, by line."""

from collections.abc import Sequence
from datetime import date

import pytest

from instruments.catalogue import shipped, shipped_text
from instruments.conditions import AllOf, AnyOf, CodeIn, CodeNotIn, IsAnswered
from instruments.loading import DefinitionProblems, Problem, load
from tests.instruments.builders import SHORT_DEFINITION, ordinal


def problems_of(text: str | bytes) -> Sequence[Problem]:
    with pytest.raises(DefinitionProblems) as caught:
        load(text)
    return caught.value.problems


def changed(old: str, new: str) -> str:
    assert old in SHORT_DEFINITION
    return SHORT_DEFINITION.replace(old, new, 1)


def test_every_problem_of_a_file_is_reported_in_one_go_with_its_line() -> None:
    text = changed('score: "1", label', "score: one, label").replace("kind: number", "kind: numbr")
    text = text.replace("short: {en: Agrees a plan}", "shrot: {en: Agrees a plan}")
    found = problems_of(text)
    lines = text.splitlines()
    assert [lines[problem.line - 1].split()[0] for problem in found if problem.line] == [
        "-",
        "kind:",
        "minimum:",
        "shrot:",
    ]
    assert [problem.sentence for problem in found] == [
        'Write "score" as a plain number such as 2 or 0.5, not "one".',
        '"kind" is one of: choice, choices, number, text. It cannot be "numbr".',
        'Only a number has a minimum or a maximum; "minutes" has none.',
        '"shrot" has no meaning here. Use one of: actors, behaviours, construct, evidence_note, guidance, id, markers, '
        "points, required, scale, short, show_if, text.",
    ]


def test_a_problem_prints_as_line_key_and_sentence() -> None:
    text = changed('minimum: "0"', "minimum: none")
    with pytest.raises(DefinitionProblems) as caught:
        load(text)
    line = text.splitlines().index("        minimum: none") + 1
    assert str(caught.value) == (
        f'line {line}, sections 1, items 3, minimum: Write "minimum" as a plain number such as 2 or 0.5, not "none".'
    )


def test_a_problem_of_the_whole_file_prints_as_its_sentence() -> None:
    assert str(Problem(None, "", "Too large.")) == "Too large."


CHANGES: list[tuple[str, str, str]] = [
    ("format: observation-instrument/1", "format: survey/9",
     'This software reads the format "observation-instrument/1", not "survey/9".'),
    ("id: pilot", "id: Pilot one",
     'Write "id" with plain letters, digits, - and _ only, not "Pilot one".'),
    ("title: {en: Pilot}", "title:", 'Write the words for "title".'),
    ("title: {en: Pilot}", "title: {cy: Peilot}", "Write the English text here as well, under en."),
    ("title: {en: Pilot}", "title: {en: Pilot, cy: Peilot}",
     'The language "cy" is used here: add it to the languages at the top.'),
    ("title: {en: Pilot}", "title: {english: Pilot, en: Pilot}",
     '"english" is not a language code: write en, cy or similar.'),
    ("title: {en: Pilot}", "title: [Pilot]", "Write this as a list of keys, each with its value."),
    ("title: {en: Pilot}", "title: {en: [Pilot]}", 'Write one text for "en", not a list.'),
    ("title: {en: Pilot}", f"title: {{en: {'x' * 2001}}}", 'Shorten "en" to 2000 characters or fewer.'),
    ("title: {en: Pilot}", "title: {en: Pilot}\nlanguages: [en, welsh]",
     '"welsh" is not a language code: write en, cy or similar.'),
    ("title: {en: Pilot}", "title: {en: Pilot}\nlanguages: [cy]",
     "Add en to the languages: every instrument has English words."),
    ("title: {en: Pilot}", "title: {en: Pilot}\nlanguages: en", 'Write "languages" as a list.'),
    ("title: {en: Pilot}", "title: {en: Pilot}\nlanguages: [[en]]",
     'Write one text for each line of "languages".'),
    ("attribution: {source: Written for this test}", "",
     "Write where the wording comes from: source, owner and licence."),
    ("source: Written for this test", "source: x, permission_expires: next year",
     'Write "permission_expires" as a day like 2027-03-31, not "next year".'),
    ("status: draft", "status: published", "Write the owner before publishing; \"not validated\" is an answer too."),
    ("sections:", "section:",
     "Write at least one section of kind domain, with items to rate."),
    # scales
    ('{code: "2", score: "2", label: {en: Fully}}', '{code: "1", score: "2", label: {en: Fully}}',
     'The code "1" is used twice here.'),
    ('{code: "2", score: "2", label: {en: Fully}}', '{code: "2", label: {en: Fully}}',
     'Write the score that "2" carries.'),
    ('{code: "2", score: "2", label: {en: Fully}}', '{code: "2", score: "1", label: {en: Fully}}',
     'Write the points of "steps" from the lowest score to the highest.'),
    ("  steps:\n", "  steps:\n    type: yes_no\n",
     'The yes or no scale "steps" needs two points with two scores.'),
    ("  steps:\n", "  steps:\n    type: tally_then_level\n", 'Write the behaviours to count for "plan".'),
    ("  steps:\n", "  steps:\n    behaviours: [{code: a, label: A}]\n",
     'Only a tally_then_level scale counts behaviours; "plan" has none.'),
    ("  steps:\n", "  one: {points: [{code: a, score: '1', label: A}]}\n  steps:\n",
     'The scale "one" needs from 2 to 30 points.'),
    ("{code: na, reason: not_applicable, label", "{code: na, label",
     'Say why "na" carries no score: not_applicable, not_observed, insufficient_evidence.'),
    ("scale: steps", "scale: stairs", 'No scale is called "stairs": describe it under scales.'),
    ("        scale: steps\n", "",
     'Give "plan" a scale, or a kind if it is a question without a score.'),
    ("scale: steps", "scale: steps\n        points: [{code: '7', anchor: Far}]",
     'The scale "steps" has no point "7".'),
    # sections, items, questions
    ("id: goals", "id: plan", '"plan" is used twice: give each item and question an id of its own.'),
    ("- id: comments", "- id: context", '"context" is used twice: give each section an id of its own.'),
    ("    kind: comments\n", "", 'The domain "comments" needs at least one item with a scale.'),
    ("    kind: context\n    items:\n", "    kind: context\n    items:\n      - {id: odd, scale: steps, text: Odd}\n",
     'Only a domain holds items with a scale; "context" is of kind context.'),
    ("patient_partner:", "pp:", '"pp" is not an observer type: write any, patient_partner or similar.'),
    ("text: {any: {en: Names goals}}", "text: {}", 'Write the words for "text".'),
    ("text: {any: {en: Names goals}}", "text: {any: }", 'Write the words for "any".'),
    ('required: "true"', 'required: "yes"', '"required" is one of: true, false. It cannot be "yes".'),
    ('maximum: "180"', 'maximum: "-5"', 'The maximum of "minutes" is below its minimum.'),
    ("kind: number", "kind: number\n        options: [{code: a, label: A}, {code: b, label: B}]",
     'Only a choice has options; "minutes" asks for a number.'),
    ("          - {code: work, label: {en: Work}}\n", "", '"topics" needs from 2 to 60 options.'),
    ("{code: work, label", "{code: rest, label", 'Give each option of "topics" a code of its own.'),
    ("kind: number", "kind: number\n        role: decision_gate",
     'Only one question can have the role "decision_gate".'),
    ("kind: number", "kind: number\n        role: went_well",
     'A question with the role "went_well" is of kind text.'),
    ('{code: "no", label', "{code: never, label",
     "The decision gate needs an option with the code yes and one with the code no."),
    # conditions
    ('{item: gate, in: ["yes"]}', '{item: goals, in: ["1"]}',
     'This condition names "goals", which is not an earlier item or question.'),
    ('{item: gate, in: ["yes"]}', '{item: gate, in: [perhaps]}', '"gate" has no answer with the code "perhaps".'),
    ('{item: gate, in: ["yes"]}', "{item: gate}", "Write exactly one of: in, not_in, answered, all, any."),
    ('{item: gate, in: ["yes"]}', "{item: gate, in: []}", 'Write at least one code under "in".'),
    ('{item: gate, in: ["yes"]}', "{item: gate, answered: 'false'}", 'Write "true" after answered.'),
    ('{item: gate, in: ["yes"]}', "{all: []}", 'Write at least one condition under "all".'),
    # scoring
    ("  rule: mean_of_answered\n", "", "Name the rule: sum, mean_of_answered, prorated_sum, percent_top_box, "
     "all_top_box, max, profile."),
    ("\nscoring:\n", "\nextra:\n", "Write how the total is made, or rule: profile for ratings without a total."),
    ("  rule: mean_of_answered\n", '  rule: mean_of_answered\n  rule_version: "2"\n',
     'This software knows version 1 of "mean_of_answered".'),
    ("  rule: mean_of_answered\n", "  rule: sum\n",
     '"sum" cannot leave items out: write lowest or undefined.'),
    ("  rule: mean_of_answered\n", "  rule: max\n  weights: {plan: '2'}\n", '"max" takes no weights.'),
    ("  rule: mean_of_answered\n", "  rule: mean_of_answered\n  weights: {plan: '0'}\n",
     'Give "plan" a weight above 0, or leave it out of the rule.'),
    ("  rule: mean_of_answered\n", "  rule: mean_of_answered\n  items: [plan, ghost]\n", 'No item is called "ghost".'),
    ("  rule: mean_of_answered\n", "  rule: mean_of_answered\n  items: [plan, plan]\n",
     "An item is named twice: name each once and give it a weight instead."),
    ("  rule: mean_of_answered\n", "  rule: mean_of_answered\n  rescale: {to_min: '5', to_max: '0'}\n",
     'Write "to_min" and a higher "to_max".'),
    ("  rule: mean_of_answered\n", "  rule: mean_of_answered\n  round: {places: '9'}\n",
     "Write how many decimal places, from 0 to 6."),
    ("  rule: mean_of_answered\n", "  rule: mean_of_answered\n  round: {places: some}\n",
     'Write "places" as a whole number, not "some".'),
    ("  rule: mean_of_answered\n", "  rule: mean_of_answered\n  per_actor: 'true'\n",
     "Write for each item whom it rates, under actors."),
    ('min_answered: "1"', 'min_answered: "3"', "At least 3 items must count, but there are only 2."),
    ("not_applicable: exclude, ", "", 'Say what "not_applicable" does to the score: exclude, lowest or undefined.'),
    ("not_applicable: exclude, ", "not_applicable: exclude, unknown: exclude, ",
     '"unknown" has no meaning here. Use one of: blank, insufficient_evidence, not_applicable, not_observed.'),
    ("\nscoring:\n", "\ndomain_scoring: {rule: sum, items: [plan]}\nscoring:\n",
     "A domain is always scored over its own items: leave out items and per_actor here."),
    ("\nscoring:\n", "\ndomain_scoring: {rule: mean_of_answered, min_answered: '3', "
     "non_scoring: {not_applicable: exclude, not_observed: exclude}}\nscoring:\n",
     "At least 3 items must count, but there are only 2."),
    # standard and link
    ("\nscoring:\n", "\nstandard: {title: Minimum}\nscoring:\n",
     "Write the condition under which the standard is met."),
    ("\nscoring:\n", "\nstandard: {title: Minimum, met_when: {item: ghost, answered: 'true'}}\nscoring:\n",
     'This condition names "ghost", which is not an item or question.'),
    ("\nscoring:\n", "\nlinking: {item_map: {plan: same}}\nscoring:\n",
     "Write the id and version of the instrument this one replaces."),
    ("\nscoring:\n", "\nlinking: {replaces: {id: pilot, version: '0'}, item_map: {ghost: same}}\nscoring:\n",
     'No item is called "ghost".'),
    ("\nscoring:\n", "\nlinking: {replaces: {id: pilot, version: '1'}}\nscoring:\n",
     "A version cannot replace itself: write the version that came before."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), CHANGES)
def test_each_mistake_has_a_sentence_that_says_what_to_do(old: str, new: str, sentence: str) -> None:
    assert sentence in [problem.sentence for problem in problems_of(changed(old, new))]


def test_a_mean_over_scales_of_different_length_is_refused() -> None:
    longer = "  long: {points: [{code: a, score: '0', label: A}, {code: b, score: '9', label: B}]}\n  steps:\n"
    text = changed("  steps:\n", longer).replace("id: goals\n        scale: steps", "id: goals\n        scale: long")
    assert [problem.sentence for problem in problems_of(text)] == [
        '"mean_of_answered" needs items on scales with the same lowest and highest score.'
    ]


def test_more_entries_than_a_person_can_answer_are_refused() -> None:
    with pytest.raises(DefinitionProblems, match="Keep the sheet to 200 items and questions or fewer"):
        ordinal(201, 0, 1, "{rule: sum}")


def test_each_actor_needs_enough_items_for_the_minimum() -> None:
    with pytest.raises(DefinitionProblems, match="At least 2 items must count, but there are only 1"):
        ordinal(
            3, 0, 1, "{rule: mean_of_answered, per_actor: 'true', min_answered: '2'}",
            actors={"i1": "[clinician]", "i2": "[clinician]", "i3": "[carer]"},
        )  # fmt: skip


PUBLISHED = changed("status: draft", "status: published")


def attributed(licence: str, more: str = "") -> str:
    owner = f"owner: Somebody, validation: not validated, licence: {licence}{more}"
    return PUBLISHED.replace("source: Written for this test", f"source: A paper, {owner}")


@pytest.mark.parametrize("licence", ["CC BY 4.0", "CC0 1.0", "CC BY-SA 4.0"])
def test_an_open_licence_needs_no_permission(licence: str) -> None:
    assert load(attributed(licence)).attribution.licence == licence


@pytest.mark.parametrize("licence", ["CC BY-NC-ND 4.0", "CC BY-NC 3.0", "All rights reserved"])
def test_any_other_licence_is_published_only_with_the_permission_on_record(licence: str) -> None:
    assert [problem.sentence for problem in problems_of(attributed(licence))] == [
        "This licence needs the owner's permission: write where it is recorded."
    ]
    permitted = load(attributed(licence, ", permission_reference: Letter 7, permission_expires: 2027-03-31"))
    assert permitted.attribution.permission_expires == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("licence", "locked"),
    [("CC BY-NC-ND 4.0", True), ("No derivatives", True), ("CC BY 4.0", False), ("Derivatives welcome", False)],
)
def test_a_licence_without_derivatives_locks_the_wording(licence: str, *, locked: bool) -> None:
    permission = ", permission_reference: Letter 7"
    assert load(attributed(licence, permission)).attribution.wording_locked is locked


def test_a_permission_lapses_after_its_last_day() -> None:
    text = attributed("Owned", ", permission_reference: Letter 7, permission_expires: 2027-03-31")
    attribution = load(text).attribution
    assert not attribution.permission_lapsed(date(2027, 3, 31))
    assert attribution.permission_lapsed(date(2027, 4, 1))
    assert not load(SHORT_DEFINITION).attribution.permission_lapsed(date(2099, 1, 1))


def test_a_draft_may_still_lack_translations_but_a_published_version_may_not() -> None:
    draft = changed("title: {en: Pilot}", "title: {en: Pilot, cy: Peilot}\nlanguages: [en, cy]")
    assert load(draft).languages == ("en", "cy")
    published = attributed("CC BY 4.0").replace("title: {en: Pilot}", "title: {en: Pilot}\nlanguages: [en, cy]")
    assert problems_of(published)[0].sentence == 'Write this text in "cy" as well before publishing.'


def test_conditions_of_every_kind_are_read() -> None:
    condition = (
        "{any: [{all: [{item: gate, not_in: ['no']}, {item: topics, answered: 'true'}]}, {item: gate, in: ['yes']}]}"
    )
    text = SHORT_DEFINITION.replace("{any: {en: Names goals}}\n        show_if: {item: gate, in: [\"yes\"]}",
                                    f"{{any: {{en: Names goals}}}}\n        show_if: {condition}")  # fmt: skip
    assert load(text).item("goals").show_if == AnyOf(
        (AllOf((CodeNotIn("gate", ("no",)), IsAnswered("topics"))), CodeIn("gate", ("yes",)))
    )


def test_an_item_may_write_its_own_anchors_and_leaves_the_scale_as_it_was() -> None:
    text = changed("scale: steps", "scale: steps\n        points: [{code: '0', anchor: No plan, example: Bye}]")
    instrument = load(text)
    own, shared = instrument.item("plan").scale.point("0"), instrument.item("goals").scale.point("0")
    assert own is not None
    assert shared is not None
    assert (own.anchor, own.example, own.label) == ({"en": "No plan"}, {"en": "Bye"}, {"en": "Missing"})
    assert shared.anchor is None


def test_a_yes_or_no_scale_may_put_either_answer_first() -> None:
    scale = (
        "  always:\n    type: yes_no\n    points: [{code: y, score: '1', label: Y}, {code: n, score: '0', label: N}]"
    )
    text = changed("  steps:\n", f"{scale}\n  steps:\n")
    assert [point.code for point in load(text).scales[0].points] == ["y", "n"]


def test_a_bare_text_is_english_for_any_observer() -> None:
    instrument = load(changed("text: {any: {en: Names goals}}", "text: Names goals"))
    assert instrument.item("goals").wording("carer", "cy") == "Names goals"


def test_an_observer_type_without_words_of_its_own_reads_the_first_there_are() -> None:
    item = load(SHORT_DEFINITION).item("plan")
    assert item.wording("patient_partner") == "Did they agree a plan?"
    assert item.wording("carer") == "Did they agree a plan?"


def test_an_unknown_item_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load(SHORT_DEFINITION).item("ghost")


def test_numbers_dates_and_truth_values_stay_the_text_that_was_written() -> None:
    instrument = load(changed('version: "1"', "version: 1.10").replace("title: {en: Pilot}", "title: {en: no}"))
    assert (instrument.version, instrument.title["en"]) == ("1.10", "no")


def test_the_same_definition_in_json_is_the_same_instrument() -> None:
    text = """{"format": "observation-instrument/1", "id": "pilot", "version": 1.10, "title": {"en": "A"},
      "status": null, "attribution": {"source": "x"},
      "scales": {"s": {"points": [{"code": 0, "score": 0, "label": "No"}, {"code": 1, "score": 1, "label": "Yes"}]}},
      "sections": [{"id": "d", "title": "D", "items": [{"id": "i", "scale": "s", "text": "T", "required": true}]}],
      "scoring": {"rule": "sum"}}"""
    instrument = load(text)
    assert (instrument.version, instrument.item("i").required) == ("1.10", True)


def test_braces_may_also_open_yaml() -> None:
    found = problems_of("{id: pilot, version: [}")
    assert found[0].sentence == "This is not well-formed YAML: check the indents, colons and quotes here."
    assert '"extra" has no meaning here.' in str(problems_of("{extra: [1]}"))


def test_the_default_instrument_speaks_to_each_observer_type_in_its_own_words() -> None:
    default = shipped()[0]
    assert default.observer_types == ("patient_partner", "peer_clinician")
    for item in default.items:
        assert item.wording("patient_partner") != item.wording("peer_clinician")


def test_the_catalogue_gives_the_file_behind_a_version() -> None:
    assert load(shipped_text("levelfield-sdm", "3")) == shipped()[0]
    with pytest.raises(KeyError):
        shipped_text("levelfield-sdm", "99")
