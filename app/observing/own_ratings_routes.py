"""How my ratings compare: for this observer alone. The lead sees the same numbers in their own room."""

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.observing.blueprint import observing
from app.observing.own_ratings_pages import MyRatingsPage, MyRoundsPage, OwnKind
from app.observing.own_ratings_words import not_yet, parts
from app.queries.ratings import RatingsOfRound, ratings_beside_mine
from app.queries.rounds_observed import rounds_observed
from app.queries.training import practices_of
from app.remembering import Remembered
from app.web.languages import _
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.words_for_templates import short_date
from reports.comparison.drifts import ObserverDrift, Practised
from reports.comparison.minimums import minimums_of_round
from reports.comparison.own_ratings import OwnRatings, own_ratings
from reports.comparison.severity import Severity, severity
from reports.figures.drawing import draw
from reports.figures.scale import number
from reports.figures.svg import svg

# Narrow, so that its words can be read on a telephone.
WIDTH = 330.0
_remembered = Remembered()


@observing.get("/my-ratings/")
def my_ratings() -> ResponseReturnValue:
    """The rounds I have locked sheets in; straight to the only one."""
    rounds = rounds_observed(db(), actor())
    if len(rounds) == 1:
        return redirect(url_for("observing.my_ratings_in_round", round_id=rounds[0].id))
    return render(MyRoundsPage(title=_("How my ratings compare"), rounds=rounds))


@observing.get("/my-ratings/<uuid:round_id>/")
def my_ratings_in_round(round_id: uuid.UUID) -> ResponseReturnValue:
    """Mine beside everybody's, with nobody else to be made out."""
    who = actor()
    found = ratings_beside_mine(db(), who, round_id)
    practised = tuple(Practised(each.on, each.what) for each in practices_of(db(), found.round.team.id, who.id))
    minimums = minimums_of_round(found.round.minimums)
    own = own_ratings(found.ratings, _severity(found), str(who.id), minimums, found.days, practised)
    return render(
        MyRatingsPage(
            title=_("How my ratings compare"),
            round=found.round.name,
            programme=found.round.programme,
            kinds=tuple(_kind(each, at, practised) for at, each in enumerate(own)),
        )
    )


def _severity(found: RatingsOfRound) -> Severity:
    minimums = minimums_of_round(found.round.minimums)
    return _remembered.get((found.ratings.digest, minimums), lambda: severity(found.ratings, minimums))


def _kind(own: OwnRatings, at: int, practised: tuple[Practised, ...]) -> OwnKind:
    standing = own.standing
    drift = None if standing is None else standing.drift
    return OwnKind(
        kind=own.kind,
        sheets=own.sheets,
        not_yet=not_yet(own),
        parts=() if standing is None else parts(standing, practised),
        drawing=None if drift is None else _drawn(drift, at),
        rows=() if drift is None else _rows(drift),
    )


def _drawn(drift: ObserverDrift, at: int) -> Markup:
    """The chart, titled for its reader and not with their name."""
    picture = svg(draw(drift.figure("My ratings through time"), WIDTH), f"mine-{at}")
    return Markup(picture)  # noqa: S704 - its words were escaped when drawn


def _rows(drift: ObserverDrift) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            name,
            short_date(day),
            number(each.gap, 2),
            number(each.error, 2),
            _("yes") if each.outside else _("no"),
        )
        for name, day, each in zip(drift.names, drift.days, drift.found.sessions, strict=True)
    )
