"""A lead brings a programme to life from an empty database, page by page."""

import re
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, Consultation
from app.models.people import Person
from tests.app.builders import Builder
from tests.app.conftest import SignIn


def ids_in(html: str, before: str) -> list[str]:
    return re.findall(re.escape(before) + r"([0-9a-f-]{36})", html)


def option(html: str, label: str) -> str:
    found = re.search(rf'<option value="([^"]+)"[^>]*>\s*{re.escape(label)}', html)
    assert found, f"no option {label}"
    return found[1]


def test_a_lead_reaches_two_observers_in_a_slot_by_forms_alone(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    team = build.a_team("Riverside")
    lead = build.a_person(team, "lead", name="Ann Lead")
    client = sign_in(lead)
    start = client.get("/organise/", follow_redirects=True)
    assert start.status_code == 200
    assert "Add people" in start.text
    home = f"/organise/teams/{team}"

    form = client.get(f"{home}/people/new").text
    for name, kind in (("Pat Partner", "Patient partner"), ("Peer Clinician", "Peer clinician")):
        sent = client.post(
            f"{home}/people/new",
            data={
                "name": name,
                "email": f"{name.split()[0].lower()}@example.org",
                "roles": ["observer"],
                "observer_type": option(form, kind),
            },
        )
        assert sent.status_code == 302, sent.text
    page = client.get(sent.location).text
    assert "Make a set-up link" in page

    assert client.post(f"{home}/clinics/new", data={"name": "Knee clinic", "code": ""}).status_code == 302
    form = client.get(f"{home}/clinicians/new").text
    sent = client.post(
        f"{home}/clinicians/new",
        data={
            "name": "Cleo Clinician",
            "profession": "physiotherapist",
            "clinic": option(form, "Knee clinic"),
            "account": "new",
            "email": "cleo@example.org",
        },
    )
    assert sent.status_code == 302, sent.text
    assert client.get(f"{home}/clinics/").status_code == 200
    assert client.get(f"{home}/people/").status_code == 200

    assert "Deciding together" in client.get(f"{home}/instruments/").text
    assert client.get(f"{home}/instruments/shipped/levelfield-sdm/1").status_code == 200
    assert client.post(f"{home}/instruments/shipped/levelfield-sdm/1/use").status_code == 302
    listed = client.get(f"{home}/instruments/").text
    instrument = ids_in(listed, f"{home}/instruments/")[0]
    assert client.get(f"{home}/instruments/{instrument}/").status_code == 200

    sent = client.post(f"{home}/programmes/new", data={"name": "Deciding together", "aim": "Better talks"})
    assert sent.status_code == 302
    programme = sent.location
    assert "Plan your first round" in client.get(programme).text
    assert client.get(f"{home}/programmes/").status_code == 200
    today = datetime.now(UTC).date()
    form = client.get(f"{programme}rounds/new").text
    sent = client.post(
        f"{programme}rounds/new",
        data={
            "name": "Spring",
            "opens_on": today.isoformat(),
            "closes_on": (today + timedelta(days=60)).isoformat(),
            "instrument": option(form, "Deciding together"),
            "how_chosen": "Every second patient",
            "observers_in_group": "4",
        },
    )
    assert sent.status_code == 302, sent.text
    round_ = sent.location
    assert "Add your first session" in client.get(round_).text

    form = client.get(f"{round_}sessions/new").text
    sent = client.post(
        f"{round_}sessions/new",
        data={
            "clinic": option(form, "Knee clinic"),
            "on_date": today.isoformat(),
            "half_day": "morning",
            "slots": "3",
            "clinician": option(form, "Cleo Clinician"),
        },
    )
    assert sent.status_code == 302, sent.text
    session_address = sent.location
    form = client.get(session_address).text
    sent = client.post(
        session_address,
        data={
            "first_observer": option(form, "Pat Partner"),
            "second_observer": option(form, "Peer Clinician"),
            "slots": ["1", "2", "3"],
        },
    )
    assert sent.status_code == 302, sent.text
    page = client.get(session_address).text
    assert "6 sheets are asked for" in page
    assert page.count("Still to come") == 6
    assert session.scalars(select(Consultation.warm_up).order_by(Consultation.slot)).all() == [True, False, False]
    assert len(session.scalars(select(Assignment.id)).all()) == 6
    assert "0 of 6 in" in client.get(f"{round_}progress/").text
    assert "7 of 7 steps are done" in client.get(f"{home}/").text
    log = client.get(f"{home}/audit/").text
    assert "Observers assigned" in log
    assert "Ann Lead" in log


def test_a_set_up_link_lets_the_person_choose_a_password(build: Builder, sign_in: SignIn, session: Session) -> None:
    team = build.a_team()
    client = sign_in(build.a_person(team, "lead"))
    observer = build.a_person(team, "observer", name="Pat Partner")
    build.keep()
    page = client.post(f"/organise/teams/{team}/people/{observer}/set-up-link")
    assert page.status_code == 200
    link = re.search(r'value="http://localhost(/account/set-up/[^"]+)"', page.text)
    assert link
    visitor = client.application.test_client()
    assert "Choose your password" in visitor.get(link[1]).text
    words = "purple otter ladder"
    sent = visitor.post(link[1], data={"password": words, "password_confirm": words})
    assert sent.status_code == 302
    session.rollback()
    assert session.get_one(Person, uuid.UUID(str(observer))).password
