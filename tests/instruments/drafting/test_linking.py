"""A new version says truly which of its items are the same and which are reworded."""

from instruments.drafting.beginning import next_version
from instruments.drafting.draft import Draft
from instruments.drafting.linking import relinked
from instruments.drafting.parts import bring_back, remove_entry
from instruments.drafting.places import record_at
from instruments.loading import load
from tests.instruments.builders import SHORT_DEFINITION

REPLACED = load(SHORT_DEFINITION)
DRAFT = Draft(next_version(REPLACED))


def links(draft: Draft) -> dict[str, object]:
    return dict(record_at(relinked(draft, REPLACED).definition, ("linking", "item_map")))


def test_an_untouched_draft_asks_the_same() -> None:
    assert set(links(DRAFT).values()) == {"same"}


def test_an_item_in_other_words_is_reworded() -> None:
    path = DRAFT.entry_path("plan")
    assert path is not None
    assert links(DRAFT.with_values({(*path, "text", "any", "en"): "Other"}))["plan"] == "reworded"


def test_every_item_on_a_changed_scale_is_reworded() -> None:
    changed = DRAFT.with_values({("scales", "steps", "points", 0, "anchor", "en"): "Nothing at all"})
    assert links(changed)["plan"] == "reworded"


def test_an_item_that_came_back_is_linked_again() -> None:
    gone = relinked(remove_entry(DRAFT, "plan"), REPLACED)
    assert "plan" not in links(gone)
    assert links(bring_back(gone, "entry", "plan"))["plan"] == "same"


def test_what_an_author_called_reworded_stays_so() -> None:
    assert links(DRAFT.with_values({("linking", "item_map", "plan"): "reworded"}))["plan"] == "reworded"
