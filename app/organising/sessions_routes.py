"""Clinic sessions of a round: plan one, change its slots, ask observers, note that no sheet will come."""

import uuid
from datetime import UTC, date, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.asking_observers import assign_observers
from app.operations.assignments import give_up_assignment, release_observer
from app.operations.sessions import SessionPlan, add_session, add_slot, change_slots, mark_warm_up, remove_slot
from app.organising.blueprint import organising
from app.organising.pages import FormPage, Way
from app.organising.planning_forms import GiveUpForm, ObserversForm, SessionForm, SlotForm, slots_form
from app.organising.round_pages import SessionPage
from app.organising.session_observers import observers_for_session
from app.organising.slots_shown import slots_shown
from app.organising.wordings import HALF_DAYS
from app.queries.clinics import clinicians_in_team, clinics_in_team
from app.queries.programmes import round_of_lead
from app.queries.sessions import assignment_of_lead, double_bookings, session_of_consultation, session_of_lead
from app.rules import Problem, Unfit
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices


@organising.route("/rounds/<uuid:round_id>/sessions/new", methods=["GET", "POST"])
def new_session(round_id: uuid.UUID) -> ResponseReturnValue:
    """Plan a half-day in a clinic."""
    found = round_of_lead(db(), actor(), round_id)
    form = SessionForm()
    form.clinic.choices = choices(
        ((each.id, each.name) for each in clinics_in_team(db(), found.team.id)), first="Choose a clinic"
    )
    form.clinician.choices = choices(_clinicians(found.team.id), first="Choose a clinician")
    if form.sent():
        with refusals_beside(form):
            made = add_session(db(), actor(), round_id, _plan(form))
            flash("The session is saved. Now say who observes.")
            return redirect(url_for("organising.session_page", session_id=made))
    page = FormPage(
        title=titled("Add a session", form),
        team=found.team,
        section="programmes",
        heading="Add a session",
        intro="A session is half a day in one clinic. Its code and a slot number are all that name a visit.",
        form=form,
        action=url_for("organising.new_session", round_id=round_id),
        send="Save this session",
        back=Way(found.name, url_for("organising.round_page", round_id=round_id)),
    )
    return answered(page, form)


@organising.route("/sessions/<uuid:session_id>/", methods=["GET", "POST"])
def session_page(session_id: uuid.UUID) -> ResponseReturnValue:
    """One session; the form asks observers to observe its slots."""
    found = session_of_lead(db(), actor(), session_id)
    in_round = round_of_lead(db(), actor(), found.round_id)
    observers = observers_for_session(found, in_round.team.id)
    open_slots = [each.slot for each in found.slots if each.consent not in ("declined", "withdrawn")]
    form = ObserversForm(slots=[str(slot) for slot in open_slots])
    form.first_observer.choices = choices(observers.offered, first="Choose an observer")
    form.second_observer.choices = choices(observers.offered, first="Nobody else")
    form.slots.choices = choices((slot, f"Slot {slot}") for slot in open_slots)
    if form.sent():
        with refusals_beside(form):
            chosen = [uuid.UUID(each) for each in (form.first_observer.data, form.second_observer.data) if each]
            slots = [int(slot) for slot in form.slots.data or []]
            added = assign_observers(db(), actor(), session_id, chosen, slots)
            flash(_asked(added))
            for clash in double_bookings(db(), session_id, chosen):
                flash(f"Please check: {clash.observer} is also asked for session {clash.session_code} then.", "error")
            return redirect(url_for("organising.session_page", session_id=session_id))
    page = SessionPage(
        title=titled(f"Session {found.code}", form),
        team=in_round.team,
        section="programmes",
        round=in_round,
        session=found,
        half_day=HALF_DAYS[found.half_day],
        slots=slots_shown(found, actor().id, _today()),
        form=form,
        enough_observers=bool(observers.offered),
        untrained=observers.untrained,
    )
    return answered(page, form)


@organising.route("/sessions/<uuid:session_id>/slots", methods=["GET", "POST"])
def edit_slots(session_id: uuid.UUID) -> ResponseReturnValue:
    """Say who sees the patient of each slot."""
    found = session_of_lead(db(), actor(), session_id)
    team = round_of_lead(db(), actor(), found.round_id).team
    offered = choices(_clinicians(team.id))
    numbers = [each.slot for each in found.slots]
    form = slots_form(numbers, offered)(data={f"slot_{each.slot}": str(each.clinician_id) for each in found.slots})
    back = Way(f"Session {found.code}", url_for("organising.session_page", session_id=session_id))
    if form.sent():
        with refusals_beside(form):
            wanted = {slot: uuid.UUID(str(form[f"slot_{slot}"].data)) for slot in numbers}
            change_slots(db(), actor(), session_id, wanted)
            flash("Saved.")
            return redirect(back.address)
    heading = f"Clinicians of session {found.code}"
    page = FormPage(
        title=titled(heading, form),
        team=team,
        section="programmes",
        heading=heading,
        intro="A slot whose sheet is in keeps its clinician.",
        form=form,
        action=url_for("organising.edit_slots", session_id=session_id),
        send="Save the clinicians",
        back=back,
    )
    return answered(page, form)


