"""Whom I should not observe, and when I can come: said by the observer, used by whoever plans."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.observing.blueprint import observing
from app.observing.whom_forms import DAYS, HALVES, WHOLE_NUMBER, WHY, WhenForm, WhomForm, half_day_choices
from app.operations.availability import say_availability
from app.operations.conflicts import declare_conflict, end_conflict
from app.queries.conflicts import TeamObserved, teams_observed_by
from app.rules import Conflict, NotThere, Unfit
from app.web.languages import _
from app.web.page import Page, render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices


@dataclass(frozen=True, slots=True)
class TeamForms:
    """One team I observe for, with its two forms. Field names of the second team and on carry the team's mark."""

    team: TeamObserved
    whom: WhomForm
    when: WhenForm


@dataclass(frozen=True)
class WhomPage(Page):
    """Whom I should not observe, and when I can come. ``why``: the reasons in words. ``of_several``: name the teams."""

    template: ClassVar[str] = "observing/whom.html"

    teams: tuple[TeamForms, ...]
    why: dict[str, str] = field(default_factory=lambda: WHY)

    @property
    def of_several(self) -> bool:
        return len(self.teams) > 1


@observing.get("/whom-and-when/")
def you_and_the_clinics() -> ResponseReturnValue:
    """What I said so far, and the forms to change it. ``clinician`` in the address is chosen already."""
    return _page({}, {})


@observing.post("/teams/<uuid:team_id>/whom")
def say_whom(team_id: uuid.UUID) -> ResponseReturnValue:
    """I should not observe this clinician."""
    team, mark = _team(team_id)
    form = _whom(team, mark, request.form)
    if not form.sent():
        return _page({team_id: form}, {}), 422
    clinician_id = next(each.id for each in team.clinicians if str(each.id) == form.clinician.data)
    try:
        today = datetime.now(UTC).date()
        taken_off = declare_conflict(db(), actor(), clinician_id, actor().id, str(form.kind.data), today)
    except Unfit as refused:
        form.clinician.errors = [*form.clinician.errors, *(_(each.sentence) for each in refused.problems)]
        return _page({team_id: form}, {}), 422
    flash(_("Thank you. You will not be asked to observe them."))
    if taken_off:
        flash(_("You are taken off what was planned with them: {count} visits.", count=taken_off))
    return redirect(url_for("observing.you_and_the_clinics"))


@observing.post("/conflicts/<uuid:clinician_id>/end")
def take_back(clinician_id: uuid.UUID) -> ResponseReturnValue:
    """It holds no longer."""
    try:
        with db().begin_nested():
            end_conflict(db(), actor(), clinician_id, actor().id)
    except Conflict as refused:
        flash(_(str(refused)), "error")
    else:
        flash(_("Done. You may be asked to observe them again."))
    return redirect(url_for("observing.you_and_the_clinics"))


@observing.post("/teams/<uuid:team_id>/when")
def say_when(team_id: uuid.UUID) -> ResponseReturnValue:
    """These half-days suit me, and no more than so many."""
    team, mark = _team(team_id)
    form = _when(team, mark, request.form)
    if not form.sent():
        if form.most.errors:
            form.most.errors = [WHOLE_NUMBER]
        return _page({}, {team_id: form}), 422
    try:
        say_availability(db(), actor(), team_id, actor().id, form.half_days.data or [], form.most.data)
    except Unfit as refused:
        form.half_days.errors = [*form.half_days.errors, *(_(each.sentence) for each in refused.problems)]
        return _page({}, {team_id: form}), 422
    flash(_("Thank you. Your lead plans with it."))
    return redirect(url_for("observing.you_and_the_clinics"))


def _page(whom: dict[uuid.UUID, WhomForm], when: dict[uuid.UUID, WhenForm]) -> str:
    found = teams_observed_by(db(), actor())
    teams = tuple(
        TeamForms(
            team,
            whom.get(team.id) or _whom(team, _mark(team, found), None),
            when.get(team.id) or _when(team, _mark(team, found), None),
        )
        for team in found
    )
    heading = _("Whom you should not observe, and when you can come")
    return render(WhomPage(title=f"{_('Error:')} {heading}" if whom or when else heading, teams=teams))


def _team(team_id: uuid.UUID) -> tuple[TeamObserved, str]:
    """The team and its mark. Raises NotThere for a team I do not observe for."""
    teams = teams_observed_by(db(), actor())
    found = next((each for each in teams if each.id == team_id), None)
    if found is None:
        raise NotThere
    return found, _mark(found, teams)


def _mark(team: TeamObserved, teams: tuple[TeamObserved, ...]) -> str:
    """Begins the field names of every team but the first, so that no two fields of the page share an id."""
    return "" if team == teams[0] else f"t{team.id.hex[:8]}-"


def _whom(team: TeamObserved, mark: str, sent: MultiDict[str, str] | None) -> WhomForm:
    chosen = request.args.get("clinician", "")
    form = WhomForm(formdata=sent, prefix=mark, clinician=chosen)
    said = {each.clinician_id for each in team.conflicts}
    names = ((each.id, each.name) for each in team.clinicians if each.id not in said)
    form.clinician.choices = choices(names, first=_("Choose a clinician"))
    return form


def _when(team: TeamObserved, mark: str, sent: MultiDict[str, str] | None) -> WhenForm:
    form = WhenForm(formdata=sent, prefix=mark, half_days=list(team.when.half_days), most=team.when.most)
    form.half_days.choices = choices(half_day_choices(DAYS, HALVES))
    return form
