"""Words that are gone and words that are new are told apart, wherever a part has moved to."""

from instruments.drafting.beginning import next_version
from instruments.drafting.draft import Draft
from instruments.drafting.parts import move_entry, remove_entry
from instruments.drafting.word_changes import word_changes
from instruments.loading import load
from tests.instruments.builders import SHORT_DEFINITION

EARLIER = Draft(next_version(load(SHORT_DEFINITION)))


def reworded(words: str) -> Draft:
    path = EARLIER.entry_path("plan")
    assert path is not None
    return EARLIER.with_values({(*path, "text", "patient_partner", "en"): words})


def test_the_same_words_are_no_change() -> None:
    assert word_changes(EARLIER, EARLIER) == ()


def test_words_inside_an_item_are_marked() -> None:
    (change,) = word_changes(EARLIER, reworded("Did they both agree a plan?"))
    assert change.about == "Agrees a plan"
    assert "".join(text for kind, text in change.before) == "Did they agree a plan?"
    assert [text.strip() for kind, text in change.after if kind == "new"] == ["both"]


def test_a_replaced_word_is_gone_on_one_side_and_new_on_the_other() -> None:
    (change,) = word_changes(EARLIER, reworded("Did they agree a choice?"))
    assert ("gone", "plan") in change.before
    assert ("new", "choice") in change.after


def test_an_item_that_only_moved_has_no_changed_words() -> None:
    assert word_changes(EARLIER, move_entry(EARLIER, "plan", "down")) == ()


def test_a_removed_item_s_words_are_all_gone() -> None:
    changes = word_changes(EARLIER, remove_entry(EARLIER, "plan"))
    assert changes
    assert all(change.after == () for change in changes)
