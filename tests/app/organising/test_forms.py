"""Each form says in words what to put right, keeps what was written, and does what its button says."""

import io
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, Consultation
from app.models.instruments import PublishedInstrument
from app.models.people import Clinician, Membership, ObserverType, Person
from app.models.programmes import Round
from app.operations.accounts import add_membership
from tests.app.builders import SMALL, Builder
from tests.app.conftest import SignIn


@dataclass
class Desk:
    """A lead's desk with one session of two slots, in three days."""

    client: FlaskClient
    home: str
    team: uuid.UUID
    lead: uuid.UUID
    round: uuid.UUID
    session: uuid.UUID
    slot: uuid.UUID
    pat: uuid.UUID


@pytest.fixture
def desk(build: Builder, sign_in: SignIn) -> Desk:
    team = build.a_team("Riverside")
    lead = build.a_person(team, "lead")
    round_id = build.a_round(team)
    today = datetime.now(UTC).date()
    row = build.session.get_one(Round, round_id)
    row.opens_on, row.closes_on = today - timedelta(days=30), today + timedelta(days=30)
    session_id = build.a_session(round_id, build.a_clinic(team), today + timedelta(days=3))
    clinician = build.a_clinician(team, name="Cleo Hart")
    slot = build.a_consultation(session_id, clinician, 1)
    build.a_consultation(session_id, clinician, 2)
    pat = build.a_person(team, "observer", name="Pat Owusu")
    return Desk(sign_in(lead), f"/organise/teams/{team}", team, lead, round_id, session_id, slot, pat)


def is_refused(page: object, *sentences: str) -> None:
    status, html = page.status_code, page.get_data(as_text=True)  # type: ignore[attr-defined]
    assert status == 422
    assert "<title>Error:" in html
    for sentence in sentences:
        # Once in the summary at the top, once beside the field.
        assert html.count(sentence) == 2, sentence


def test_a_person_without_name_address_or_role_is_refused_and_what_was_written_stays(desk: Desk) -> None:
    page = desk.client.post(f"{desk.home}/people/new", data={"name": " ", "email": "ann at home"})
    is_refused(page, "Write the person’s name.", "Check the email address", "Choose at least one thing this person")
    assert 'value="ann at home"' in page.text


def test_an_observer_without_a_type_is_refused_beside_that_field(desk: Desk, session: Session) -> None:
    data = {"name": "Ann", "email": "ann@example.org", "roles": ["observer"], "observer_type": ""}
    page = desk.client.post(f"{desk.home}/people/new", data=data)
    is_refused(page, "Choose which kind of observer this person is.")
    assert session.scalar(select(Person.id).where(Person.email == "ann@example.org")) is None


def test_a_refused_clinician_leaves_no_role_behind(desk: Desk, build: Builder, session: Session) -> None:
    session.add(Clinician(team_id=desk.team, person_id=desk.pat, name="Pat Owusu", profession="nurse"))
    address = session.get_one(Person, desk.pat).email
    build.keep()
    data = {"name": "Sam", "profession": "nurse", "account": "new", "email": address}
    is_refused(desk.client.post(f"{desk.home}/clinicians/new", data=data), "already belongs to the clinician Pat Owusu")
    roles = select(Membership.role).where(Membership.person_id == desk.pat)
    assert session.scalars(roles).all() == ["observer"]


def test_a_new_account_needs_an_address(desk: Desk) -> None:
    data = {"name": "Sam", "profession": "nurse", "account": "new"}
    is_refused(
        desk.client.post(f"{desk.home}/clinicians/new", data=data), "Write the email address for the new account."
    )


def test_an_account_that_is_chosen_may_read_feedback(desk: Desk, session: Session) -> None:
    data = {"name": "Pat Owusu", "profession": "other", "account": str(desk.pat)}
    assert desk.client.post(f"{desk.home}/clinicians/new", data=data).status_code == 302
    roles = select(Membership.role).where(Membership.person_id == desk.pat).order_by(Membership.role)
    assert session.scalars(roles).all() == ["clinician", "observer"]


