"""The language of the pages: chosen by a person, kept in their account and in the browser."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.people import Person
from tests.app.builders import Builder
from tests.app.conftest import SignIn


def opening(client: FlaskClient, path: str = "/account/sign-in", **headers: str) -> str:
    return client.get(path, headers=headers).get_data(as_text=True)


def test_a_stranger_reads_english(client: FlaskClient) -> None:
    assert '<html lang="en" dir="ltr"' in opening(client)


def test_a_browser_that_asks_for_welsh_gets_it(client: FlaskClient) -> None:
    page = opening(client, **{"Accept-Language": "cy, en;q=0.5"})
    assert '<html lang="cy" dir="ltr"' in page
    assert "Mewngofnodi" in page


def test_the_switch_is_kept_in_the_browser(client: FlaskClient) -> None:
    client.post("/languages", data={"language": "cy"})
    assert '<html lang="cy"' in opening(client)


def test_the_choice_goes_with_the_person_to_another_tablet(build: Builder, session: Session, sign_in: SignIn) -> None:
    person = build.a_person(build.a_team(), "observer")
    build.keep()
    client = sign_in(person)
    client.post("/languages", data={"language": "cy", "next": "/account/"})
    assert session.scalar(select(Person.language).where(Person.id == person)) == "cy"
    session.rollback()
    client.delete_cookie("levelfield_language")
    assert "Eich cyfrif" in opening(client, "/account/")


def test_the_switch_leads_back_to_the_page_and_never_to_another_site(client: FlaskClient) -> None:
    back = client.post("/languages", data={"language": "cy", "next": "/account/sign-in"})
    assert back.location == "/account/sign-in"
    for elsewhere in ("//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/\telsewhere"):
        assert client.post("/languages", data={"language": "cy", "next": elsewhere}).location == "/"


def test_a_language_nobody_translated_is_refused(client: FlaskClient) -> None:
    assert client.post("/languages", data={"language": "xx"}).status_code == 422


def test_a_page_that_is_not_translated_says_that_its_content_is_english(build: Builder, sign_in: SignIn) -> None:
    team = build.a_team()
    client = sign_in(build.a_person(team, "lead"))
    client.post("/languages", data={"language": "cy"})
    page = opening(client, f"/organise/teams/{team}/")
    assert '<html lang="cy"' in page
    assert 'tabindex="-1" lang="en" dir="ltr"' in page


def test_a_page_for_strangers_makes_no_session_for_the_switch(client: FlaskClient) -> None:
    client.get("/new-link")
    assert client.get_cookie("levelfield") is None