@organising.route("/sessions/<uuid:session_id>/slots/new", methods=["GET", "POST"])
def new_slot(session_id: uuid.UUID) -> ResponseReturnValue:
    """One more slot at the end of the session."""
    found = session_of_lead(db(), actor(), session_id)
    team = round_of_lead(db(), actor(), found.round_id).team
    form = SlotForm(clinician=str(found.slots[-1].clinician_id) if found.slots else "")
    form.clinician.choices = choices(_clinicians(team.id), first="Choose a clinician")
    back = Way(f"Session {found.code}", url_for("organising.session_page", session_id=session_id))
    if form.sent():
        with refusals_beside(form):
            number = add_slot(db(), actor(), session_id, uuid.UUID(str(form.clinician.data)))
            flash(f"Slot {number} is added. Say who observes it.")
            return redirect(back.address)
    page = FormPage(
        title=titled("Add a slot", form),
        team=team,
        section="programmes",
        heading="Add a slot",
        intro=f"It comes after the last slot of session {found.code}.",
        form=form,
        action=url_for("organising.new_slot", session_id=session_id),
        send="Add this slot",
        back=back,
    )
    return answered(page, form)


@organising.post("/slots/<uuid:consultation_id>/remove")
def end_slot(consultation_id: uuid.UUID) -> ResponseReturnValue:
    """Take away a slot that nobody has used."""
    session_id = session_of_consultation(db(), actor(), consultation_id)
    done_or_told(lambda: remove_slot(db(), actor(), consultation_id), "The slot is removed.")
    return redirect(url_for("organising.session_page", session_id=session_id))


@organising.post("/slots/<uuid:consultation_id>/warm-up/<any(yes, no):answer>")
def warm_up(consultation_id: uuid.UUID, answer: str) -> ResponseReturnValue:
    """Flag a consultation as a warm-up, or take the flag away."""
    session_id = session_of_consultation(db(), actor(), consultation_id)
    done_or_told(lambda: mark_warm_up(db(), actor(), consultation_id, warm_up=answer == "yes"), "Saved.")
    return redirect(url_for("organising.session_page", session_id=session_id))


@organising.post("/assignments/<uuid:assignment_id>/take-off")
def take_off(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Take an observer off a slot whose day has not come."""
    found = assignment_of_lead(db(), actor(), assignment_id)
    done_or_told(lambda: release_observer(db(), actor(), assignment_id, _today()), f"{found.observer} is taken off.")
    return redirect(url_for("organising.session_page", session_id=found.session_id))


@organising.route("/assignments/<uuid:assignment_id>/give-up", methods=["GET", "POST"])
def give_up(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Note that no sheet will come, and why."""
    found = assignment_of_lead(db(), actor(), assignment_id)
    form = GiveUpForm()
    back = Way(f"Session {found.session_code}", url_for("organising.session_page", session_id=found.session_id))
    if form.sent():
        with refusals_beside(form):
            give_up_assignment(db(), actor(), assignment_id, form.reason.data or "")
            flash("Noted: no sheet will come.")
            return redirect(back.address)
    heading = f"Give up the sheet of {found.observer}, slot {found.slot}"
    page = FormPage(
        title=titled(heading, form),
        team=round_of_lead(db(), actor(), found.round_id).team,
        section="programmes",
        heading=heading,
        intro="Once every other sheet of this consultation is in, its observers may look at them together.",
        form=form,
        action=url_for("organising.give_up", assignment_id=assignment_id),
        send="Give up this sheet",
        back=back,
    )
    return answered(page, form)


def _today() -> date:
    return datetime.now(UTC).date()


def _clinicians(team_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    return [
        (each.id, f"{each.name} ({each.clinic})" if each.clinic else each.name)
        for each in clinicians_in_team(db(), team_id)
    ]


def _plan(form: SessionForm) -> SessionPlan:
    on_date = form.on_date.data
    if on_date is None:
        raise Unfit([Problem("on_date", "Choose the day of the session.")])
    return SessionPlan(
        on_date=on_date,
        half_day=str(form.half_day.data),
        clinic_id=uuid.UUID(str(form.clinic.data)),
        clinicians=[uuid.UUID(str(form.clinician.data))] * (form.slots.data or 0),
        code=form.code.data or "",
    )


def _asked(added: int) -> str:
    if not added:
        return "They were asked already, so nothing changed."
    return f"{added} {'sheet is' if added == 1 else 'sheets are'} asked for."