def test_a_clinician_is_corrected(desk: Desk, session: Session) -> None:
    clinician = session.scalar(select(Clinician.id).where(Clinician.name == "Cleo Hart"))
    session.rollback()
    address = f"{desk.home}/clinicians/{clinician}/"
    assert 'value="Cleo Hart"' in desk.client.get(address).text
    assert desk.client.post(address, data={"name": "Cleo Harte", "profession": "doctor"}).status_code == 302
    assert session.scalar(select(Clinician.profession).where(Clinician.name == "Cleo Harte")) == "doctor"


def test_a_clinic_is_renamed(desk: Desk) -> None:
    address = re.search(rf"{desk.home}/clinics/[0-9a-f-]{{36}}/", desk.client.get(f"{desk.home}/clinics/").text)
    assert address
    assert desk.client.post(address[0], data={"name": "Knee clinic", "code": "KNEE"}).status_code == 302
    assert "Knee clinic" in desk.client.get(f"{desk.home}/clinics/").text
    is_refused(desk.client.post(address[0], data={"name": "Knee", "code": "K NEE"}), "letters or digits, such as KNEE")


def test_a_kind_of_observer_is_added_once(desk: Desk, session: Session) -> None:
    data = {"name": "Family carer", "wording": "patient_partner"}
    assert desk.client.post(f"{desk.home}/observer-types/new", data=data).status_code == 302
    assert session.scalar(select(ObserverType.name).where(ObserverType.code == "family_carer")) == "Family carer"
    session.rollback()
    is_refused(desk.client.post(f"{desk.home}/observer-types/new", data=data), "already an observer type")


def test_a_kind_of_observer_needs_a_wording(desk: Desk) -> None:
    page = desk.client.post(f"{desk.home}/observer-types/new", data={"name": "Carer"})
    is_refused(page, "Choose which wording they read.")


def test_a_role_is_given_and_taken(desk: Desk) -> None:
    address = f"{desk.home}/people/{desk.pat}/"
    is_refused(desk.client.post(address, data={}), "Choose a role.")
    assert desk.client.post(address, data={"role": "facilitator"}).status_code == 302
    assert "Facilitator" in desk.client.get(address).text
    assert desk.client.post(f"{address}roles/facilitator/end").status_code == 302
    assert "roles/facilitator/end" not in desk.client.get(address).text
    assert desk.client.post(f"{address}remove").status_code == 302
    assert "They have left this team" in desk.client.get(address).text


def test_the_only_lead_is_told_why_they_stay(desk: Desk) -> None:
    page = desk.client.post(f"{desk.home}/people/{desk.lead}/roles/lead/end", follow_redirects=True)
    assert "only lead" in page.text


def test_a_link_that_would_open_another_team_is_refused_in_words(desk: Desk, build: Builder) -> None:
    add_membership(build.session, desk.pat, build.a_team(), "lead", actor_id=None)
    build.keep()
    page = desk.client.post(f"{desk.home}/people/{desk.pat}/set-up-link")
    assert page.status_code == 403
    assert "also works in another team" in page.text


def test_minimum_numbers_can_only_be_raised(desk: Desk, build: Builder, session: Session) -> None:
    address = f"/organise/rounds/{desk.round}/change"
    today = datetime.now(UTC).date()
    data = {
        "name": "Spring",
        "opens_on": (today - timedelta(days=9)).isoformat(),
        "closes_on": (today + timedelta(days=9)).isoformat(),
        "instrument": str(build.an_instrument()),
        "how_chosen": "Every second patient",
    }
    session.rollback()
    page = desk.client.post(address, data={**data, "paired_consultations": "9"})
    is_refused(page, "This may only be raised: write 10 or more.")
    assert desk.client.post(address, data={**data, "paired_consultations": "25"}).status_code == 302
    assert session.get_one(Round, desk.round).minimums == {"paired_consultations": 25}
    session.rollback()
    assert "25 (raised for this round)" in desk.client.get(f"/organise/rounds/{desk.round}/").text
    assert 'value="25"' in desk.client.get(address).text


def test_a_round_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    programme = re.search(
        r"/organise/programmes/[0-9a-f-]{36}/", desk.client.get(f"/organise/rounds/{desk.round}/").text
    )
    assert programme
    data = {"name": "Spring", "opens_on": "2026-05-01", "closes_on": "2026-04-01", "how_chosen": "All"}
    is_refused(desk.client.post(f"{programme[0]}rounds/new", data=data), "Choose the instrument to score with.")


