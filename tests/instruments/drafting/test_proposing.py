"""Proposals change a draft only where they say so, and every change changes its mark."""

import pytest

from instruments.drafting.beginning import next_version
from instruments.drafting.draft import Draft, problems_of
from instruments.drafting.proposing import draft_fingerprint, items_of, with_new_item, with_rewording
from instruments.loading import load
from tests.app.builders import SMALL

DRAFT = Draft(next_version(load(SMALL)))


def test_rated_items_alone_are_voted_on():
    assert [(item.id, item.section_id) for item in items_of(DRAFT)] == [("choices", "options"), ("harms", "options")]


def test_other_words_change_one_item_and_its_mark():
    changed = with_rewording(DRAFT, "choices", "any", "Tells me the choices")
    before, after = items_of(DRAFT), items_of(changed)
    assert after[0].read_by("patient_partner") == "Tells me the choices"
    assert (before[0].mark == after[0].mark, before[1].mark == after[1].mark) == (False, True)


def test_a_new_item_takes_the_scale_of_the_one_before_and_leaves_the_draft_sound():
    changed = with_new_item(DRAFT, "options", "Asks what matters to me?")
    assert changed.entry_path("asks_what_matters_to_me") is not None
    assert problems_of(changed.definition) == problems_of(DRAFT.definition)


def test_a_second_item_of_the_same_words_gets_an_id_of_its_own():
    twice = with_new_item(with_new_item(DRAFT, "options", "Listens"), "options", "Listens")
    assert [item.id for item in items_of(twice)][-2:] == ["listens", "listens_2"]


@pytest.mark.parametrize("text", ["3 choices", "你好", "؟"])
def test_any_words_make_an_id(text: str):
    changed = with_new_item(DRAFT, "options", text)
    assert problems_of(changed.definition) == problems_of(DRAFT.definition)


def test_what_is_gone_cannot_be_changed():
    with pytest.raises(KeyError):
        with_rewording(DRAFT, "nothing", "any", "x")
    with pytest.raises(KeyError):
        with_new_item(DRAFT, "nothing", "x")
    with pytest.raises(KeyError):
        with_new_item(Draft({"sections": [{"id": "a"}]}), "a", "x")


def test_the_mark_of_a_draft_forgets_its_status_and_nothing_else():
    assert draft_fingerprint(DRAFT) == draft_fingerprint(DRAFT.with_values({("status",): "draft"}))
    assert draft_fingerprint(DRAFT) != draft_fingerprint(DRAFT.with_values({("title", "en"): "New"}))


def test_an_item_with_one_text_for_all_is_read_by_everybody():
    plain = Draft({"sections": [{"id": "a", "title": "Part", "items": [{"id": "b", "text": "Words"}, {"id": "c"}]}]})
    assert [item.read_by("peer_clinician") for item in items_of(plain)] == ["Words", "c"]
