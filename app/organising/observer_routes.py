"""One observer of the team: whom they must not observe, and when they can come."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.availability import say_availability
from app.operations.conflicts import declare_conflict, end_conflict
from app.organising.blueprint import organising
from app.organising.observer_forms import AvailabilityForm, ConflictForm
from app.organising.pages import FieldShown, OrganisingPage, fields_shown
from app.organising.wordings import CONFLICTS
from app.queries.clinics import clinician_in_team, clinicians_in_team
from app.queries.conflicts import DeclaredConflict, WhenTheyCome, availability_in_team, conflicts_of_person
from app.queries.people import PersonInTeam, TeamName, person_in_team, team_led_by
from app.rules import NotThere
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices


@dataclass(frozen=True)
class ObserverPage(OrganisingPage):
    """Whom one observer must not observe, and when they can come."""

    template: ClassVar[str] = "organising/observer.html"
    why: ClassVar[dict[str, str]] = CONFLICTS

    person: PersonInTeam
    conflicts: tuple[DeclaredConflict, ...]
    whom: WebForm
    when: WebForm

    @property
    def whom_fields(self) -> tuple[FieldShown, ...]:
        return fields_shown(self.whom)

    @property
    def when_fields(self) -> tuple[FieldShown, ...]:
        return fields_shown(self.when)


@organising.route("/teams/<uuid:team_id>/people/<uuid:person_id>/observing/", methods=["GET", "POST"])
def observer(team_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """What is known of them; the form says whom else they must not observe."""
    team, person = _found(team_id, person_id)
    form = _whom(team_id, person_id)
    if form.sent():
        with refusals_beside(form):
            clinician_id = uuid.UUID(str(form.clinician.data))
            today = datetime.now(UTC).date()
            taken_off = declare_conflict(db(), actor(), clinician_id, person_id, str(form.kind.data), today)
            flash(f"Saved. {person.name} will not be asked to observe them.")
            if taken_off:
                flash(
                    f"{taken_off} {'sheet' if taken_off == 1 else 'sheets'} planned with them are not asked any more."
                )
            return redirect(url_for("organising.observer", team_id=team_id, person_id=person_id))
    return _page(team, person, form, _when(team_id, person_id, sent=False))


@organising.post("/teams/<uuid:team_id>/people/<uuid:person_id>/observing/when")
def observer_when(team_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """When they can come, and how often at most."""
    team, person = _found(team_id, person_id)
    form = _when(team_id, person_id, sent=True)
    if form.sent():
        with refusals_beside(form):
            say_availability(db(), actor(), team_id, person_id, form.half_days.data or [], form.most.data)
            flash("Saved.")
            return redirect(url_for("organising.observer", team_id=team_id, person_id=person_id))
    return _page(team, person, _whom(team_id, person_id), form)


@organising.post("/teams/<uuid:team_id>/people/<uuid:person_id>/observing/<uuid:clinician_id>/end")
def observer_conflict_end(team_id: uuid.UUID, person_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """A conflict of interest holds no longer."""
    _found(team_id, person_id)
    clinician_in_team(db(), team_id, clinician_id)
    done_or_told(lambda: end_conflict(db(), actor(), clinician_id, person_id), "Taken back.")
    return redirect(url_for("organising.observer", team_id=team_id, person_id=person_id))


def _found(team_id: uuid.UUID, person_id: uuid.UUID) -> tuple[TeamName, PersonInTeam]:
    """Raises NotThere for a team the actor does not lead, and for somebody who does not observe in it."""
    team = team_led_by(db(), actor(), team_id)
    person = person_in_team(db(), team_id, person_id)
    if not any(held.role == "observer" for held in person.roles):
        raise NotThere
    return team, person


def _page(team: TeamName, person: PersonInTeam, whom: ConflictForm, when: AvailabilityForm) -> ResponseReturnValue:
    page = ObserverPage(
        title=titled(f"{person.name} as an observer", whom if whom.errors else when),
        team=team,
        section="people",
        person=person,
        conflicts=conflicts_of_person(db(), actor(), person.id, team.id),
        whom=whom,
        when=when,
    )
    return answered(page, whom if whom.errors else when)


def _whom(team_id: uuid.UUID, person_id: uuid.UUID) -> ConflictForm:
    form = ConflictForm()
    said = {each.clinician_id for each in conflicts_of_person(db(), actor(), person_id, team_id)}
    names = [(each.id, each.name) for each in clinicians_in_team(db(), team_id) if each.id not in said]
    form.clinician.choices = choices(names, first="Choose a clinician")
    return form


def _when(team_id: uuid.UUID, person_id: uuid.UUID, *, sent: bool) -> AvailabilityForm:
    said = availability_in_team(db(), team_id).get(person_id, WhenTheyCome())
    if sent:
        return AvailabilityForm(half_days=list(said.half_days), most=said.most)
    return AvailabilityForm(formdata=None, half_days=list(said.half_days), most=said.most)