def test_a_programme_is_renamed(desk: Desk) -> None:
    programme = re.search(
        r"/organise/programmes/[0-9a-f-]{36}/", desk.client.get(f"/organise/rounds/{desk.round}/").text
    )
    assert programme
    sent = desk.client.post(f"{programme[0]}change", data={"name": "Talking it over", "aim": "Better talks"})
    assert sent.status_code == 302
    assert "Talking it over" in desk.client.get(programme[0]).text


def test_a_session_without_answers_is_refused(desk: Desk) -> None:
    page = desk.client.post(f"/organise/rounds/{desk.round}/sessions/new", data={"slots": "99"})
    is_refused(page, "Choose the clinic.", "Choose morning or afternoon.", "Choose between 1 and 30 slots.")


def test_clinicians_of_single_slots_are_changed(desk: Desk, build: Builder, session: Session) -> None:
    sam = build.a_clinician(desk.team, name="Sam Bright")
    cleo = session.get_one(Consultation, desk.slot).clinician_id
    build.keep()
    address = f"/organise/sessions/{desk.session}/slots"
    assert desk.client.post(address, data={"slot_1": str(cleo), "slot_2": str(sam)}).status_code == 302
    assert "Slot 2: Sam Bright" in desk.client.get(f"/organise/sessions/{desk.session}/").text


def test_a_slot_is_added_and_removed(desk: Desk, session: Session) -> None:
    page = desk.client.get(f"/organise/sessions/{desk.session}/slots/new").text
    cleo = re.search(r'<option value="([0-9a-f-]{36})"', page)
    assert cleo
    address = f"/organise/sessions/{desk.session}/"
    assert desk.client.post(f"{address}slots/new", data={"clinician": cleo[1]}).status_code == 302
    assert "3 slots" in desk.client.get(address).text
    assert desk.client.post(f"/organise/slots/{desk.slot}/remove").status_code == 302
    assert "2 slots" in desk.client.get(address).text


def test_a_warm_up_is_put_and_taken_away(desk: Desk) -> None:
    address = f"/organise/sessions/{desk.session}/"
    desk.client.post(f"/organise/slots/{desk.slot}/warm-up/yes")
    assert "Warm-up: left out of results" in desk.client.get(address).text
    desk.client.post(f"/organise/slots/{desk.slot}/warm-up/no")
    assert "Warm-up: left out of results" not in desk.client.get(address).text


def test_one_person_is_not_both_observers(desk: Desk) -> None:
    data = {"first_observer": str(desk.pat), "second_observer": str(desk.pat), "slots": ["1"]}
    is_refused(desk.client.post(f"/organise/sessions/{desk.session}/", data=data), "Choose somebody else")


def test_who_would_observe_themselves_is_named(desk: Desk, build: Builder) -> None:
    both = build.a_person(desk.team, "observer", "peer_clinician", name="Dr Both")
    build.a_consultation(desk.session, build.a_clinician(desk.team, both), 3)
    build.keep()
    data = {"first_observer": str(both), "slots": ["1", "3"]}
    page = desk.client.post(f"/organise/sessions/{desk.session}/", data=data)
    is_refused(page, "Dr Both is the clinician of slot 3")


def test_before_the_day_an_observer_is_taken_off_and_afterwards_given_up(
    desk: Desk, build: Builder, session: Session
) -> None:
    asked = build.an_assignment(desk.slot, desk.pat)
    build.keep()
    address = f"/organise/sessions/{desk.session}/"
    page = desk.client.get(address).text
    assert f"/organise/assignments/{asked}/take-off" in page
    assert f"/organise/assignments/{asked}/give-up" not in page
    desk.client.post(f"/organise/assignments/{asked}/take-off")
    assert session.get(Assignment, asked) is None


