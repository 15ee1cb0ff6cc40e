"""Forms of a draft: what is typed is kept, what is wrong is said beside its field, two leads lose nothing."""

import pytest

from instruments.drafting.draft import instrument_of
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.studio.conftest import Bench


def test_a_problem_stands_beside_its_field_and_the_words_are_kept(bench: Bench) -> None:
    answer = bench.send("/scoring", total__rule="mean_of_answered", total__least="many")
    words = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="f-total-least-error"' in words
    assert "as a whole number" in words
    assert bench.draft.text("scoring", "min_answered") == "many"


def test_two_leads_who_change_the_same_words_lose_neither(bench: Bench) -> None:
    seen = bench.seen("/entries/choices")
    bench.send("/entries/choices", text__any="Theirs")
    answer = bench.client.post(f"{bench.address}/entries/choices", data={"seen": seen, "text-any": "Mine"})
    words = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert ">\nMine</textarea>" in words
    assert "They wrote:</strong> Theirs" in words
    assert bench.draft.text("sections", 0, "items", 0, "text", "any", "en") == "Theirs"


def test_two_leads_who_change_different_items_do_not_notice_each_other(bench: Bench) -> None:
    seen = bench.seen("/entries/choices")
    bench.send("/entries/harms", text__any="Theirs")
    answer = bench.client.post(f"{bench.address}/entries/choices", data={"seen": seen, "text-any": "Mine"})
    assert answer.status_code == 302
    assert [bench.draft.text("sections", 0, "items", n, "text", "any", "en") for n in (0, 1)] == ["Mine", "Theirs"]


def test_an_item_that_moved_meanwhile_is_still_the_one_that_is_changed(bench: Bench) -> None:
    seen = bench.seen("/entries/choices")
    bench.client.post(f"{bench.address}/entries/choices/move", data={"direction": "down"})
    bench.client.post(f"{bench.address}/entries/choices", data={"seen": seen, "text-any": "Mine"})
    assert bench.draft.text("sections", 0, "items", 1, "text", "any", "en") == "Mine"


def test_a_removed_item_can_be_brought_back_where_it_stood(bench: Bench) -> None:
    before = bench.draft.sections
    bench.client.post(f"{bench.address}/entries/choices/remove")
    assert [str(entry["id"]) for _, entry in bench.draft.entries()] == ["harms", "went_well"]
    assert instrument_of(bench.draft.definition) is not None
    bench.client.post(f"{bench.address}/removed/bring-back", data={"kind": "entry", "id": "choices"})
    assert bench.draft.sections == before
    assert bench.draft.removed == ()


def test_a_removed_section_comes_back_with_its_items(bench: Bench) -> None:
    before = bench.draft.sections
    bench.client.post(f"{bench.address}/sections/options/remove")
    bench.client.post(f"{bench.address}/removed/bring-back", data={"kind": "section", "id": "options"})
    assert bench.draft.sections == before


def test_a_question_is_added_with_its_answers_one_to_a_line(bench: Bench) -> None:
    bench.client.post(f"{bench.address}/sections/new", data={"title": "The visit", "kind": "context"})
    bench.client.post(f"{bench.address}/sections/the_visit/add", data={"ready": "gate"})
    gate = "/entries/was_there_a_decision"
    bench.send(gate, options="Yes\nNo\nHard to say")
    labels = bench.draft.definition["sections"][0]["items"][0]["options"]  # type: ignore[index]
    assert [each["code"] for each in labels] == ["yes", "no", "hard_to_say"]  # type: ignore[index]


def test_an_item_is_shown_only_after_an_answer_chosen_from_a_list(bench: Bench) -> None:
    bench.send("/entries/harms/shown-when", join="all", how__choices="in", codes__choices=["1", "2"])
    assert bench.draft.definition["sections"][0]["items"][1]["show_if"] == {  # type: ignore[index]
        "item": "choices",
        "in": ["1", "2"],
    }


def test_a_minimum_standard_is_made_of_ratings_and_taken_away_again(bench: Bench) -> None:
    bench.send("/standard", title="Choices are named", join="all", how__choices="in", codes__choices=["2"])
    instrument = instrument_of(bench.draft.definition)
    assert instrument is not None
    assert instrument.standard is not None
    assert instrument.standard.title == {"en": "Choices are named"}
    bench.send("/standard", title="", join="all", how__choices="")
    assert "standard" not in bench.draft.definition


def test_a_published_range_is_written_with_its_source_and_taken_away_again(bench: Bench) -> None:
    told = {"lowest": "10.4", "highest": "43.8", "mean": "24", "who": "Physiotherapists", "source": "Jones 2014"}
    refused = bench.send("/published-range", **told)
    assert refused.status_code == 422
    bench.send("/published-range", **told, caveat="Other observers, other visits.")
    instrument = instrument_of(bench.draft.definition)
    assert instrument is not None
    assert instrument.published_range is not None
    assert (str(instrument.published_range.lowest), str(instrument.published_range.mean)) == ("10.4", "24")
    assert instrument.published_range.caveat == {"en": "Other observers, other visits."}
    bench.send("/published-range", lowest="", highest="", mean="", who="", source="", caveat="")
    assert "published_range" not in bench.draft.definition


