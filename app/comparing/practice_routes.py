"""Practice with feedback: noted by a lead, after which the charts of those who took part begin anew."""

import uuid
from datetime import UTC, datetime

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.people_and_plans_pages import PracticePage
from app.comparing.practice_forms import PracticeForm
from app.operations.practice import note_practice, take_practice_back
from app.queries.people import observers_in_team
from app.queries.practice import practices_in_team
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices


@comparing.route("/rounds/<uuid:round_id>/practice/", methods=["GET", "POST"])
def practice(round_id: uuid.UUID) -> ResponseReturnValue:
    """What is noted, and a form for more."""
    ask = asked(round_id)
    team = ask.round.team.id
    form = PracticeForm()
    form.people.choices = choices(
        (each.id, f"{each.name}, {each.observer_type}") for each in observers_in_team(db(), team)
    )
    if form.sent() and form.on_date.data is not None:
        people = [uuid.UUID(each) for each in form.people.data or ()]
        with refusals_beside(form):
            today = datetime.now(UTC).date()
            note_practice(db(), actor(), team, people, form.on_date.data, form.what.data or "", today)
            flash("Noted. The charts of those who took part begin anew.")
            return redirect(ask.address("practice"))
    return answered(_page(ask, form), form)


@comparing.post("/rounds/<uuid:round_id>/practice/<uuid:recalibration_id>/take-back")
def practice_taken_back(round_id: uuid.UUID, recalibration_id: uuid.UUID) -> ResponseReturnValue:
    """It did not take place, or not for this observer."""
    ask = asked(round_id)
    team = ask.round.team.id
    done_or_told(lambda: take_practice_back(db(), actor(), team, recalibration_id), "Taken back.")
    return redirect(ask.address("practice"))


def _page(ask: Asked, form: PracticeForm) -> PracticePage:
    return PracticePage(
        title=titled(f"Practice with feedback: {ask.round.name}", form),
        round=ask.round,
        places=ask.places(),
        back=ask.address("severity"),
        form=form,
        action=ask.address("practice"),
        noted=tuple(
            (each, ask.address("practice_taken_back", recalibration_id=str(each.id)))
            for each in practices_in_team(db(), ask.round.team.id)
        ),
    )
