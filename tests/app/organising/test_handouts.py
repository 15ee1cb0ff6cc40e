"""A lead prints leaflet and poster for a clinic."""

import io
import uuid

import pypdf
import pytest
from flask.testing import FlaskClient

from tests.app.builders import Builder
from tests.app.conftest import SignIn


@pytest.fixture
def place(build: Builder, sign_in: SignIn) -> tuple[FlaskClient, uuid.UUID, uuid.UUID]:
    team = build.a_team()
    clinic = build.a_clinic(team)
    lead = build.a_person(team, "lead")
    build.keep()
    return sign_in(lead), team, clinic


def test_the_poster_is_one_page_in_the_chosen_language(place: tuple[FlaskClient, uuid.UUID, uuid.UUID]) -> None:
    client, team, clinic = place
    wish = {"kind": "poster", "language": "cy", "clinic": str(clinic), "contact": "Sam, 01632 960 123"}
    answer = client.post(f"/organise/teams/{team}/handouts", data=wish)
    made = pypdf.PdfReader(io.BytesIO(answer.data))
    assert len(made.pages) == 1
    words = " ".join(made.pages[0].extract_text().split())
    assert "Mae arsylwyr yn" in words
    assert "Sam, 01632 960 123" in words


def test_without_a_clinic_it_says_what_is_missing(place: tuple[FlaskClient, uuid.UUID, uuid.UUID]) -> None:
    client, team, _ = place
    answer = client.post(f"/organise/teams/{team}/handouts", data={"kind": "leaflet", "language": "en", "clinic": ""})
    assert answer.status_code == 422
    assert "Choose a clinic." in answer.text


def test_a_lead_of_another_team_prints_nothing_here(
    place: tuple[FlaskClient, uuid.UUID, uuid.UUID], build: Builder, sign_in: SignIn
) -> None:
    _, team, _ = place
    stranger = build.a_person(build.a_team(), "lead")
    build.keep()
    assert sign_in(stranger).get(f"/organise/teams/{team}/handouts").status_code == 404
