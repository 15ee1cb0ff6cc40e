"""Choose a round, and read what its data allow to be said."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import asked
from app.comparing.blueprint import comparing
from app.comparing.pages import FrontPageShown, RoundsPage, SaidHere
from app.queries.ratings_to_compare import rounds_to_compare
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from reports.comparison.front_page import front_page


@comparing.get("/")
def rounds() -> ResponseReturnValue:
    """The rounds of the teams I lead."""
    return render(RoundsPage(title="Compare observers", rounds=rounds_to_compare(db(), actor())))


@comparing.get("/rounds/<uuid:round_id>/")
def overview(round_id: uuid.UUID) -> ResponseReturnValue:
    """What can be said of one round, in sentences."""
    ask = asked(round_id)
    places = ask.places()
    front = front_page(ask.overview, ask.answers, ask.minimums)
    more = {each.key: each for each in places.views}
    page = FrontPageShown(
        title=f"Compare: {ask.round.name}",
        round=ask.round,
        places=places,
        said=tuple(
            SaidHere(each.about, each.sentence, more[each.view].name, more[each.view].address) for each in front.said
        ),
        notes=(*front.notes, *ask.margin_changes),
        has_ratings=bool(ask.overview.basis.sheets),
        fingerprint=ask.overview.fingerprint,
    )
    return render(page)
