"""Signing in and out."""

import re

from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy.orm import Session

from app.application import Levelfield
from app.models.people import Person
from tests.app.builders import Builder
from tests.app.conftest import SignIn

PASSWORD = "correct horse battery"


def a_person_with_a_password(app: Levelfield, build: Builder, session: Session) -> str:
    person = session.get_one(Person, build.a_person(build.a_team(), "lead"))
    with app.app_context():
        person.password = hash_password(PASSWORD)
    email = person.email
    build.keep()
    return email


def sign_in_by_form(client: FlaskClient, email: str, password: str = PASSWORD) -> int:
    return client.post("/account/sign-in", data={"email": email, "password": password}).status_code


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert "/account/sign-in" in answer.location


def test_the_right_password_opens_the_door(
    app: Levelfield, client: FlaskClient, build: Builder, session: Session
) -> None:
    email = a_person_with_a_password(app, build, session)
    assert sign_in_by_form(client, email.upper()) == 302
    assert client.get("/account/").status_code == 200


def test_a_cookie_copied_before_signing_out_opens_nothing_afterwards(
    app: Levelfield, client: FlaskClient, build: Builder, session: Session
) -> None:
    sign_in_by_form(client, a_person_with_a_password(app, build, session))
    cookie = client.get_cookie("levelfield")
    assert cookie is not None
    client.post("/account/sign-out")
    thief = app.test_client()
    thief.set_cookie("levelfield", cookie.value)
    assert thief.get("/account/").status_code == 302


def test_a_cookie_planted_before_signing_in_is_not_the_signed_in_one(
    app: Levelfield, client: FlaskClient, build: Builder, session: Session
) -> None:
    email = a_person_with_a_password(app, build, session)
    client.get("/account/sign-in")
    before = client.get_cookie("levelfield")
    sign_in_by_form(client, email)
    after = client.get_cookie("levelfield")
    assert before is not None
    assert after is not None
    assert before.value != after.value


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    app: Levelfield, client: FlaskClient, build: Builder, session: Session
) -> None:
    email = a_person_with_a_password(app, build, session)
    wrong = client.post("/account/sign-in", data={"email": email, "password": "something else"})
    unknown = client.post("/account/sign-in", data={"email": "nobody@example.org", "password": "something else"})
    sentence = "That email and password do not fit together"
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_after_eight_wrong_passwords_the_right_one_has_to_wait(
    app: Levelfield, client: FlaskClient, build: Builder, session: Session
) -> None:
    email = a_person_with_a_password(app, build, session)
    for _ in range(8):
        sign_in_by_form(client, email, "not the password")
    assert sign_in_by_form(client, email) == 200
    assert client.get("/account/").status_code == 302


def test_signing_out_everywhere_ends_the_session_on_the_other_tablet(build: Builder, sign_in: SignIn) -> None:
    person = build.a_person(build.a_team(), "lead")
    here, there = sign_in(person), sign_in(person)
    assert there.get("/account/").status_code == 200
    here.post("/account/sign-out-everywhere")
    assert there.get("/account/").status_code == 302


def test_a_form_without_its_token_is_refused(app: Levelfield, build: Builder, sign_in: SignIn) -> None:
    client = sign_in(build.a_person(build.a_team(), "lead"))
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/account/sign-out-everywhere").status_code == 400
    page = client.get("/account/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    assert client.post("/account/sign-out-everywhere", data={"csrf_token": token[1]}).status_code == 302


def test_a_write_from_another_site_is_refused(build: Builder, sign_in: SignIn) -> None:
    client = sign_in(build.a_person(build.a_team(), "lead"))
    answer = client.post("/account/sign-out-everywhere", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    answer = client.post("/account/sign-out-everywhere", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
