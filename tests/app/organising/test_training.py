"""The lead's pages about training: who lacks it, and where planning warns of it."""

import re
import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.training import Training
from app.operations.training import note_training
from tests.app.builders import SMALL, Builder
from tests.app.conftest import SignIn
from tests.app.operations.test_training import DAY, TODAY, a_training


@dataclass(frozen=True)
class Desk:
    team: uuid.UUID
    session: uuid.UUID
    slot: uuid.UUID
    instrument: uuid.UUID
    trained: uuid.UUID
    untrained: uuid.UUID
    lead: uuid.UUID
    client: FlaskClient

    @property
    def home(self) -> str:
        return f"/organise/teams/{self.team}/training/"


@pytest.fixture
def desk(build: Builder, sign_in: SignIn) -> Desk:
    team = build.a_team()
    lead = build.a_person(team, "lead")
    trained = build.a_person(team, "observer", name="Ann Price")
    untrained = build.a_person(team, "observer", "peer_clinician", name="Bo Lind")
    instrument = build.an_instrument()
    of_round = build.a_round(team, instrument)
    session = build.a_session(of_round, build.a_clinic(team), DAY)
    slot = build.a_consultation(session, build.a_clinician(team))
    day_before = date.fromordinal(DAY.toordinal() - 1)
    done = a_training([trained], on=day_before, kind="initial", instrument_id=instrument)
    note_training(build.session, build.actor(lead), team, done, TODAY)
    build.keep()
    return Desk(team, session, slot, instrument, trained, untrained, lead, sign_in(lead))


def sent(desk: Desk, **changed: object) -> dict[str, object]:
    return {
        "kind": "initial",
        "on_date": DAY.isoformat(),
        "hours": "2.5",
        "led_by": "Mina Patel",
        "instrument": str(desk.instrument),
        "what": "",
        "people": [str(desk.untrained)],
        **changed,
    }


def row_of(text: str, name: str) -> str:
    return next(row for row in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if name in row)


def test_the_page_says_who_is_trained_and_who_is_not(desk: Desk) -> None:
    text = desk.client.get(desk.home).text
    assert "8 Mar 2026" in row_of(text, "Ann Price")
    assert "None noted" in row_of(text, "Bo Lind")
    assert "1 observer has no training noted" in text


def test_the_page_of_people_marks_who_lacks_training(desk: Desk) -> None:
    text = desk.client.get(f"/organise/teams/{desk.team}/people/").text
    assert "No training noted" in row_of(text, "Bo Lind")
    assert "No training noted" not in row_of(text, "Ann Price")


def test_one_training_is_noted_for_several_at_once(desk: Desk, session: Session) -> None:
    desk.client.post(f"{desk.home}new", data=sent(desk, people=[str(desk.trained), str(desk.untrained)]))
    assert "no training noted" not in desk.client.get(desk.home).text
    assert len(session.scalars(select(Training)).all()) == 3


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "Choose what kind of training it was."),
        ({"on_date": ""}, "Choose the day."),
        ({"on_date": "2999-01-01"}, "Choose today or an earlier day"),
        ({"hours": "two"}, "Write the hours as a number from 0.25 to 40"),
        ({"hours": "0"}, "Write the hours as a number from 0.25 to 40"),
        ({"led_by": ""}, "Write who led it"),
        ({"people": []}, "Choose who took part."),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_kept(
    desk: Desk, session: Session, changed: dict[str, object], sentence: str
) -> None:
    answer = desk.client.post(f"{desk.home}new", data=sent(desk, **changed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(session.scalars(select(Training)).all()) == 1


def test_an_entry_is_corrected_and_taken_back_with_a_reason(desk: Desk, session: Session) -> None:
    together = session.scalars(select(Training.together)).one()
    session.commit()
    page = desk.client.get(f"{desk.home}{together}/").text
    assert 'value="8 March' not in page
    assert 'value="2026-03-08"' in page
    desk.client.post(f"{desk.home}{together}/", data=sent(desk, hours="4", why="It took longer"))
    corrected = session.scalars(select(Training)).one()
    assert (corrected.person_id, corrected.hours) == (desk.untrained, 4.0)
    session.commit()
    assert desk.client.post(f"{desk.home}{together}/take-back", data={"why": ""}).status_code == 422
    desk.client.post(f"{desk.home}{together}/take-back", data={"why": "It was cancelled"})
    assert session.scalars(select(Training)).all() == []


def test_planning_warns_of_who_is_not_trained_and_blocks_nobody(desk: Desk) -> None:
    address = f"/organise/sessions/{desk.session}/"
    before = desk.client.get(address).text
    assert "Bo Lind (Peer clinician, no training noted)" in before
    assert "Ann Price (Patient partner)" in before
    wanted = {"first_observer": str(desk.trained), "second_observer": str(desk.untrained), "slots": ["1"]}
    after = desk.client.post(address, data=wanted, follow_redirects=True).text
    assert "2 sheets are asked for." in after
    assert "<li>Bo Lind, on " in after
    assert "<li>Ann Price, on " not in after


def test_training_on_the_day_itself_comes_too_late_for_it(desk: Desk) -> None:
    desk.client.post(f"{desk.home}new", data=sent(desk))
    assert "Bo Lind (Peer clinician, no training noted)" in desk.client.get(f"/organise/sessions/{desk.session}/").text


def test_training_on_an_older_version_of_a_form_counts(build: Builder, desk: Desk, session: Session) -> None:
    newer = build.an_instrument(SMALL.replace('version: "1"', 'version: "2"'))
    build.a_session(build.a_round(desk.team, newer), build.a_clinic(desk.team))
    build.keep()
    assert "8 Mar 2026" in row_of(desk.client.get(desk.home).text, "Ann Price")
    assert "1 observer has no training noted" in desk.client.get(desk.home).text


def test_another_teams_training_is_not_there(build: Builder, sign_in: SignIn, desk: Desk, session: Session) -> None:
    other_team = build.a_team()
    other = sign_in(build.a_person(other_team, "lead"))
    together = session.scalars(select(Training.together)).one()
    session.commit()
    for where in (desk.home, f"{desk.home}new", f"{desk.home}{together}/", f"{desk.home}{together}/take-back"):
        assert other.get(where).status_code == 404
    assert other.get(f"/organise/teams/{other_team}/training/{together}/").status_code == 404
