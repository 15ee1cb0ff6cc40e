"""Which items of a draft ask the same thing as in the version it replaces: kept true while the draft is edited."""

from instruments.definition import Instrument
from instruments.drafting.draft import Draft
from instruments.drafting.places import record_at
from instruments.tree import Path, Tree
from instruments.writing import written

_MAP: Path = ("linking", "item_map")


def relinked(draft: Draft, replaced: Instrument | None) -> Draft:
    """The draft with each of its items called the same or reworded, by its words and its scale.

    An item that its author called reworded stays so, even if its words are as they were. New items are not linked.
    """
    if replaced is None or not record_at(draft.definition, ("linking",)):
        return draft
    before = Draft(written(replaced))
    old = {str(entry.get("id")): _asks(before, entry) for _, entry in before.entries() if "kind" not in entry}
    told = record_at(draft.definition, _MAP)
    links: dict[str, Tree] = {}
    for _, entry in draft.entries():
        item_id = str(entry.get("id"))
        if "kind" not in entry and item_id in old:
            same = _asks(draft, entry) == old[item_id] and told.get(item_id) != "reworded"
            links[item_id] = "same" if same else "reworded"
    return draft if links == told else draft.with_values({_MAP: links})


def _asks(draft: Draft, entry: dict[str, Tree]) -> tuple[Tree | None, ...]:
    scale = draft.scales.get(str(entry.get("scale")), {})
    return entry.get("text"), entry.get("points"), entry.get("actors"), scale.get("points"), scale.get("type")
