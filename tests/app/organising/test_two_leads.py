"""Two leads have the same page open: neither undoes the other's change without seeing it."""

import re
import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Consultation
from app.models.people import Clinician
from app.models.programmes import Programme, Round
from tests.app.builders import Builder
from tests.app.conftest import SignIn


@dataclass(frozen=True)
class Leads:
    """Two leads of a team with a programme, a round of it and a session of two slots."""

    one: FlaskClient
    other: FlaskClient
    programme: uuid.UUID
    round: uuid.UUID
    session: uuid.UUID


@pytest.fixture
def leads(build: Builder, sign_in: SignIn, session: Session) -> Leads:
    team = build.a_team()
    one, other = (build.a_person(team, "lead") for _ in range(2))
    of_round = build.a_round(team)
    held, clinician = build.a_session(of_round, build.a_clinic(team)), build.a_clinician(team, name="Cleo Hart")
    build.a_clinician(team, name="Sam Fenn")
    for slot in (1, 2):
        build.a_consultation(held, clinician, slot)
    programme = session.get_one(Round, of_round).programme_id
    return Leads(sign_in(one), sign_in(other), programme, of_round, held)


def opened(client: FlaskClient, address: str) -> str:
    """The mark of what the page showed."""
    found = re.search(r'name="shown" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def names_of(session: Session, leads: Leads) -> tuple[str, str]:
    session.rollback()
    found = session.get_one(Programme, leads.programme)
    session.refresh(found)
    kept = (found.name, found.aim)
    session.rollback()
    return kept


def test_leads_who_change_different_things_lose_neither(leads: Leads, session: Session) -> None:
    address = f"/organise/programmes/{leads.programme}/change"
    name, aim = names_of(session, leads)
    first, second = opened(leads.one, address), opened(leads.other, address)
    leads.other.post(address, data={"name": "Choosing together", "aim": aim, "shown": second})
    assert leads.one.post(address, data={"name": name, "aim": "Fewer operations", "shown": first}).status_code == 302
    assert names_of(session, leads) == ("Choosing together", "Fewer operations")


def test_leads_who_change_the_same_words_see_each_others_before_one_counts(leads: Leads, session: Session) -> None:
    address = f"/organise/programmes/{leads.programme}/change"
    _, aim = names_of(session, leads)
    first, second = opened(leads.one, address), opened(leads.other, address)
    leads.other.post(address, data={"name": "Choosing together", "aim": aim, "shown": second})
    mine = {"name": "Deciding as equals", "aim": aim, "shown": first}
    page = leads.one.post(address, data=mine)
    assert (page.status_code, names_of(session, leads)[0]) == (422, "Choosing together")
    assert page.text.count("Somebody else changed this to “Choosing together”") == 2
    assert 'value="Deciding as equals"' in page.text
    again = re.search(r'name="shown" value="([^"]+)"', page.text)
    assert again is not None
    assert leads.one.post(address, data={**mine, "shown": again[1]}).status_code == 302
    assert names_of(session, leads)[0] == "Deciding as equals"


def test_a_rounds_last_day_moved_by_one_lead_is_not_moved_back_by_another(leads: Leads, session: Session) -> None:
    address = f"/organise/rounds/{leads.round}/change"
    before = session.get_one(Round, leads.round)
    kept = {
        "name": before.name,
        "opens_on": before.opens_on.isoformat(),
        "closes_on": before.closes_on.isoformat(),
        "instrument": str(before.instrument_id),
        "how_chosen": before.how_chosen,
    }
    session.rollback()
    first, second = opened(leads.one, address), opened(leads.other, address)
    leads.other.post(address, data={**kept, "closes_on": "2027-01-31", "how_chosen": "By lot.", "shown": second})
    refused = leads.one.post(address, data={**kept, "how_chosen": "By turns.", "shown": first})
    assert (refused.status_code, 'value="2027-01-31"' in refused.text) == (422, True)
    kept["how_chosen"] = "By lot."
    assert leads.one.post(address, data={**kept, "name": "Spring", "shown": first}).status_code == 302
    found = session.get_one(Round, leads.round)
    session.refresh(found)
    assert (found.name, found.closes_on) == ("Spring", date(2027, 1, 31))
    session.rollback()


def test_slots_given_to_different_clinicians_by_two_leads_both_count(leads: Leads, session: Session) -> None:
    address = f"/organise/sessions/{leads.session}/slots"
    people = {row.name: str(row.id) for row in session.scalars(select(Clinician))}
    session.rollback()
    first, second = opened(leads.one, address), opened(leads.other, address)
    cleo, sam = people["Cleo Hart"], people["Sam Fenn"]
    leads.other.post(address, data={"slot_1": sam, "slot_2": cleo, "shown": second})
    assert leads.one.post(address, data={"slot_1": cleo, "slot_2": sam, "shown": first}).status_code == 302
    seen = session.scalars(select(Consultation.clinician_id).where(Consultation.session_id == leads.session)).all()
    session.rollback()
    assert {str(each) for each in seen} == {sam}


def test_a_round_saved_as_its_page_shows_it_keeps_its_margin(leads: Leads, session: Session) -> None:
    session.get_one(Round, leads.round).margin = 7.5
    session.commit()
    address = f"/organise/rounds/{leads.round}/change"
    page = leads.one.get(address).text
    kept = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', page))
    before = session.get_one(Round, leads.round)
    kept |= {"instrument": str(before.instrument_id), "how_chosen": before.how_chosen}
    session.rollback()
    assert leads.one.post(address, data=kept).status_code == 302
    found = session.get_one(Round, leads.round)
    session.refresh(found)
    assert found.margin is not None
    assert float(found.margin) == 7.5
    session.rollback()
