"""Who may be brought into a team, and who may be given a link that makes its holder that person."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.application import Levelfield
from app.models.audit import AuditEvent
from app.models.people import Membership, Person
from app.operations.accounts import add_membership
from app.operations.invitations import invite_person, remove_person, set_up_token, take_role
from app.rules import NotAllowed, NotThere, Unfit
from tests.app.builders import Builder


def test_a_person_is_added_with_several_roles_and_an_observer_type(build: Builder, session: Session) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    kind = build.observer_type(team, "patient_partner")
    made = invite_person(session, lead, team, "Pat", "Pat@Example.org", ["observer", "clinician"], kind)
    roles = session.scalars(select(Membership.role).where(Membership.person_id == made).order_by(Membership.role))
    assert roles.all() == ["clinician", "observer"]
    assert session.get_one(Person, made).email == "pat@example.org"


def test_an_observer_without_a_type_is_refused(build: Builder, session: Session) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    with pytest.raises(Unfit, match="kind of observer"):
        invite_person(session, lead, team, "Pat", "pat@example.org", ["observer"])


def test_a_lead_cannot_add_people_to_another_team(build: Builder, session: Session) -> None:
    lead = build.actor(build.a_person(build.a_team(), "lead"))
    with pytest.raises(NotThere):
        invite_person(session, lead, build.a_team(), "Pat", "pat@example.org", ["clinician"])


def test_a_link_is_refused_for_somebody_who_also_works_in_another_team(
    build: Builder, session: Session, app: Levelfield
) -> None:
    """Else adding a stranger's address to one's own team would open the stranger's other team."""
    ours, theirs = build.a_team(), build.a_team()
    lead = build.actor(build.a_person(ours, "lead"))
    stranger = build.a_person(theirs, "lead")
    add_membership(session, stranger, ours, "clinician", actor_id=lead.id)
    with app.test_request_context(), pytest.raises(NotAllowed, match="another team"):
        set_up_token(session, lead, ours, stranger)


def test_a_link_is_refused_for_an_administrator(build: Builder, session: Session, app: Levelfield) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    administrator = build.a_person(team, "facilitator")
    session.get_one(Person, administrator).is_administrator = True
    with app.test_request_context(), pytest.raises(NotAllowed, match="administrator"):
        set_up_token(session, lead, team, administrator)


def test_a_link_is_refused_for_somebody_outside_the_team(build: Builder, session: Session, app: Levelfield) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    stranger = build.a_person(build.a_team(), "clinician")
    with app.test_request_context(), pytest.raises(NotThere):
        set_up_token(session, lead, team, stranger)


def test_making_a_link_is_recorded_and_its_secret_is_not(build: Builder, session: Session, app: Levelfield) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    with app.test_request_context():
        token = set_up_token(session, lead, team, build.a_person(team, "clinician"))
    event = session.scalars(select(AuditEvent).where(AuditEvent.event == "set-up link made")).one()
    assert event.actor_id == lead.id
    assert token not in str(event.details) + event.subject


def test_a_team_is_never_left_without_a_lead(build: Builder, session: Session) -> None:
    team = build.a_team()
    only = build.a_person(team, "lead")
    with pytest.raises(Unfit, match="only lead"):
        take_role(session, build.actor(only), team, only, "lead")


def test_removing_a_person_ends_every_role_in_this_team_only(build: Builder, session: Session) -> None:
    ours, theirs = build.a_team(), build.a_team()
    lead = build.actor(build.a_person(ours, "lead"))
    person = build.a_person(ours, "observer")
    add_membership(session, person, ours, "clinician", actor_id=lead.id)
    add_membership(session, person, theirs, "clinician", actor_id=None)
    remove_person(session, lead, ours, person)
    left = session.scalars(
        select(Membership.team_id).where(Membership.person_id == person, Membership.ended_at.is_(None))
    )
    assert left.all() == [theirs]