def test_a_standard_without_a_rule_says_so(bench: Bench) -> None:
    answer = bench.send("/standard", title="Choices are named", join="all")
    assert answer.status_code == 422
    assert "Write the condition under which the standard is met." in answer.get_data(as_text=True)


def test_a_rule_without_answers_says_so(bench: Bench) -> None:
    answer = bench.send("/entries/harms/shown-when", join="all", how__choices="in")
    assert answer.status_code == 422
    assert "Write at least one code" in answer.get_data(as_text=True)


def test_a_scale_takes_an_anchor_an_example_and_an_answer_without_a_score(bench: Bench) -> None:
    answer = bench.send(
        "/scales/seen",
        point__0__anchor="Nothing was said.",
        point__2__example="“You have two choices.”",
        without__insufficient_evidence="Too little to go by",
        without__not_applicable="Did not apply",
        without__not_observed="",
    )
    scale = bench.draft.scales["seen"]
    assert answer.status_code == 302
    assert scale["points"][0]["anchor"] == {"en": "Nothing was said."}  # type: ignore[index]
    assert [each["reason"] for each in scale["non_scoring"]] == [  # type: ignore[index]
        "not_applicable",
        "insufficient_evidence",
    ]


def test_a_scale_grows_and_shrinks_by_a_level(bench: Bench) -> None:
    bench.client.post(f"{bench.address}/scales/seen/points")
    assert [each["score"] for each in bench.draft.scales["seen"]["points"]] == ["0", "1", "2", "3"]  # type: ignore[index]
    bench.client.post(f"{bench.address}/scales/seen/points/1/remove")
    assert [each["code"] for each in bench.draft.scales["seen"]["points"]] == ["0", "2", "3"]  # type: ignore[index]


def test_an_item_has_words_of_its_own_for_a_level(bench: Bench) -> None:
    bench.send("/entries/choices", own__2__anchor="Named three choices")
    instrument = instrument_of(bench.draft.definition)
    assert instrument is not None
    assert instrument.item("choices").scale.points[2].anchor == {"en": "Named three choices"}


def test_another_language_is_written_beside_the_english(bench: Bench) -> None:
    bench.client.post(f"{bench.address}/languages/add", data={"language": "cy"})
    assert "still to be written" in bench.page("/languages/")
    bench.send("/languages/cy/0", words__title="Offeryn bach")
    assert bench.draft.text("title", "cy") == "Offeryn bach"


def test_texts_to_be_translated_are_counted_and_not_listed_before_publishing(bench: Bench) -> None:
    bench.client.post(f"{bench.address}/languages/add", data={"language": "cy"})
    page = bench.page("/publish")
    assert "texts are still to be written in another language." in page
    assert "Write this text in" not in page


def test_a_sheet_s_score_is_worked_out_for_ratings_one_tries(bench: Bench) -> None:
    page = bench.page("/scoring?example-choices=2&example-harms=1")
    assert "75 of 100" in page


def test_text_with_a_mistake_is_not_kept_but_stays_on_the_page(bench: Bench) -> None:
    before = bench.draft
    answer = bench.send("/text", text="id: small\n  title: [")
    words = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "line 2: This is not well-formed YAML" in words
    assert "title: [" in words
    assert bench.draft == before


def test_the_text_and_the_forms_are_one_draft(bench: Bench) -> None:
    text = bench.page("/text").split("spellcheck")[1].split(">\n", 1)[1].split("</textarea>")[0]
    changed = text.replace("&#34;", '"').replace("&#39;", "'").replace("Names the choices", "Says the choices")
    assert bench.send("/text", text=changed).status_code == 302
    assert "Says the choices" in bench.page("/entries/choices")
    assert bench.draft.sections[0]["items"][0]["text"] == {"any": {"en": "Says the choices"}}  # type: ignore[index]


@pytest.mark.parametrize("where", ["/details", "/licence", "/scoring", "/entries/choices", "/scales/seen"])
def test_saving_a_form_as_it_stands_changes_nothing(bench: Bench, where: str) -> None:
    before = bench.draft
    assert bench.send_unchanged(where).status_code == 302
    assert bench.draft == before


def test_a_patient_partner_reads_a_draft_and_finds_nothing_to_change_it_with(
    bench: Bench, build: Builder, sign_in: SignIn
) -> None:
    partner = sign_in(build.a_person(bench.team, "observer", "patient_partner"))
    words = partner.get(f"{bench.address}/").get_data(as_text=True)
    assert "Names the choices" in words
    assert "<button" not in words.split("<main")[1]
