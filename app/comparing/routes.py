"""Choose a round, read what its observers and observer types agree on, look at one item, look at the observers."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.drawings import NARROW, WIDE, shown
from app.comparing.lines import (
    COLUMNS,
    agreement_line,
    explanations,
    gap_table,
    gap_words,
    observer_lines,
    point_counts,
    readings,
)
from app.comparing.pages import Choice, GridTable, ItemPage, ObserversPage, OverviewPage, RoundsPage, Shown
from app.comparing.remembered import groups_of_item, items_of
from app.operations.audit import record
from app.queries.ratings_to_compare import rounds_to_compare
from app.rules import NotThere
from app.web.page import render
from app.web.request_database import database, db
from app.web.signed_in import actor
from reports.comparison.figures import coefficient_forest, item_distribution, item_grid, observer_grid, observer_means
from reports.comparison.observer_pairs import observer_rows
from reports.comparison.wording import explained


@comparing.get("/")
def rounds() -> ResponseReturnValue:
    """The rounds of the teams I lead."""
    return render(RoundsPage(title="Compare observers", rounds=rounds_to_compare(db(), actor())))


@comparing.get("/rounds/<uuid:round_id>/")
def overview(round_id: uuid.UUID) -> ResponseReturnValue:
    """What can be said of one round."""
    ask = asked(round_id)
    found, group = ask.overview, ask.group
    items = items_of(ask.ratings, group.key, ask.minimums)
    rows = (group.total, *items)
    addresses = [ask.address("item", item_id=item.id) for item in ask.ratings.items]
    lines = [
        agreement_line(row.name, at, row, stressed=row.is_total) for row, at in zip(rows, ["", *addresses], strict=True)
    ]
    number = explained(ask.number)
    has_ratings = bool(found.basis.sheets)
    page = OverviewPage(
        title=f"Compare: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        fingerprint=found.fingerprint,
        sentences=found.sentences,
        has_ratings=has_ratings,
        has_warm_ups=ask.warm_ups or found.basis.left_out.warm_ups > 0,
        columns=COLUMNS,
        groups=tuple(agreement_line(each.title, "", each.total) for each in found.groups),
        group_choices=ask.group_choices(),
        number_choices=ask.number_choices(),
        group_title=group.title,
        number_name=number.name,
        readings=readings(group.total),
        figure=_forest(ask) if has_ratings else None,
        items=tuple(lines),
        gaps=tuple(gap_table(each, addresses) for each in found.gaps),
        explanations=explanations(rows),
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
        distribution=_distribution(ask, at),
        grids=tuple(grid for gaps in ask.overview.gaps if (grid := _grid(ask, item_id, gaps.key)) is not None),
        explanations=explanations([row for _, row in rows]),
        before=_neighbour(ask, at - 1),
        after=_neighbour(ask, at + 1),
    )
    return render(page)


@comparing.get("/rounds/<uuid:round_id>/observers/")
def observers(round_id: uuid.UUID) -> ResponseReturnValue:
    """Each observer beside the others; that somebody looked is recorded."""
    ask = asked(round_id)
    rows = observer_rows(ask.ratings, ask.minimums)
    scale = ask.ratings.total
    figures: list[Shown | None] = [None, None]
    if rows:
        caption = "One mark is one person: for those who run the programme only."
        figures[0] = shown(observer_means(rows, scale), "spread", caption, "")
        caption = "Percentage of rating pairs at most one step apart. Numbers stand for the observers in the table."
        figures[1] = shown(observer_grid(rows), "grid", caption, ask.address("observers_figure"), WIDE)
    page = ObserversPage(
        title=f"Observers: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        lines=observer_lines(rows),
        least=ask.minimums.ratings_of_observer,
        total_range=f"{scale.lowest:g} to {scale.highest:g}",
        spread=figures[0],
        grid=figures[1],
    )
    with database().short_write() as write:
        record(write, "observers compared", f"round {round_id}", actor_id=actor().id, team_id=ask.round.team.id)
    return render(page)


def _position(ask: Asked, item_id: str) -> int:
    try:
        return ask.ratings.item(item_id)
    except KeyError:
        raise NotThere from None


def _forest(ask: Asked) -> Shown:
    rows = (ask.group.total, *items_of(ask.ratings, ask.group.key, ask.minimums))
    address = ask.address("agreement_figure", group=ask.group.key, number=ask.number)
    caption = "The mark is the value, the bar its likely range (95 % interval). The same numbers stand in the table."
    return shown(coefficient_forest(rows, ask.number, ask.group.title), "forest", caption, address)


def _distribution(ask: Asked, at: int) -> Shown | None:
    counts = ask.overview.counts[at]
    figure = item_distribution([counts], f"How the points were used: {counts.name}")
    if figure is None:
        return None
    address = ask.address("ratings_figure", item_id=counts.id)
    return shown(figure, "points", "Each bar is all sheets of one kind of observer.", address)


def _grid(ask: Asked, item_id: str, group_key: str) -> GridTable | None:
    grid = item_grid(ask.ratings, item_id, group_key)
    if grid is None or not any(cell.text != "0" for row in grid.cells for cell in row):
        return None
    address = ask.address("pairs_figure", item_id=item_id, group=group_key)
    rows = tuple((name, tuple(cell.text for cell in row)) for name, row in zip(grid.rows, grid.cells, strict=True))
    figure = shown(grid, f"pairs-{group_key}", grid.reading, address, NARROW)
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
