"""Observers beside each other, and any two of them on the total. That somebody looked is recorded."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.lines import limit_lines, observer_lines
from app.comparing.pages import Choice, DifferencesPage, ObserversPage, Person
from app.comparing.remembered import differences_of, rows_of_observers
from app.operations.audit import record
from app.web.page import render
from app.web.request_database import database
from app.web.signed_in import actor
from reports.comparison.minimums import SHARED_CONSULTATIONS
from reports.comparison.total_differences import TotalDifferences
from reports.figures.scale import number

ALONE = "Choose two different people, or two kinds of observer: there is nobody else to compare with."


@comparing.get("/rounds/<uuid:round_id>/observers/")
def observers(round_id: uuid.UUID) -> ResponseReturnValue:
    """Each observer beside the others."""
    ask = asked(round_id)
    rows = rows_of_observers(ask.ratings, ask.minimums)
    scale = ask.ratings.total
    page = ObserversPage(
        title=f"Who agrees with whom: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        lines=observer_lines(rows),
        least=ask.minimums.ratings_of_observer,
        shared=SHARED_CONSULTATIONS,
        total_range=f"{number(scale.lowest)} to {number(scale.highest)}",
        spread=shown(ask, "spread", "One mark is one person: for those who run the programme only."),
        grid=shown(ask, "observers", "Numbers above the columns stand for the observers named at the left."),
    )
    note_look(ask)
    return render(page)


@comparing.get("/rounds/<uuid:round_id>/differences/")
def differences(round_id: uuid.UUID) -> ResponseReturnValue:
    """Two kinds of observer, or two people, set against each other on the total."""
    ask = asked(round_id)
    options = {name: value for name in ("types", "one", "other") if (value := request.args.get(name))}
    sides = ask.sides_of(options)
    found = None if sides is None else differences_of(ask.ratings, sides, ask.minimums)
    unset = "one" not in options
    points = () if found is None else tuple(zip(found.means.tolist(), found.gaps.tolist(), strict=True))
    caption = "One dot is one consultation. The shaded bands show how well each line is known (95 % interval)."
    page = DifferencesPage(
        title=f"How far totals lie apart: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        title_of_sides="" if found is None else _sides_title(found),
        sentences=(ALONE,) if found is None else found.sentences,
        form_used="" if found is None else found.form,
        figure=shown(ask, "differences", caption, options) if points else None,
        numbers=() if found is None else limit_lines(found),
        points=tuple((str(at), number(mean, 1), number(gap, 1)) for at, (mean, gap) in enumerate(points, start=1)),
        first="" if found is None else found.first,
        second="" if found is None else found.second,
        named=found is not None and found.between_people,
        type_choices=_type_choices(ask, options),
        people=tuple(
            Person(
                each.key,
                each.name,
                each.key == options.get("one"),
                each.key == options.get("other") or (unset and at == 1),
            )
            for at, each in enumerate(ask.ratings.observers)
        ),
        action=ask.address("differences"),
    )
    if page.named:
        note_look(ask)
    return render(page)


def _sides_title(found: TotalDifferences) -> str:
    second = found.second if found.between_people else f"{found.second[:1].lower()}{found.second[1:]}"
    return f"{found.first} less {second}"


def note_look(ask: Asked) -> None:
    """Record that somebody looked at named observers."""
    with database().short_write() as write:
        record(write, "observers compared", f"round {ask.round.id}", actor_id=actor().id, team_id=ask.round.team.id)


def _type_choices(ask: Asked, options: dict[str, str]) -> tuple[Choice, ...]:
    people = "one" in options or "other" in options
    chosen = options.get("types") or (None if people else _first_key(ask))
    return tuple(
        Choice(
            f"{each.first} and {each.second[:1].lower()}{each.second[1:]}",
            ask.address("differences", types=key),
            key == chosen,
        )
        for each in ask.overview.gaps
        if (key := each.key.removeprefix("between-"))
    )


def _first_key(ask: Asked) -> str | None:
    return next((each.key.removeprefix("between-") for each in ask.overview.gaps), None)