def test_a_sheet_is_given_up_with_a_reason_that_the_page_shows(desk: Desk, build: Builder) -> None:
    asked = build.an_assignment(desk.slot, desk.pat)
    build.keep()
    address = f"/organise/assignments/{asked}/give-up"
    is_refused(desk.client.post(address, data={"reason": " "}), "Write why no sheet will come.")
    assert desk.client.post(address, data={"reason": "Ill that day"}).status_code == 302
    assert "Ill that day" in desk.client.get(f"/organise/sessions/{desk.session}/").text


@pytest.mark.parametrize(("answer", "state"), [("keep", "assigned"), ("give_up", "given_up")])
def test_closing_a_round_says_what_becomes_of_waiting_sheets(
    desk: Desk, build: Builder, session: Session, answer: str, state: str
) -> None:
    asked = build.an_assignment(desk.slot, desk.pat)
    build.keep()
    address = f"/organise/rounds/{desk.round}/close"
    assert "Sheets still to come: 1" in desk.client.get(address).text
    is_refused(desk.client.post(address, data={}), "Choose what happens to sheets that are still to come.")
    assert desk.client.post(address, data={"waiting": answer}).status_code == 302
    assert session.get_one(Assignment, asked).state == state
    session.rollback()
    assert "Open this round again" in desk.client.get(f"/organise/rounds/{desk.round}/").text
    assert "Who observes?" not in desk.client.get(f"/organise/sessions/{desk.session}/").text
    assert desk.client.post(f"/organise/rounds/{desk.round}/reopen").status_code == 302
    assert "Add a session" in desk.client.get(f"/organise/rounds/{desk.round}/").text


def test_an_instrument_of_ones_own_is_published_from_a_file(desk: Desk, session: Session) -> None:
    text = SMALL.replace("id: small", "id: ours")
    sent = desk.client.post(
        f"{desk.home}/instruments/new", data={"file": (io.BytesIO(text.encode()), "ours.yaml"), "definition": ""}
    )
    assert sent.status_code == 302
    assert "Names the choices" in desk.client.get(sent.location).text
    row = session.scalars(select(PublishedInstrument).where(PublishedInstrument.code == "ours")).one()
    assert row.team_id == desk.team
    session.rollback()
    assert desk.client.post(f"{sent.location}retire").status_code == 302
    assert "Retired" in desk.client.get(f"{desk.home}/instruments/").text


def test_a_definition_that_cannot_be_read_says_where(desk: Desk) -> None:
    page = desk.client.post(
        f"{desk.home}/instruments/new", data={"definition": SMALL.replace("type: ordinal", "type: x")}
    )
    assert page.status_code == 422
    assert re.search(r"Line \d+: ", page.text)
    is_refused(desk.client.post(f"{desk.home}/instruments/new", data={}), "Choose a file, or paste a definition.")


def test_everything_a_lead_changes_is_in_the_log(desk: Desk, session: Session) -> None:
    desk.client.post(f"{desk.home}/clinics/new", data={"name": "Back clinic"})
    event = session.scalars(select(AuditEvent).where(AuditEvent.event == "clinic added")).one()
    assert (event.actor_id, event.subject) == (desk.lead, "clinic Back clinic")
    session.rollback()
    assert "clinic Back clinic" in desk.client.get(f"{desk.home}/audit/").text


def test_a_lead_who_observes_is_not_told_whether_the_other_sheet_is_in(desk: Desk, build: Builder) -> None:
    add_membership(
        build.session,
        desk.lead,
        desk.team,
        "observer",
        actor_id=None,
        observer_type_id=build.observer_type(desk.team, "peer_clinician"),
    )
    build.an_assignment(desk.slot, desk.pat, "locked")
    own = build.an_assignment(desk.slot, desk.lead)
    build.keep()
    address = f"/organise/sessions/{desk.session}/"
    assert "lf-state--done" not in desk.client.get(address).text
    build.session.get_one(Assignment, own).state = "locked"
    build.keep()
    assert desk.client.get(address).text.count("lf-state--done") == 2


def test_observers_who_cannot_sign_in_are_not_offered(desk: Desk, build: Builder) -> None:
    build.session.get_one(Person, build.a_person(desk.team, "observer", name="Imported One")).active = False
    build.keep()
    page = desk.client.get(f"/organise/sessions/{desk.session}/").text
    assert "Pat Owusu" in page
    assert "Imported One" not in page
