"""The tablet's pages in a browser that runs no script."""

import re
import uuid

from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ConsentEvent, Consultation
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, ObservationRevision, QuarantinedSheet, Rating
from app.models.programmes import Round
from tests.app.builders import SMALL, Builder
from tests.app.observing.conftest import Clinic


def address(assignment: uuid.UUID, step: str = "") -> str:
    return f"/observe/assignments/{assignment}/{step}"


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def agree(client: FlaskClient, assignment: uuid.UUID) -> None:
    answer = client.post(address(assignment, "consent"), data={"outcome": "agreed", "asked_by": "receptionist"})
    assert answer.status_code == 302


def filled(client: FlaskClient, assignment: uuid.UUID, **answers: str) -> dict[str, str]:
    page = client.get(address(assignment)).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {**hidden, **{f"i_{name}": value for name, value in answers.items()}}


def lock(client: FlaskClient, assignment: uuid.UUID, choices: str = "1", harms: str = "2", **more: str):
    agree(client, assignment)
    return client.post(address(assignment), data=filled(client, assignment, choices=choices, harms=harms, **more))


def test_an_observer_sees_the_slots_they_are_asked_to_observe(clinic: Clinic) -> None:
    page = clinic.as_partner.get("/observe/")
    assert page.status_code == 200
    assert address(clinic.partners_sheet) in page.text
    assert address(clinic.peers_sheet) not in page.text


def test_the_sheet_stays_shut_until_the_patient_agreed(clinic: Clinic) -> None:
    page = clinic.as_partner.get(address(clinic.partners_sheet)).text
    assert re.search(r"data-sheet[^-][^>]*hidden", page)
    agree(clinic.as_partner, clinic.partners_sheet)
    page = clinic.as_partner.get(address(clinic.partners_sheet)).text
    assert not re.search(r"data-sheet[^-][^>]*hidden", page)


def test_a_locked_sheet_is_stored_and_shows_its_receipt(clinic: Clinic, look: Session) -> None:
    answer = lock(clinic.as_partner, clinic.partners_sheet)
    assert answer.status_code == 302
    page = clinic.as_partner.get(address(clinic.partners_sheet)).text
    assert "Locked and confirmed" in page
    assert look.scalar(select(Assignment.state).where(Assignment.id == clinic.partners_sheet)) == "locked"
    points = dict(look.execute(select(Rating.item_id, Rating.points)).all())
    assert {name: int(value or 0) for name, value in points.items()} == {"choices": 1, "harms": 2}


def test_what_is_missing_is_said_beside_the_item_and_at_the_top(clinic: Clinic, look: Session) -> None:
    agree(clinic.as_partner, clinic.partners_sheet)
    form = filled(clinic.as_partner, clinic.partners_sheet, choices="1")
    answer = clinic.as_partner.post(address(clinic.partners_sheet), data=form)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    sentence = "Choose a rating for “Tells the harms”"
    assert answer.text.count(sentence) >= 2
    assert re.search(r'value="1"[^>]*checked', answer.text)
    assert look.scalar(select(func.count()).select_from(Observation)) == 0


def test_pressing_lock_twice_stores_one_sheet(clinic: Clinic, look: Session) -> None:
    agree(clinic.as_partner, clinic.partners_sheet)
    form = filled(clinic.as_partner, clinic.partners_sheet, choices="1", harms="0")
    for _ in range(2):
        assert clinic.as_partner.post(address(clinic.partners_sheet), data=form).status_code == 302
    assert look.scalar(select(func.count()).select_from(ObservationRevision)) == 1
    assert look.scalar(select(func.count()).select_from(QuarantinedSheet)) == 0


def test_a_refusal_leaves_only_a_count(clinic: Clinic, look: Session) -> None:
    clinic.as_partner.post(address(clinic.partners_sheet, "consent"), data={"outcome": "declined", "asked_by": "nurse"})
    assert "The patient said no" in clinic.as_partner.get(address(clinic.partners_sheet)).text
    assert look.scalar(select(Consultation.consent)) == "declined"
    assert look.scalars(select(Assignment.state)).all() == ["void", "void"]
    assert look.scalar(select(func.count()).select_from(ConsentEvent)) == 1


