"""Items beside each other, and one item whole."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.figures import figure_named, shown
from app.comparing.lines import COLUMNS, agreement_line, explanations, gap_words, pair_words, point_counts, readings
from app.comparing.pages import Choice, GridTable, ItemPage, ItemsPage, PairTable
from app.comparing.remembered import groups_of_item, pairs_of_items
from app.rules import NotThere
from app.web.page import render
from reports.comparison.figures import item_grid
from reports.comparison.item_pairs import item_pair_sentences
from reports.figures.pair_map import PairMap


@comparing.get("/rounds/<uuid:round_id>/items/")
def items(round_id: uuid.UUID) -> ResponseReturnValue:
    """Which items move together."""
    ask = asked(round_id)
    pairs = pairs_of_items(ask.ratings, ask.minimums)
    page = ItemsPage(
        title=f"Which items move together: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        sentences=item_pair_sentences(ask.ratings, pairs),
        tables=tuple(
            table
            for by, caption in (
                ("one", "Both items rated by one person on one sheet."),
                ("two", "The one item rated by one person, the other by somebody else who watched the same visit."),
            )
            if (table := _pair_table(ask, by, caption)) is not None
        ),
    )
    return render(page)


@comparing.get("/rounds/<uuid:round_id>/items/<item_id>/")
def item(round_id: uuid.UUID, item_id: str) -> ResponseReturnValue:
    """One item: its use, the agreement on it, the types side by side."""
    ask = asked(round_id)
    at = _position(ask, item_id)
    rows = groups_of_item(ask.ratings, item_id, ask.minimums)
    counts = ask.overview.counts[at]
    said = [text for gaps in ask.overview.gaps for text in gap_words(gaps.items[at], gaps.first, gaps.second)]
    page = ItemPage(
        title=f"{ask.ratings.items[at].name}: {ask.round.name}",
        name=ask.ratings.items[at].name,
        round=ask.round,
        places=ask.places(),
        wordings=_wordings(ask, item_id),
        columns=COLUMNS,
        groups=tuple(agreement_line(title, "", row) for title, row in rows),
        readings=readings(rows[0][1]),
        gap_sentences=tuple(said),
        labels=counts.labels,
        counts=point_counts(counts),
        distribution=shown(ask, "points", "Each bar is all sheets of one kind of observer.", {"item": item_id}),
        grids=tuple(grid for gaps in ask.overview.gaps if (grid := _grid(ask, item_id, gaps.key)) is not None),
        explanations=explanations([row for _, row in rows]),
        before=_neighbour(ask, at - 1),
        after=_neighbour(ask, at + 1),
    )
    return render(page)


def _pair_table(ask: Asked, by: str, caption: str) -> PairTable | None:
    options = {"by": by}
    drawable = figure_named(ask, "items", options)
    if drawable is None or not isinstance(drawable.figure, PairMap):
        return None
    figure = drawable.figure
    return PairTable(
        figure.title,
        caption,
        shown(ask, "items", f"{caption} {figure.reading}", options, f"items-{by}"),
        tuple(str(at) for at in range(1, len(figure.names) + 1)),
        tuple(
            (f"{at}. {name}", tuple(pair_words(cell) for cell in row))
            for at, (name, row) in enumerate(zip(figure.names, figure.cells, strict=True), start=1)
        ),
    )


def _position(ask: Asked, item_id: str) -> int:
    try:
        return ask.ratings.item(item_id)
    except KeyError:
        raise NotThere from None


def _grid(ask: Asked, item_id: str, group_key: str) -> GridTable | None:
    grid = item_grid(ask.ratings, item_id, group_key, ask.minimums)
    if grid is None or not any(cell.text != "0" for row in grid.cells for cell in row):
        return None
    rows = tuple((name, tuple(cell.text for cell in row)) for name, row in zip(grid.rows, grid.cells, strict=True))
    figure = shown(ask, "pairs", grid.reading, {"item": item_id, "group": group_key}, f"pairs-{group_key}")
    if figure is None:
        return None
    return GridTable(grid.title, grid.row_title, grid.column_title, grid.columns, rows, grid.reading, figure)


def _wordings(ask: Asked, item_id: str) -> tuple[tuple[str, str], ...]:
    """The item as each kind of observer reads it, once when they read the same."""
    item = ask.found.instrument.item(item_id)
    read = [(kind.name, item.wording(kind.code)) for kind in ask.ratings.types]
    if len({wording for _, wording in read}) < 2:
        return (("Everybody reads", item.wording("any")),)
    return tuple((f"{name} reads", wording) for name, wording in read)


def _neighbour(ask: Asked, at: int) -> Choice | None:
    if not 0 <= at < len(ask.ratings.items):
        return None
    other = ask.ratings.items[at]
    return Choice(other.name, ask.address("item", item_id=other.id), chosen=False)
