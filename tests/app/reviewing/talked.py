"""A talk about a released report, and an action agreed in it."""

import uuid
from datetime import UTC, datetime, timedelta

from app.models.feedback import IssuedReport
from app.operations.talks import Plan, agree_action
from tests.app.builders import Builder
from tests.app.reviewing.observed import Observed

TODAY = datetime.now(UTC).date()
PLAN = Plan(
    action="Ask what matters before I look at the screen",
    what_will_change="People say what they want to be able to do",
    in_whom="People who come for the first time",
    how_known="Their words stand in the letter",
    mechanism="professionals",
    look_again_on=TODAY + timedelta(days=60),
)
# The same as a form sends it.
SENT = {
    "action": PLAN.action,
    "what_will_change": PLAN.what_will_change,
    "in_whom": PLAN.in_whom,
    "how_known": PLAN.how_known,
    "mechanism": PLAN.mechanism,
    "look_again_on": str(PLAN.look_again_on),
}


def a_report_out(build: Builder) -> Observed:
    """A clinician whose report is out, without the cost of drawing one: nobody can read what stands in it."""
    team = build.a_team()
    lead, person = build.a_person(team, "lead"), build.a_person(team, "clinician", name="Morgan Reyes")
    clinician = build.a_clinician(team, person, name="Morgan Reyes")
    of_round = build.a_round(team)
    consultation = build.a_consultation(build.a_session(of_round, build.a_clinic(team)), clinician)
    of = Observed(team, lead, clinician, person, of_round, (consultation,))
    out(build, of, clinician)
    return of


def out(build: Builder, of: Observed, clinician: uuid.UUID) -> None:
    """A report of this clinician is out."""
    build.session.add(
        IssuedReport(
            clinician_id=clinician, round_id=of.round, number=1, fingerprint="", content={}, pdf=b"", used={},
            issued_by=of.lead,
        )
    )  # fmt: skip
    build.keep()


def an_action(build: Builder, of: Observed, plan: Plan = PLAN) -> uuid.UUID:
    """An action of the clinician whose report is released."""
    found = agree_action(build.session, build.actor(of.person), (of.clinician, of.round), plan)
    build.keep()
    return found
