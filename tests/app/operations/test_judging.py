"""Forms are kept once they are read, and nobody is judged with one that is not theirs or is over."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.database import Database
from app.models.consultations import Consultation
from app.models.instruments import PublishedInstrument
from app.operations.judging import SubmittedSheet, judged_in, read_sheets
from app.operations.known_sheets import PlaceOfSheet, places_of
from app.operations.trials import begin_trial, throw_trial_away
from app.rules import Gone, Unfit
from tests.app.builders import SMALL, Builder
from tests.app.observing.frozen import ANSWERS
from tests.app.queries.test_ratings import counted_statements


def a_place(build: Builder, team: uuid.UUID, instrument: uuid.UUID) -> PlaceOfSheet:
    slots = build.a_session(build.a_round(team, instrument), build.a_clinic(team))
    consultation = build.a_consultation(slots, build.a_clinician(team))
    assignment = build.an_assignment(consultation, build.a_person(team, "observer"))
    build.session.get_one(Consultation, consultation).consent = "agreed"
    build.keep()
    return places_of(build.session, [assignment])[assignment]


def a_sheet_on(form: PublishedInstrument, place: PlaceOfSheet) -> SubmittedSheet:
    return SubmittedSheet(uuid.uuid4(), place.id, form.fingerprint, ANSWERS, datetime(2026, 3, 2, 10, tzinfo=UTC))


def test_a_published_form_is_asked_for_once(database: Database, build: Builder, session: Session) -> None:
    form = session.get_one(PublishedInstrument, build.an_instrument())
    submitted = a_sheet_on(form, a_place(build, build.a_team(), form.id))
    read_sheets(database, [submitted])
    with counted_statements(database) as said:
        assert read_sheets(database, [submitted])[0].fits
    assert said == []


def test_a_form_that_is_kept_for_one_team_is_not_known_to_another(
    database: Database, build: Builder, session: Session
) -> None:
    own, other = build.a_team(), build.a_team()
    form = session.get_one(PublishedInstrument, build.an_instrument())
    form.team_id = own
    place, elsewhere = a_place(build, own, form.id), a_place(build, other, form.id)
    submitted = a_sheet_on(form, place)
    judged_in(place, submitted, read_sheets(database, [submitted])[0])
    with pytest.raises(Unfit, match="not known here"):
        judged_in(elsewhere, submitted, read_sheets(database, [submitted])[0])


def test_a_trial_that_was_read_before_is_over_when_it_ends(
    database: Database, build: Builder, session: Session
) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    form = session.get_one(PublishedInstrument, begin_trial(session, lead, team, SMALL))
    place = a_place(build, team, form.id)
    submitted = a_sheet_on(form, place)
    judged_in(place, submitted, read_sheets(database, [submitted])[0])
    throw_trial_away(session, lead, team, form.id)
    session.commit()
    with pytest.raises(Gone, match="trial that has ended"):
        judged_in(place, submitted, read_sheets(database, [submitted])[0])
