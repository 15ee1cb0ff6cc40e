"""What each kind of observer sees, and what they wrote beside it. That somebody read the notes is recorded."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.pages import Cell, Choice, Line
from app.comparing.remembered import items_by_group_of, seen_of
from app.comparing.seen_notes import notes_side_by_side
from app.comparing.sees_pages import GroupsSeen, ItemToSee, KindsSeen, SeenItemPage, SeesPage
from app.operations.audit import record
from app.queries.consultation_kinds import groupings_of_round
from app.queries.item_notes import Notes, notes_of_round
from app.rules import NotThere
from app.web.page import render
from app.web.request_database import database, db
from app.web.signed_in import actor
from reports.comparison.gap_words import difference_parts
from reports.comparison.items_by_group import GroupCell, ItemsByGroup
from reports.comparison.what_kinds_see import ItemSeen, WhatKindsSee
from reports.comparison.wording import counted, many, plural
from reports.figures.scale import number

# So many notes of each kind stand beside an item; the rest on the item's own page.
FIRST_NOTES = 3
MOST_NOTES = 100
SORTED_BY = ("profession", "decision_kind")
COLUMNS = ("Gap beside the other items", "Chance, corrected", "Checked by the model")


@comparing.get("/rounds/<uuid:round_id>/sees/")
def sees(round_id: uuid.UUID) -> ResponseReturnValue:
    """Where two kinds part, item by item; then professions and kinds of decision."""
    ask = asked(round_id)
    found = seen_of(ask.ratings, ask.minimums)
    notes = notes_of_round(db(), ask.found)
    # Groups are small: with warm-ups counted and not, one of them could be taken from itself.
    plain = asked(round_id, warm_ups=False) if ask.warm_ups else ask
    groupings = tuple(each for each in groupings_of_round(db(), plain.found) if each.key in SORTED_BY)
    page = SeesPage(
        title=f"What each kind sees: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        pairs=tuple(_pair(ask, each) for each in found),
        nothing=ask.without_two_kinds,
        items=tuple(
            _item(ask, item.id, item.name, notes.get(item.id), FIRST_NOTES, found) for item in ask.ratings.items
        ),
        written=_written(ask, notes),
        groupings=tuple(_groups(each) for each in items_by_group_of(plain.ratings, groupings, plain.minimums)),
    )
    _note_reading(ask)
    return render(page)


@comparing.get("/rounds/<uuid:round_id>/sees/<item_id>/")
def seen_item(round_id: uuid.UUID, item_id: str) -> ResponseReturnValue:
    """All notes of one item, or all answers to one written question."""
    ask = asked(round_id)
    notes = notes_of_round(db(), ask.found)
    names = {item.id: item.name for item in ask.ratings.items}
    names |= {key: each.about for key, each in notes.items() if key not in names}
    if item_id not in names:
        raise NotThere
    order = list(names)
    at = order.index(item_id)
    found = seen_of(ask.ratings, ask.minimums)
    page = SeenItemPage(
        title=f"What was written on {names[item_id]}: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        back=ask.address("sees"),
        item=_item(ask, item_id, names[item_id], notes.get(item_id), MOST_NOTES, found),
        before=_neighbour(ask, names, order[at - 1]) if at else None,
        after=_neighbour(ask, names, order[at + 1]) if at + 1 < len(order) else None,
    )
    _note_reading(ask)
    return render(page)


def _note_reading(ask: Asked) -> None:
    """Free texts may name somebody in spite of all checks, so that they were read is recorded."""
    with database().short_write() as write:
        record(write, "notes compared", f"round {ask.round.id}", actor_id=actor().id, team_id=ask.round.team.id)


def _pair(ask: Asked, found: WhatKindsSee) -> KindsSeen:
    caption = (
        "The mark is the gap, the bar its likely range (95 % interval). A diamond with a bold name stands out beyond "
        "luck. The same numbers stand in the table."
    )
    known = any(each.apart.value is not None for each in found.items)
    return KindsSeen(
        key=found.key,
        title=f"{plural(found.first)} less {many(found.second)}",
        said=found.said,
        warnings=found.warnings,
        figure=shown(ask, "sees", caption, {"pair": found.key}, f"sees-{found.key}") if known else None,
        columns=COLUMNS,
        lines=tuple(_line(ask, each) for each in found.items) if known else (),
        method=found.method,
    )


def _line(ask: Asked, each: ItemSeen) -> Line:
    address = ask.address("seen_item", item_id=each.gap.id or "")
    basis = f"{each.gap.first.observers} and {each.gap.second.observers} people"
    if each.apart.value is None:
        return Line(each.gap.name, address, (Cell(each.apart.undefined or "", is_value=False),), basis)
    value, reach = difference_parts(each.apart, 2)
    stands_out = ", stands out" if each.gap.beyond_luck else ""
    check, check_reach = difference_parts(each.by_model, 2)
    cells = (
        Cell(f"{value}{stands_out}", is_value=True, below=reach),
        Cell(_chance(each.p_adjusted), is_value=True),
        Cell(check, is_value=bool(check_reach), below=check_reach),
    )
    return Line(each.gap.name, address, cells, basis, each.gap.beyond_luck)


def _chance(p_adjusted: float | None) -> str:
    if p_adjusted is None:
        return "not tested"
    if p_adjusted < 0.001:
        return "below 0.001"
    return number(p_adjusted, 3 if p_adjusted < 0.1 else 2)


def _item(
    ask: Asked, item_id: str, name: str, notes: Notes | None, most: int, found: tuple[WhatKindsSee, ...]
) -> ItemToSee:
    sentences = tuple(
        each.sentence for pair in found for each in pair.items if each.gap.id == item_id and each.sentence
    )
    return ItemToSee(
        name,
        ask.address("seen_item", item_id=item_id),
        sentences,
        notes_side_by_side(ask.ratings, notes, most, ask.minimums.observers_in_group),
    )


def _written(ask: Asked, notes: dict[str, Notes]) -> tuple[Choice, ...]:
    """The written questions that have answers."""
    items = {item.id for item in ask.ratings.items}
    return tuple(
        Choice(each.about, ask.address("seen_item", item_id=key), chosen=False)
        for key, each in notes.items()
        if key not in items
    )


def _neighbour(ask: Asked, names: dict[str, str], key: str) -> Choice:
    return Choice(names[key], ask.address("seen_item", item_id=key), chosen=False)


def _groups(found: ItemsByGroup) -> GroupsSeen:
    return GroupsSeen(
        found.title,
        found.said,
        found.groups,
        tuple(
            Line(name, "", tuple(_group_cell(cell) for cell in cells), counted(ratings, "rating"))
            for name, ratings, cells in found.rows
            if cells
        ),
        found.left_out,
        found.method,
    )


def _group_cell(cell: GroupCell) -> Cell:
    value, reach = difference_parts(cell.found, 2)
    return Cell(f"{value}{', stands out' if cell.stands_out else ''}", is_value=bool(reach), below=reach)
