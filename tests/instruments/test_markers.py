"""An item may name behaviours to tap while watching: beside the mark, never part of a score or of an older version."""

import pytest

from instruments.catalogue import shipped_text
from instruments.changes import changes
from instruments.definition import Instrument, in_language
from instruments.exchange.codebook import codebook
from instruments.loading import DefinitionProblems, load, to_yaml
from instruments.scoresheet import judge, write_sheet
from instruments.scoring import score

PLAIN = shipped_text("levelfield-sdm", "1")
MARKED = PLAIN.replace(
    "        short: {en: Makes the next steps clear}\n",
    """        short: {en: Makes the next steps clear}
        markers:
          - {code: who, label: {en: Says who does what}}
          - {code: when, label: {en: Says when}}
""",
)


@pytest.fixture(scope="module")
def marked() -> Instrument:
    return load(MARKED)


def answers(instrument: Instrument, **of_next_steps: object) -> dict[str, object]:
    raw: dict[str, object] = {item.id: {"code": "2"} for item in instrument.items}
    context = {"decision": "yes", "duration": "from_10", "part_missed": "none"}
    raw |= {name: {"code": code} for name, code in context.items()} | {"decision_kind": {"codes": ["exercise"]}}
    return raw | {"next_steps": {"code": "2", **of_next_steps}}


def test_a_definition_with_behaviours_to_tap_is_written_as_it_was_read(marked: Instrument) -> None:
    assert [in_language(each.label, "en") for each in marked.item("next_steps").markers] == [
        "Says who does what",
        "Says when",
    ]
    assert load(to_yaml(marked)) == marked


def test_taps_by_behaviour_are_read_in_the_items_order_lowest_minute_first(marked: Instrument) -> None:
    sheet, problems = judge(marked, answers(marked, marked={"when": [9, 2], "who": [4]}), "patient_partner")
    assert not problems
    assert write_sheet(sheet)["next_steps"] == {"code": "2", "marked": {"who": [4], "when": [2, 9]}}


def test_taps_by_behaviour_change_no_score(marked: Instrument) -> None:
    with_taps, without = (
        judge(marked, answers(marked, **more), "patient_partner")[0] for more in ({"marked": {"who": [4]}}, {})
    )
    assert score(marked, with_taps) == score(marked, without)


@pytest.mark.parametrize("strange", [{"why": [1]}, {"who": ["10:35"]}, {"who": [601]}, {"who": 3}, [1]])
def test_taps_that_fit_no_behaviour_or_minute_are_refused(marked: Instrument, strange: object) -> None:
    (problem,) = judge(marked, answers(marked, marked=strange), "patient_partner")[1]
    assert problem.entry_id == "next_steps"


def test_taps_without_a_rating_ask_for_one(marked: Instrument) -> None:
    (problem,) = judge(marked, answers(marked, code="", marked={"who": [1]}), "patient_partner")[1]
    assert problem.sentence == "Choose a rating for “Makes the next steps clear” to go with what you tapped."


def test_behaviours_to_tap_are_a_change_of_use_not_of_meaning(marked: Instrument) -> None:
    (change,) = changes(load(PLAIN), marked)
    assert (change.kind, change.entry_id) == ("use", "next_steps")


def test_more_buttons_than_a_hand_can_find_are_refused() -> None:
    many = "".join(f"          - {{code: m{n}, label: {{en: Sign {n}}}}}\n" for n in range(7))
    with pytest.raises(DefinitionProblems, match="Keep to 6 behaviours to tap"):
        load(MARKED.replace("        markers:\n", f"        markers:\n{many}"))


def test_a_codebook_names_the_behaviours_to_tap(marked: Instrument) -> None:
    assert "when,,tapped,Says when" in codebook(marked)[0].decode("utf-8-sig")
