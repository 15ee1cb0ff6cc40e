"""How my ratings compare: for this observer alone, kindly, from enough on, and with nobody else to be made out."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.database import Database
from app.models.consultations import Assignment
from app.models.people import Person
from app.operations.training import note_training
from app.queries.ratings import ratings_beside_mine
from app.rules import NotThere
from reports.statistics.simulation import simulate_programme
from tests.app.builders import Builder
from tests.app.comparing.studies import LOCKED_AT, Study, crossed_study, simulated_study
from tests.app.conftest import SignIn
from tests.app.operations.test_training import a_training
from tests.app.queries.test_ratings import counted_statements


@pytest.fixture
def programme(build: Builder) -> Study:
    return simulated_study(build, simulate_programme(1, consultations=120, clinicians=8, items=3))


def page(client: FlaskClient, round_id: uuid.UUID) -> str:
    answer = client.get(f"/observe/my-ratings/{round_id}/")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_an_observer_reads_where_they_stand_and_that_nobody_marks_them(sign_in: SignIn, programme: Study) -> None:
    text = page(sign_in(programme.observers[0]), programme.round)
    assert "You are not being marked." in text
    assert "Shown the same average visit, you would give" in text
    for part in ("High or low", "The middle and the ends", "How much of the scale you use", "Item by item"):
        assert part in text
    assert "Through time" in text


def test_no_other_observer_is_named_to_anybody(build: Builder, sign_in: SignIn, programme: Study) -> None:
    names = {person.id: person.name for person in build.session.scalars(select(Person))}
    for observer in (programme.observers[0], programme.observers[-1]):
        text = page(sign_in(observer), programme.round)
        others = [name for each, name in names.items() if each in programme.observers and each != observer]
        assert not any(name in text for name in others)


def test_only_who_observed_in_the_round_opens_it(build: Builder, sign_in: SignIn, programme: Study) -> None:
    """Each role, in the team and outside it; a lead without a sheet reads the same numbers in the comparing room."""
    elsewhere = build.a_team()
    people = [
        build.a_person(programme.team, "observer"),
        build.a_person(elsewhere, "observer"),
        build.a_person(programme.team, "facilitator"),
        programme.lead,
    ]
    build.keep()
    for person in people:
        client = sign_in(person)
        assert client.get(f"/observe/my-ratings/{programme.round}/").status_code in {403, 404}
    key = f"{programme.observers[0]}/patient_partner"
    lead = sign_in(programme.lead)
    assert lead.get(f"/compare/rounds/{programme.round}/severity/observer/?one={key}").status_code == 200
    observer = sign_in(programme.observers[1])
    assert observer.get(f"/compare/rounds/{programme.round}/severity/observer/?one={key}").status_code in {403, 404}


def test_who_no_longer_observes_for_the_team_is_not_let_in(build: Builder, programme: Study) -> None:
    actor = build.actor(programme.observers[0])
    assert ratings_beside_mine(build.session, actor, programme.round)
    build.end_roles(programme.observers[0])
    with pytest.raises(NotThere):
        ratings_beside_mine(build.session, build.actor(programme.observers[0]), programme.round)


def test_an_unfinished_visit_does_not_count(build: Builder, sign_in: SignIn, programme: Study) -> None:
    mine = programme.observers[0]
    before = ratings_beside_mine(build.session, build.actor(mine), programme.round).ratings
    visit = build.session.scalars(
        select(Assignment.consultation_id).where(Assignment.person_id == mine, Assignment.state == "locked")
    ).first()
    assert visit is not None
    other = build.a_person(programme.team, "observer")
    build.an_assignment(visit, other)
    build.keep()
    after = ratings_beside_mine(build.session, build.actor(mine), programme.round).ratings
    assert len(after.sheet_unit) < len(before.sheet_unit)
    assert page(sign_in(mine), programme.round)


def test_below_the_minimum_nothing_is_said_but_how_many_it_takes(build: Builder, sign_in: SignIn) -> None:
    study = crossed_study(build, [[1, 2, 3, 1, 2]] * 4, ["patient_partner"] * 5, range(5))
    text = page(sign_in(study.observers[0]), study.round)
    assert "You have 4 sheets so far that can be compared. It takes 8 before anything can be said." in text
    assert "High or low" not in text


def test_beside_two_others_nothing_is_said_since_they_would_be_somebody(build: Builder, sign_in: SignIn) -> None:
    study = crossed_study(build, [[1, 2, 3], [0, 4, 2]] * 6, ["patient_partner"] * 3, range(5))
    text = page(sign_in(study.observers[0]), study.round)
    assert "Too few other observers have enough sheets yet: it takes 1 more" in text
    assert "High or low" not in text


def test_observers_who_cannot_be_compared_are_told_so_without_a_name(build: Builder, sign_in: SignIn) -> None:
    study = crossed_study(build, [[2, 2, 2, 2, 2]] * 10, ["patient_partner"] * 5, range(5))
    text = page(sign_in(study.observers[0]), study.round)
    assert "Not everybody can be compared yet" in text


def test_practice_with_feedback_is_told_to_who_took_part(build: Builder, sign_in: SignIn, programme: Study) -> None:
    actor = build.actor(programme.lead)
    day = LOCKED_AT.date()
    note_training(build.session, actor, programme.team, a_training(programme.observers[:1], on=day), day)
    build.keep()
    assert "you took part in practice with feedback (Three films)" in page(
        sign_in(programme.observers[0]), programme.round
    )
    assert "Three films" not in page(sign_in(programme.observers[1]), programme.round)


def test_it_is_read_in_welsh(build: Builder, sign_in: SignIn, programme: Study) -> None:
    build.session.execute(update(Person).where(Person.id == programme.observers[0]).values(language="cy"))
    build.keep()
    text = page(sign_in(programme.observers[0]), programme.round)
    assert "Nid ydych chi’n cael eich marcio." in text
    assert "Sut mae fy sgorau’n cymharu" in text


def test_the_only_round_opens_at_once_and_without_any_it_is_said(
    build: Builder, sign_in: SignIn, programme: Study
) -> None:
    answer = sign_in(programme.observers[0]).get("/observe/my-ratings/")
    assert answer.status_code == 302
    newcomer = build.a_person(programme.team, "observer")
    build.keep()
    assert "You have sent no sheet yet." in sign_in(newcomer).get("/observe/my-ratings/").get_data(as_text=True)


def test_the_page_takes_a_bounded_number_of_statements(sign_in: SignIn, programme: Study, database: Database) -> None:
    client = sign_in(programme.observers[0])
    page(client, programme.round)
    with counted_statements(database) as statements:
        page(client, programme.round)
    assert len(statements) <= 16
