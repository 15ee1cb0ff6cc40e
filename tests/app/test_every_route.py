"""Every address, for every role, on one's own things, another team's and things that are not there.

The table below says who opens which room. A new room that is not in it fails here, so that nobody gets in by oversight.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.application import Levelfield
from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment, ClinicSession
from app.models.every import metadata
from app.models.observations import Observation, ObservationRevision
from app.models.programmes import Programme
from app.operations.comment_edits import follow_decision
from app.operations.drafts import begin_draft
from app.operations.feedback import screen_comment
from app.operations.proposals import propose_item
from app.operations.replies import say_back
from app.operations.safety import add_contact, raise_from_comment
from app.operations.told import tell_change
from app.operations.training import note_training
from app.queries.comments import comments_to_screen
from instruments.drafting.beginning import next_version
from instruments.drafting.draft import Draft
from instruments.loading import load
from tests.app.builders import SMALL, Builder
from tests.app.conftest import SignIn
from tests.app.jobs.observed_round import an_ended_job
from tests.app.operations.test_training import a_training
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician
from tests.app.reviewing.talked import an_action

EVERYBODY = frozenset({"stranger", "newcomer", "observer", "lead", "facilitator", "clinician"})
SIGNED_IN = EVERYBODY - {"stranger"}
ROOMS: Mapping[str, frozenset[str]] = {
    "front": EVERYBODY,
    "security": EVERYBODY,
    "offline": EVERYBODY,
    "accounts": SIGNED_IN,
    "observing": frozenset({"observer"}),
    "sync": frozenset({"observer"}),
    "tablet_sync": frozenset({"observer"}),
    "tablets": EVERYBODY,
    "api": frozenset({"lead"}),
    "organising": frozenset({"lead"}),
    "comparing": frozenset({"lead"}),
    "codesigning": frozenset({"lead", "observer"}),
    "deciding": frozenset({"lead"}),
    "studio": frozenset({"lead"}),
    "drafts": frozenset({"lead", "observer"}),
    "paper": frozenset({"lead", "observer"}),
    "previews": frozenset({"lead", "observer"}),
    "mine": frozenset({"clinician"}),
    "reading": frozenset({"clinician", "lead", "facilitator"}),
    "releases": frozenset({"lead", "facilitator"}),
    "safety": frozenset({"lead"}),
}
# What a tablet sends is judged by its body first; its scope is tested where its bodies are made.
JUDGED_BY_BODY = frozenset({"sync", "tablet_sync"})
# A figure is there only when there is something to draw, a linking only for a version that replaces another.
MAY_BE_ABSENT = frozenset(
    {"comparing.pairs_figure", "comparing.observer", "organising.linking", "organising.linking_publish"}
)
WORDS = {
    "item_id": "choices",
    "name": "agreement",
    "form": "svg",
    "filetype": "yaml",
    "answer": "yes",
    "role": "observer",
    "token": "x",
    "filename": "x",
    "revision": 1,
}
WORDS |= {"secret": "x", "how": "lost", "way": "discard"}
WORDS |= {"step": "ready"}
WORDS |= {"code": "levelfield-sdm", "version": "1"}
WORDS |= {"section_id": "options", "entry_id": "choices", "scale_id": "seen", "language": "cy", "part": 1}


@dataclass(frozen=True)
class World:
    """One team with everything in it: by argument name the id, by role the person."""

    ids: Mapping[str, uuid.UUID]
    people: Mapping[str, uuid.UUID]


def a_world(build: Builder) -> World:
    of = an_observed_clinician(build)
    report = released(build, of)
    session = build.session
    edit = a_changed_comment(build, of)
    word = say_back(session, build.actor(of.person), report, "query", "The whole report", "Which visits?")
    partner = build.observer_type(of.team, "patient_partner")
    assignment = session.scalars(
        select(Assignment).where(
            Assignment.consultation_id == of.consultations[0], Assignment.observer_type_id == partner
        )
    ).first()
    assert assignment is not None
    found = {
        "team_id": of.team,
        "round_id": of.round,
        "clinician_id": of.clinician,
        "consultation_id": of.consultations[0],
        "assignment_id": assignment.id,
        "person_id": assignment.person_id,
        "session_id": session.scalars(select(ClinicSession.id).where(ClinicSession.round_id == of.round)).one(),
        "programme_id": session.scalars(select(Programme.id).where(Programme.team_id == of.team)).one(),
        "clinic_id": session.scalars(select(ClinicSession.clinic_id).where(ClinicSession.round_id == of.round)).one(),
        "instrument_id": build.an_instrument(),
        "draft_id": (draft_id := a_draft(build, of.team, of.lead)),
        "proposal_id": propose_item(
            session, build.actor(of.lead), of.team, draft_id, "options", "Asks what matters", ""
        ),
        "action_id": an_action(build, of),
        "together": note_training(
            session, build.actor(of.lead), of.team, a_training([assignment.person_id]), date(2026, 11, 1)
        ),
        "told_id": tell_change(session, build.actor(of.person), (of.clinician, of.round), "I ask first.", named=True),
        "job_id": an_ended_job(build, of.lead, of.round, of.clinician),
        "report_id": report,
        "edit_id": edit,
        "word_id": word,
        "revision_id": session.get_one(EditAsked, edit).revision_id,
        "contact_id": add_contact(
            session, build.actor(of.lead), of.team, name="Ada Lovage", reach="01632 960 001", person_id=None
        ),
        "concern_id": raise_from_comment(
            session,
            build.actor(of.lead),
            of.team,
            session.get_one(EditAsked, edit).revision_id,
            "choices",
            "The patient spoke of not wanting to wake up.",
        ),
    }
    people = {
        "lead": of.lead,
        "facilitator": build.a_person(of.team, "facilitator"),
        "clinician": of.person,
        "observer": assignment.person_id,
    }
    build.keep()
    return World(found, people)


def a_draft(build: Builder, team: uuid.UUID, lead: uuid.UUID) -> uuid.UUID:
    """A draft of the next version of the small instrument, in two languages."""
    definition = Draft(next_version(load(SMALL))).with_values({("languages",): ["en", "cy"]}).definition
    return begin_draft(build.session, build.actor(lead), team, definition, build.an_instrument())


def a_changed_comment(build: Builder, of: Observed) -> uuid.UUID:
    """The newest comment of the observer of the first consultation, changed, so that its author is asked."""
    session, lead = build.session, build.actor(of.lead)
    for comment in comments_to_screen(session, of.clinician, of.round):
        which = (comment.revision_id, comment.entry_id)
        screen_comment(session, lead, of.team, *which, decision="edit", text="Asked.", reason="It names a patient.")
        follow_decision(session, lead, of.team, *which)
    partner = build.observer_type(of.team, "patient_partner")
    return session.scalars(
        select(EditAsked.id)
        .join(ObservationRevision, ObservationRevision.id == EditAsked.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .where(Assignment.consultation_id == of.consultations[0], Assignment.observer_type_id == partner)
    ).one()


def routes(app: Levelfield) -> Iterator[tuple[Rule, str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, rule.endpoint.partition(".")[0]


def address(app: Levelfield, rule: Rule, ids: Mapping[str, uuid.UUID]) -> str:
    values = {name: ids.get(name) or WORDS.get(name) or uuid.uuid4() for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)  # pyright: ignore[reportArgumentType]


def status(client: FlaskClient, method: str, where: str) -> int:
    return client.open(where, method=method).status_code


def things_of(rule: Rule) -> set[str]:
    return {name for name in rule.arguments if name not in WORDS}


def test_every_room_is_in_the_table(app: Levelfield) -> None:
    assert {room for _, _, room in routes(app)} == set(ROOMS)


def test_a_stranger_gets_no_further_than_the_front(app: Levelfield, client: FlaskClient) -> None:
    wrong: list[str] = []
    for rule, method, room in routes(app):
        if "stranger" in ROOMS[room]:
            continue
        where = address(app, rule, {})
        answer = client.open(where, method=method)
        sent_to_sign_in = answer.status_code == 302 and "/account/sign-in" in (answer.location or "")
        if not sent_to_sign_in and answer.status_code != 401:
            wrong.append(f"{method} {where}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", ["newcomer", "observer", "lead", "facilitator", "clinician"])
def test_a_room_is_closed_to_who_does_not_work_there(
    role: str, app: Levelfield, build: Builder, sign_in: SignIn
) -> None:
    """A newcomer has an account and no role yet."""
    team = build.a_team()
    person = build.a_person(team, "observer" if role == "newcomer" else role)
    if role == "newcomer":
        build.end_roles(person)
    client = sign_in(person)
    wrong = [
        f"{method} {rule}: {got}"
        for rule, method, room in routes(app)
        if role not in ROOMS[room] and (got := status(client, method, address(app, rule, {}))) != 403
    ]
    assert wrong == []


@pytest.mark.parametrize("role", ["observer", "lead", "facilitator", "clinician"])
def test_one_finds_ones_own_and_nothing_else(role: str, app: Levelfield, build: Builder, sign_in: SignIn) -> None:
    here, there = a_world(build), a_world(build)
    client = sign_in(here.people[role])
    absent = {name: uuid.uuid4() for name in here.ids}
    # In one's own team's address, but with the inner thing of another team.
    smuggled = {**there.ids, "team_id": here.ids["team_id"]}
    wrong: list[str] = []
    for rule, method, room in routes(app):
        things = things_of(rule)
        if role not in ROOMS[room] or not things or room in JUDGED_BY_BODY:
            continue
        for whose, ids in (("another team's", there.ids), ("absent", absent), ("smuggled", smuggled)):
            if whose == "smuggled" and ("team_id" not in things or things <= {"team_id", "instrument_id"}):
                continue
            got = status(client, method, address(app, rule, ids))
            if got != 404:
                wrong.append(f"{method} {rule} with {whose}: {got}")
        if method == "GET" and things <= set(here.ids) and rule.endpoint not in MAY_BE_ABSENT:
            got = status(client, method, address(app, rule, here.ids))
            if got not in (200, 302):
                wrong.append(f"{method} {rule} with one's own: {got}")
    assert wrong == []


def test_opening_a_page_writes_nothing_but_that_it_was_looked_at(
    app: Levelfield, build: Builder, sign_in: SignIn, session: Session
) -> None:
    here = a_world(build)
    before = contents(session)
    for role, person in here.people.items():
        client = sign_in(person)
        for rule, method, room in routes(app):
            if method == "GET" and role in ROOMS[room]:
                status(client, method, address(app, rule, here.ids))
    assert contents(session) == before


def contents(session: Session) -> dict[str, int]:
    """How many rows each table holds, but for sessions and the audit log."""
    session.rollback()
    counts = {
        table.name: len(session.execute(select(table)).all())
        for table in metadata.sorted_tables
        if table.name not in ("web_session", "audit_event")
    }
    session.rollback()
    return counts
