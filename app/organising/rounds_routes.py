"""One round: its rules, its sessions, how far it has come, and its end."""

import uuid
from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.assignments import give_up_waiting
from app.operations.programmes import close_round, reopen_round
from app.organising.blueprint import organising
from app.organising.minimums import minimums_in_words
from app.organising.pages import FormPage, Way
from app.organising.planning_forms import CloseForm
from app.organising.progress_bars import PARTS, progress_shown
from app.organising.round_pages import MinimumShown, ProgressPage, RoundPage
from app.organising.wordings import state_of_round
from app.queries.clinics import clinicians_in_team, clinics_in_team
from app.queries.programmes import RoundOfLead, round_of_lead
from app.queries.progress import progress_of_round
from app.queries.sessions import sessions_in_round
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor

AT_THE_END = "The round was closed before this sheet came."


@organising.get("/rounds/<uuid:round_id>/")
def round_page(round_id: uuid.UUID) -> ResponseReturnValue:
    """The round and its sessions."""
    found = round_of_lead(db(), actor(), round_id)
    state, shape = state_of_round(found.opens_on, found.closes_on, found.closed_at, datetime.now(UTC).date())
    return render(
        RoundPage(
            title=found.name,
            team=found.team,
            section="programmes",
            round=found,
            state=state,
            shape=shape,
            minimums=_minimums(found),
            sessions=sessions_in_round(db(), round_id),
            total=progress_shown(progress_of_round(db(), round_id)).total,
            lacking=_lacking(found),
        )
    )


@organising.get("/rounds/<uuid:round_id>/progress/")
def progress(round_id: uuid.UUID) -> ResponseReturnValue:
    """How many sheets are in, by clinic and by observer."""
    found = round_of_lead(db(), actor(), round_id)
    counted = progress_of_round(db(), round_id)
    return render(
        ProgressPage(
            title=f"Progress of {found.name}",
            team=found.team,
            section="programmes",
            round=found,
            progress=progress_shown(counted),
            consents=counted.consents,
            parts=PARTS,
        )
    )


@organising.route("/rounds/<uuid:round_id>/close", methods=["GET", "POST"])
def close(round_id: uuid.UUID) -> ResponseReturnValue:
    """End a round, and say what becomes of sheets that have not come."""
    found = round_of_lead(db(), actor(), round_id)
    form = CloseForm()
    back = Way(found.name, url_for("organising.round_page", round_id=round_id))
    if form.sent():
        with refusals_beside(form):
            if form.waiting.data == "give_up":
                give_up_waiting(db(), actor(), round_id, AT_THE_END)
            close_round(db(), actor(), round_id)
            flash("The round is closed.")
            return redirect(back.address)
    waiting = progress_of_round(db(), round_id).total.waiting
    heading = f"Close {found.name}"
    page = FormPage(
        title=titled(heading, form),
        team=found.team,
        section="programmes",
        heading=heading,
        intro=(
            f"Sheets still to come: {waiting}. A consultation joins the comparison once all its sheets "
            "are in or given up. You can open the round again."
        ),
        form=form,
        action=url_for("organising.close", round_id=round_id),
        send="Close this round",
        back=back,
    )
    return answered(page, form)


@organising.post("/rounds/<uuid:round_id>/reopen")
def reopen(round_id: uuid.UUID) -> ResponseReturnValue:
    """Take the closing back."""
    done_or_told(lambda: reopen_round(db(), actor(), round_id), "The round is open again.")
    return redirect(url_for("organising.round_page", round_id=round_id))


def _minimums(found: RoundOfLead) -> tuple[MinimumShown, ...]:
    return tuple(
        MinimumShown(wording, max(number, found.minimums.get(name, 0)), found.minimums.get(name, 0) > number)
        for name, (number, wording) in minimums_in_words().items()
    )


def _lacking(found: RoundOfLead) -> str:
    """What must be added before a session can be planned; empty when nothing is."""
    if not clinics_in_team(db(), found.team.id):
        return "clinic"
    return "" if clinicians_in_team(db(), found.team.id) else "clinician"