def test_consent_without_who_asked_is_asked_again(clinic: Clinic) -> None:
    answer = clinic.as_partner.post(address(clinic.partners_sheet, "consent"), data={"outcome": "agreed"})
    assert answer.status_code == 422
    assert "Choose who asked the patient." in answer.text
    assert re.search(r'value="agreed"[^>]*checked', answer.text)


def test_nobody_sees_the_other_sheet_until_both_are_in(clinic: Clinic) -> None:
    together = f"/observe/consultations/{clinic.consultation}/together"
    before = without_tokens(clinic.as_peer.get(together).text)
    lock(clinic.as_partner, clinic.partners_sheet, choices="2", harms="0", choices_note="a secret remark")
    after = without_tokens(clinic.as_peer.get(together).text)
    # Not a word, not a count, not a different length: the page is the same whether the partner's sheet is in or not.
    assert before == after
    assert "Not open yet" in after


def test_when_both_are_in_the_items_that_differ_most_come_first(clinic: Clinic) -> None:
    lock(clinic.as_partner, clinic.partners_sheet, choices="1", harms="0")
    lock(clinic.as_peer, clinic.peers_sheet, choices="1", harms="2")
    page = clinic.as_peer.get(f"/observe/consultations/{clinic.consultation}/together").text
    assert page.index("saw it differently") < page.index("Tells the harms") < page.index("Names the choices")
    assert "You (peer clinician)" in page
    assert "Patient partner" in page
    assert "Pat Partner" not in page


def test_leaving_needs_no_reason_and_opens_the_others_sheet(clinic: Clinic) -> None:
    lock(clinic.as_partner, clinic.partners_sheet)
    assert clinic.as_peer.post(address(clinic.peers_sheet, "give-up")).status_code == 302
    page = clinic.as_partner.get(f"/observe/consultations/{clinic.consultation}/together").text
    assert "Only one sheet came in" in page


def test_a_change_of_mind_deletes_everything_of_the_consultation(clinic: Clinic, look: Session) -> None:
    lock(clinic.as_partner, clinic.partners_sheet)
    lock(clinic.as_peer, clinic.peers_sheet)
    clinic.as_partner.post(address(clinic.partners_sheet, "withdraw"))
    for table in (Observation, ObservationRevision, Rating, QuarantinedSheet):
        assert look.scalar(select(func.count()).select_from(table)) == 0
    assert look.scalar(select(Consultation.consent)) == "withdrawn"
    for client, sheet in ((clinic.as_partner, clinic.partners_sheet), (clinic.as_peer, clinic.peers_sheet)):
        assert "changed their mind" in client.get(address(sheet)).text


def test_another_observers_sheet_does_not_exist_for_me(clinic: Clinic) -> None:
    for step in ("consent", "withdraw", "give-up", ""):
        data = {"outcome": "agreed", "asked_by": "nurse"}
        assert clinic.as_peer.post(address(clinic.partners_sheet, step), data=data).status_code in (403, 404)
    assert clinic.as_peer.get(address(clinic.partners_sheet)).status_code == 404


def test_a_note_with_a_name_in_it_is_asked_about_before_the_sheet_is_locked(clinic: Clinic, look: Session) -> None:
    named = {"choices_note": "Mrs Lee was asked."}
    answer = lock(clinic.as_partner, clinic.partners_sheet, **named)
    assert answer.status_code == 422
    assert "“Mrs Lee” looks like a name after a title." in answer.text
    assert look.scalar(select(func.count()).select_from(Observation)) == 0
    ticked = {
        **filled(clinic.as_partner, clinic.partners_sheet, choices="1", harms="2", **named),
        "names_checked": "yes",
    }
    assert clinic.as_partner.post(address(clinic.partners_sheet), data=ticked).status_code == 302


