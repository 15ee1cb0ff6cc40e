"""One clinician's ladder: see where it stands, take a step, plan it, take it back."""

import uuid
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.climbing import may_take, open_guide, plan, take_back, take_step, today
from app.ladder.standing import rung_of
from app.ladder.steps import STEPS
from app.queries.ladder import OnLadder
from app.queries.people import people_by_role
from app.queries.replies import words_about
from app.queries.reports import newest_report_id
from app.reviewing.blueprint import releases
from app.reviewing.finding import the_report
from app.reviewing.ladder_forms import BackForm, GuideForm, PlanForm, ReadyForm, ScreenedForm, StepForm
from app.reviewing.ladder_pages import LadderPage, StepPage
from app.reviewing.ladder_shown import RungShown, rungs_shown
from app.rules import NotThere
from app.web.asking import answered, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices
from app.words import LADDER_STEPS

BY_HAND = f"any({', '.join(code for code in LADDER_STEPS if STEPS[code].by_hand)})"
PLANNED = f"any({', '.join(code for code in LADDER_STEPS if code not in ('authors', 'reply'))})"
FORMS: dict[str, type[WebForm]] = {"ready": ReadyForm, "comments": ScreenedForm, "guide": GuideForm}
INTROS = {
    "ready": "What is missing does not always hold a report up. Say why it goes on, and it does: your reason is kept.",
    "comments": "Some things no program can find. Look for each of them in every comment before you tick it.",
    "lead": "Read the draft first. With this you say that the report may go to the supporting colleague.",
    "guide": "You say with this that you will talk the report through with the clinician.",
    "talk": "After the talk the clinician’s reflection is locked as it stands. One that is not written yet can"
    " still be written once.",
}
SEND = {
    "ready": "It may go on",
    "comments": "All comments are read",
    "lead": "Give the go-ahead",
    "guide": "I will talk it through",
    "talk": "We have talked it through",
}


@releases.get("/<uuid:round_id>/<uuid:clinician_id>/")
def ladder(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """Every step of one clinician's report."""
    of_round, of = the_report(round_id, clinician_id)
    return render(
        LadderPage(
            title=f"Report of {of.name}",
            of_round=of_round,
            clinician=of,
            rungs=_shown(of),
            report_id=newest_report_id(db(), clinician_id, round_id),
            made_anew=of.facts.made_anew,
            talk_on=of.talk_on,
            said=words_about(db(), clinician_id, round_id),
            again_address=url_for("releases.release", round_id=round_id, clinician_id=clinician_id)
            if of.facts.released_at and may_take(actor(), of, "released")
            else "",
        )
    )


@releases.route(f"/<uuid:round_id>/<uuid:clinician_id>/steps/<{BY_HAND}:step>/", methods=["GET", "POST"])
def step(round_id: uuid.UUID, clinician_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """Take one step, with what it asks for."""
    _, of = the_report(round_id, clinician_id)
    form: Any = FORMS.get(step, StepForm)()
    if form.sent():
        with refusals_beside(form):
            if step == "guide":
                open_guide(db(), actor(), of, form.talk_on.data, form.note.data or "")
            else:
                take_step(db(), actor(), of, step, form.note.data or "")
            flash(f"Done: {STEPS[step].name.lower()}.")
            return redirect(_back(of))
    shown = next(each for each in _shown(of) if each.code == step)
    page = StepPage(
        title=titled(f"{STEPS[step].name}: {of.name}", form),
        clinician=of,
        heading=STEPS[step].name,
        intro=INTROS[step],
        lines=shown.lines,
        form=form,
        action=_address("step", of, step),
        send=SEND[step],
        back_address=_back(of),
        refused=_not_now(shown, of, step),
    )
    return answered(page, form)


@releases.route(f"/<uuid:round_id>/<uuid:clinician_id>/steps/<{PLANNED}:step>/plan", methods=["GET", "POST"])
def plan_of_step(round_id: uuid.UUID, clinician_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """Say who takes a step and until when."""
    _, of = the_report(round_id, clinician_id)
    rung = rung_of(of.rungs(today()), step)
    people = people_by_role(db(), of.team_id, STEPS[step].takers)
    form = PlanForm(data={"person": str(rung.person_id or ""), "due_on": rung.due_on})
    form.person.choices = choices([("", "Whoever may take it"), *((str(key), name) for key, name in people)])
    if form.sent():
        with refusals_beside(form):
            plan(db(), actor(), of, step, _chosen(form.person.data), form.due_on.data)
            flash("Saved.")
            return redirect(_back(of))
    page = StepPage(
        title=titled(f"Who and until when: {STEPS[step].name}", form),
        clinician=of,
        heading=f"Who and until when: {STEPS[step].name}",
        intro="Whoever you choose finds it on their own page. No e-mail is sent.",
        lines=(),
        form=form,
        action=_address("plan_of_step", of, step),
        send="Save",
        back_address=_back(of),
        refused="" if may_take(actor(), of, step) else "This is for those who may take the step.",
    )
    return answered(page, form)


@releases.route(f"/<uuid:round_id>/<uuid:clinician_id>/steps/<{BY_HAND}:step>/back", methods=["GET", "POST"])
def step_back(round_id: uuid.UUID, clinician_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """Take a step back, with a reason."""
    _, of = the_report(round_id, clinician_id)
    form = BackForm()
    if form.sent():
        with refusals_beside(form):
            take_back(db(), actor(), of, step, form.note.data or "")
            flash(f"Taken back: {STEPS[step].name.lower()}.")
            return redirect(_back(of))
    done = rung_of(of.rungs(today()), step).state == "done"
    page = StepPage(
        title=titled(f"Take back: {STEPS[step].name}", form),
        clinician=of,
        heading=f"Take back: {STEPS[step].name}",
        intro="The log keeps who had taken it and when.",
        lines=(),
        form=form,
        action=_address("step_back", of, step),
        send="Take it back",
        back_address=_back(of),
        refused="" if done and may_take(actor(), of, step) else "There is nothing here for you to take back.",
    )
    return answered(page, form)


def _shown(of: OnLadder) -> tuple[RungShown, ...]:
    who = actor()
    may = frozenset(code for code in LADDER_STEPS if may_take(who, of, code))
    return rungs_shown(of, of.rungs(today()), may=may, leads=of.team_id in who.teams_as("lead"))


def _not_now(shown: RungShown, of: OnLadder, step: str) -> str:
    if not may_take(actor(), of, step):
        return f"{shown.who or 'Somebody else'} takes this step."
    if shown.state == "done":
        return f"Done: {shown.done}." if shown.done else "Done."
    return "" if shown.state == "now" else "The steps before it come first."


def _address(endpoint: str, of: OnLadder, step: str) -> str:
    return url_for(f"releases.{endpoint}", round_id=of.round_id, clinician_id=of.id, step=step)


def _back(of: OnLadder) -> str:
    return url_for("releases.ladder", round_id=of.round_id, clinician_id=of.id)


def _chosen(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        raise NotThere from None
