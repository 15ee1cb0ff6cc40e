"""Every figure of the room by name: the page shows it, and its file is the same figure as SVG, PNG or table.

A figure is made from what the request asks and a few options, which stand in the address of its files.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.comparing.asked import Asked
from app.comparing.drift_asked import drift_asked
from app.comparing.next_work import plan_asked
from app.comparing.pages import FigureFile, Shown
from app.comparing.remembered import (
    differences_of,
    items_of,
    more_of,
    pairs_of_items,
    rows_of_observers,
    seen_of,
    severity_of,
)
from app.comparing.wished_plans import wanted_of
from reports.comparison.figures import (
    coefficient_forest,
    curves_figure,
    difference_figure,
    item_distribution,
    item_grid,
    observer_means,
    ruler_figure,
)
from reports.comparison.observer_item_means import item_dots_of
from reports.comparison.pair_maps import item_map, observer_map
from reports.figures.drawing import ComparisonFigure, draw
from reports.figures.svg import svg

# A figure's own words keep their size within the drawing: the narrower it is drawn, the larger they are on the screen.
WIDTH = 480.0
NARROW = 400.0
# From here on a figure needs more room than a page gives: it keeps its size and scrolls.
WIDE, WIDEST = 560.0, 800.0
FORMS = (("svg", "SVG"), ("png", "PNG"), ("csv", "CSV"))

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawable:
    """A figure, how wide it is drawn, and whether it shows named people, so that taking it is recorded."""

    figure: ComparisonFigure
    width: float = WIDTH
    named: bool = False


def figure_named(ask: Asked, name: str, options: Options) -> Drawable | None:
    """The figure of this name with these options; None when there is no such figure."""
    make = FIGURES.get(name)
    return None if make is None else make(ask, options)


def shown(ask: Asked, name: str, caption: str, options: Options | None = None, prefix: str = "") -> Shown | None:
    """The figure inside a page, with its files. prefix: begins its ids; needed when a page has a figure twice."""
    chosen = dict(options or {})
    drawable = figure_named(ask, name, chosen)
    if drawable is None:
        return None
    files = tuple(
        FigureFile(label, ask.address("figure_file", name=name, form=form, **chosen)) for form, label in FORMS
    )
    picture = draw(drawable.figure, drawable.width)
    # The words inside were escaped when the picture was written.
    drawing = Markup(svg(picture, prefix or name))  # noqa: S704 - its words were escaped when drawn
    return Shown(drawable.figure.title, drawing, caption, files, size=_size(picture.width))


def _size(width: float) -> str:
    if width > WIDEST:
        return "widest"
    return "wide" if width > WIDE else "fits"


def _agreement(ask: Asked, options: Options) -> Drawable | None:
    group, number = ask.group_of(options.get("group", "all")), ask.number_of(options.get("number", "ac2"))
    rows = (group.total, *items_of(ask.ratings, group.key, ask.minimums))
    return Drawable(coefficient_forest(rows, number, group.title))


def _points(ask: Asked, options: Options) -> Drawable | None:
    """How the points were used: of one item, or of all items that share the scale of `like`."""
    counts = ask.overview.counts
    if "item" in options:
        counts = tuple(each for each in counts if each.id == options["item"])
        title = f"How the points were used: {counts[0].name}" if counts else ""
    else:
        like = next((each for each in counts if each.id == options.get("like", "")), counts[0] if counts else None)
        counts = tuple(each for each in counts if like is not None and each.labels == like.labels)
        title = "How often each point was given"
    figure = item_distribution(counts, title)
    return None if figure is None else Drawable(figure)


def _pairs(ask: Asked, options: Options) -> Drawable | None:
    item = options.get("item", "")
    known = any(each.id == item for each in ask.ratings.items)
    grid = item_grid(ask.ratings, item, options.get("group", ""), ask.minimums) if known else None
    return None if grid is None else Drawable(grid, NARROW)


def _observers(ask: Asked, options: Options) -> Drawable | None:  # noqa: ARG001 - all makers are called alike
    rows = rows_of_observers(ask.ratings, ask.minimums)
    return Drawable(observer_map(rows), named=True) if rows else None


def _spread(ask: Asked, options: Options) -> Drawable | None:  # noqa: ARG001 - all makers are called alike
    rows = rows_of_observers(ask.ratings, ask.minimums)
    return Drawable(observer_means(rows, ask.ratings.total)) if rows else None


def _items(ask: Asked, options: Options) -> Drawable | None:
    if len(ask.ratings.items) < 2:
        return None
    pairs = pairs_of_items(ask.ratings, ask.minimums)
    return Drawable(item_map(ask.ratings.items, pairs, two_observers=options.get("by") == "two"))


def _dots(ask: Asked, options: Options) -> Drawable | None:  # noqa: ARG001 - all makers are called alike
    figure = item_dots_of(ask.ratings, ask.minimums)
    return Drawable(figure) if figure.groups else None


def _differences(ask: Asked, options: Options) -> Drawable | None:
    sides = ask.sides_of(options)
    if sides is None:
        return None
    found = differences_of(ask.ratings, sides, ask.minimums)
    return Drawable(difference_figure(found, ask.ratings.total), named=found.between_people)


def _severity(ask: Asked, options: Options) -> Drawable | None:  # noqa: ARG001 - all makers are called alike
    figure = ruler_figure(severity_of(ask.ratings, ask.minimums), ask.ratings.types)
    return None if figure is None else Drawable(figure, named=True)


def _drift(ask: Asked, options: Options) -> Drawable | None:
    found = drift_asked(ask, options.get("one", ""))
    return None if found is None else Drawable(found.figure(), named=True)


def _sees(ask: Asked, options: Options) -> Drawable | None:
    pair = options.get("pair")
    found = next((each for each in seen_of(ask.ratings, ask.minimums) if pair in (None, each.key)), None)
    return Drawable(found.figure()) if found is not None and found.items else None


def _more(ask: Asked, options: Options) -> Drawable | None:
    figure = curves_figure(more_of(ask.ratings, ask.minimums), wanted_of(options))
    return None if figure is None else Drawable(figure)


def _who(ask: Asked, options: Options) -> Drawable | None:  # noqa: ARG001 - all makers are called alike
    figure = ask.who_observed.figure
    return None if figure is None else Drawable(figure, named=True)


def _next(ask: Asked, options: Options) -> Drawable | None:
    figure = plan_asked(ask, options).found(ask).figure
    return None if figure is None else Drawable(figure, named=True)


FIGURES: dict[str, Callable[[Asked, Options], Drawable | None]] = {
    "agreement": _agreement,
    "points": _points,
    "pairs": _pairs,
    "observers": _observers,
    "spread": _spread,
    "items": _items,
    "dots": _dots,
    "differences": _differences,
    "severity": _severity,
    "more": _more,
    "drift": _drift,
    "who": _who,
    "next": _next,
    "sees": _sees,
}