def test_how_the_patient_was_asked_is_kept(clinic: Clinic, look: Session) -> None:
    said = {"outcome": "agreed", "asked_by": "receptionist", "how": "with_helper"}
    clinic.as_partner.post(address(clinic.partners_sheet, "consent"), data=said)
    assert look.scalar(select(ConsentEvent.how)) == "with_helper"


def test_when_the_patient_changed_their_mind_is_kept(clinic: Clinic, look: Session) -> None:
    agree(clinic.as_partner, clinic.partners_sheet)
    clinic.as_partner.post(address(clinic.partners_sheet, "withdraw"), data={"stage": "before"})
    events = dict(look.execute(select(ConsentEvent.outcome, ConsentEvent.stage)).all())
    assert events["withdrawn"] == "before"


LAPSED = "licence: Owned, permission_reference: Letter 7, permission_expires: 2026-01-31"


def with_a_lapsed_permission(clinic: Clinic, session: Session) -> None:
    made = Builder(session).an_instrument(SMALL.replace("licence: CC BY 4.0", LAPSED))
    session.execute(update(Round).values(instrument_id=made))
    session.commit()


def test_a_sheet_whose_permission_has_ended_does_not_open_and_says_why(clinic: Clinic, session: Session) -> None:
    with_a_lapsed_permission(clinic, session)
    page = clinic.as_partner.get(address(clinic.partners_sheet)).text
    assert "The owner of the form allowed its use until 31 January 2026." in page
    assert "Lock my sheet" not in page


def test_a_sheet_that_was_begun_before_the_permission_ended_is_taken_in(
    clinic: Clinic, session: Session, look: Session
) -> None:
    agree(clinic.as_partner, clinic.partners_sheet)
    with_a_lapsed_permission(clinic, session)
    assert lock(clinic.as_partner, clinic.partners_sheet).status_code == 302
    assert look.scalar(select(func.count()).select_from(Observation)) == 1


def test_a_sheet_of_a_trial_says_so_on_every_page_it_is_on(clinic: Clinic, session: Session) -> None:
    made = Builder(session).an_instrument(SMALL.replace('version: "1"', "version: 1-trial"))
    session.execute(update(PublishedInstrument).values(trial=True))
    session.execute(update(Round).values(instrument_id=made))
    session.commit()
    words = "What you score here is thrown away"
    assert words.lower() in clinic.as_partner.get("/observe/").text.lower()
    assert words in clinic.as_partner.get(address(clinic.partners_sheet)).text
    lock(clinic.as_partner, clinic.partners_sheet)
    assert words in clinic.as_partner.get(address(clinic.partners_sheet)).text


def change_the_form(build: Builder) -> None:
    later = SMALL.replace('version: "1"', 'version: "2"').replace("Tells the harms", "Says what may go wrong")
    build.session.execute(update(Round).values(instrument_id=build.an_instrument(later)))
    build.keep()


def test_a_sheet_opens_in_the_form_it_was_begun_with(clinic: Clinic, build: Builder) -> None:
    begun_with = filled(clinic.as_partner, clinic.partners_sheet)["fingerprint"]
    change_the_form(build)
    assert "Says what may go wrong" in clinic.as_partner.get(address(clinic.partners_sheet)).text
    page = clinic.as_partner.get(address(clinic.partners_sheet, f"?form={begun_with}"))
    assert "Tells the harms" in page.text
    assert page.headers["X-Levelfield-Form"] == begun_with


def test_another_form_never_passes_for_the_one_that_was_asked_for(clinic: Clinic) -> None:
    assert clinic.as_partner.get(address(clinic.partners_sheet, f"?form={'0' * 64}")).status_code == 404


def test_a_sheet_counts_on_the_form_it_was_begun_with(clinic: Clinic, build: Builder, look: Session) -> None:
    agree(clinic.as_partner, clinic.partners_sheet)
    sheet = filled(clinic.as_partner, clinic.partners_sheet, choices="1", harms="2")
    change_the_form(build)
    assert clinic.as_partner.post(address(clinic.partners_sheet), data=sheet).status_code == 302
    used = select(PublishedInstrument.version).join(Observation, Observation.instrument_id == PublishedInstrument.id)
    assert look.scalar(used) == "1"
