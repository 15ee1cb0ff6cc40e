"""Observer types side by side: are they alike, where do they part, and do mixed pairs disagree more?"""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.figures import figure_named, shown
from app.comparing.lines import gap_table
from app.comparing.pages import MarginShown, TypesPage, TypesSideBySide
from app.web.page import render
from reports.comparison.equivalence import Equivalence
from reports.comparison.gap_words import signed
from reports.comparison.sentences import kinds_apart
from reports.comparison.type_gaps import TypeGaps
from reports.figures.item_dots import ItemDots
from reports.figures.scale import number


@comparing.get("/rounds/<uuid:round_id>/types/")
def types(round_id: uuid.UUID) -> ResponseReturnValue:
    """Every two types that have sheets."""
    ask = asked(round_id)
    addresses = [ask.address("item", item_id=item.id) for item in ask.ratings.items]
    answers = ask.answers or tuple(None for _ in ask.overview.gaps)
    heads, lines = _dots(ask)
    caption = "One dot is one observer; the upright line is the mean of the kind. Dots at the same place are stacked."
    page = TypesPage(
        title=f"Kinds side by side: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        pairs=tuple(
            TypesSideBySide(gap_table(gaps, addresses), _margin(ask, answer), _apart(ask, gaps))
            for gaps, answer in zip(ask.overview.gaps, answers, strict=True)
        ),
        nothing=ask.without_two_kinds,
        dots=shown(ask, "dots", caption) if lines and ask.overview.gaps else None,
        dot_heads=heads,
        dot_lines=lines,
    )
    return render(page)


def _margin(ask: Asked, answer: Equivalence | None) -> MarginShown | None:
    if answer is None:
        return None
    interval = ""
    if answer.low is not None and answer.high is not None:
        interval = f"{signed(answer.low)} to {signed(answer.high)}"
    return MarginShown(
        answer.sentence,
        number(answer.margin),
        interval,
        ask.margin_changes,
    )


def _apart(ask: Asked, gaps: TypeGaps) -> tuple[str, ...]:
    """The gap in words, then within each kind against between the kinds."""
    codes = {kind.name: kind.code for kind in ask.ratings.types}
    keys = (gaps.key, f"within-{codes[gaps.first]}", f"within-{codes[gaps.second]}")
    groups = [group for key in keys if (group := ask.overview.group(key)) is not None]
    apart = kinds_apart(gaps.first, gaps.second, [(group.who, group.pooled) for group in groups])
    return (*gaps.sentences, *apart)


def _dots(ask: Asked) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The figure's numbers as a table: the mean of each kind, and its people's lowest and highest mean."""
    drawable = figure_named(ask, "dots", {})
    if drawable is None or not isinstance(drawable.figure, ItemDots):
        return (), ()
    figure = drawable.figure
    lines = tuple(
        (
            row.label,
            *(
                group.words
                if group.mean is None
                else f"{group.words}, from {number(min(group.observers), 1)} to {number(max(group.observers), 1)}"
                for group in row.groups
            ),
        )
        for row in figure.rows
    )
    return ("Item", *figure.groups), lines
