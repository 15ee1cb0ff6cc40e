"""A site begins with one person, made on the command line, who chooses a password by a link."""

import json
import re
from pathlib import Path

from sqlalchemy import select

from app.application import create_app
from app.database import Database
from app.models.people import Membership, Person, Team
from tests.app.commands.conftest import Levelfield, site_settings

ANN = ("people", "create", "--name", "Ann Lead", "--email", "Ann@Example.org", "--lead-of", "Riverside")


def test_the_first_lead_gets_a_link_and_can_sign_in_with_the_password_they_choose(
    levelfield: Levelfield, database: Database, database_url: str, data_folder: Path
) -> None:
    ended = levelfield(*ANN, "--address", "https://levelfield.example.org")
    assert ended.code == 0, ended.err
    (link,) = re.findall(r"https://levelfield\.example\.org(/account/set-up/\S+)", ended.out)
    app = create_app(site_settings(database_url, data_folder), database)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    words = "a long and quiet password"
    chosen = client.post(link, data={"password": words, "password_confirm": words}, base_url="https://localhost")
    assert chosen.status_code == 302, chosen.text
    client.post("/account/sign-out", base_url="https://localhost")
    signed_in = client.post(
        "/account/sign-in", data={"email": "ann@example.org", "password": words}, base_url="https://localhost"
    )
    assert signed_in.status_code == 302
    page = client.get("/organise/", base_url="https://localhost", follow_redirects=True)
    assert "Riverside" in page.text


def test_a_second_lead_joins_the_same_team(levelfield: Levelfield, database: Database) -> None:
    levelfield(*ANN)
    assert (
        levelfield("people", "create", "--name", "Bo", "--email", "bo@example.org", "--lead-of", "riverside").code == 0
    )
    with database.open(readonly=True) as session:
        assert len(session.scalars(select(Team.id)).all()) == 1
        assert len(session.scalars(select(Membership.id).where(Membership.role == "lead")).all()) == 2


def test_a_person_made_twice_keeps_one_account_and_gets_another_link(
    levelfield: Levelfield, database: Database
) -> None:
    levelfield(*ANN)
    again = json.loads(levelfield(*ANN, "--json").out)
    with database.open(readonly=True) as session:
        (person,) = session.scalars(select(Person)).all()
        assert again["person"] == str(person.id)
        assert person.email == "ann@example.org"


def test_an_administrator_leads_no_team(levelfield: Levelfield, database: Database) -> None:
    assert levelfield("people", "create", "--name", "Ada", "--email", "ada@example.org", "--administrator").code == 0
    with database.open(readonly=True) as session:
        assert session.scalars(select(Person.is_administrator)).one()
        assert session.scalars(select(Team.id)).all() == []


def test_an_address_that_is_none_is_refused(levelfield: Levelfield) -> None:
    ended = levelfield("people", "create", "--name", "Ann", "--email", "ann at home", "--administrator")
    assert ended.code == 2
    assert "is not an e-mail address" in ended.err
