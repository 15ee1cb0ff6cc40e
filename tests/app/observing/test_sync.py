"""What a tablet sends by itself, and every reply it can get."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.application import Levelfield
from app.frozen_sheets import read_frozen
from app.models.consultations import Assignment, ConsentEvent, Consultation
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, ObservationRevision, QuarantinedSheet, Rating
from app.models.people import Membership
from app.rules import Unfit
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import ANSWERS, a_sheet, freeze, put, send


def count(look: Session, table: Any) -> int:
    found = look.scalar(select(func.count()).select_from(table)) or 0
    look.rollback()
    return found


def sentence(answer: Any) -> str:
    return answer.get_json()["error"]["sentence"]


def test_a_new_sheet_is_stored_and_gets_a_receipt(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    answer = send(clinic.as_partner, content)
    assert answer.status_code == 201
    receipt = answer.get_json()["receipt"]
    assert (receipt["id"], receipt["revision"]) == (content["observation_id"], 1)
    assert receipt["sha256"] == sha256(freeze(content)).hexdigest()
    assert len(receipt["code"]) == 6
    assert look.scalar(select(Assignment.state).where(Assignment.id == clinic.partners_sheet)) == "locked"
    assert look.scalar(select(Consultation.consent)) == "agreed"
    ratings = {row.item_id: (row.kind, row.code, row.reason) for row in look.scalars(select(Rating))}
    assert ratings == {"choices": ("rated", "1", ""), "harms": ("not_scored", "unseen", "not_observed")}


def test_the_same_sheet_again_gets_the_same_receipt_and_is_stored_once(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    first = send(clinic.as_partner, content)
    again = [send(clinic.as_partner, content) for _ in range(5)]
    assert {each.status_code for each in again} == {200}
    assert all(each.get_json() == first.get_json() for each in again)
    assert (count(look, ObservationRevision), count(look, ConsentEvent)) == (1, 1)


def test_twenty_at_once_store_one(clinic: Clinic, app: Levelfield, sign_in: SignIn, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    clients = [sign_in(clinic.partner) for _ in range(20)]
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda client: send(client, content).status_code, clients))
    assert sorted(answers) == [200] * 19 + [201]
    assert (count(look, ObservationRevision), count(look, QuarantinedSheet)) == (1, 0)


def test_other_bytes_under_the_same_id_are_kept_aside_and_both_stay(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    send(clinic.as_partner, content)
    other = {**content, "answers": {**ANSWERS, "choices": {"code": "2"}}}
    for _ in range(2):
        answer = send(clinic.as_partner, other)
        assert answer.status_code == 409
        assert "Both are kept" in sentence(answer)
    assert look.scalars(select(QuarantinedSheet.body)).all() == [freeze(other)]
    assert look.scalars(select(ObservationRevision.body)).all() == [freeze(content)]


def test_a_second_tablets_sheet_for_the_same_slot_is_kept_aside(clinic: Clinic, look: Session) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet))
    assert send(clinic.as_partner, a_sheet(clinic.partners_sheet)).status_code == 409
    assert (count(look, Observation), count(look, QuarantinedSheet)) == (1, 1)


def test_a_sheet_that_was_given_up_is_kept_aside_when_it_still_arrives(clinic: Clinic, look: Session) -> None:
    leaving = freeze({"assignment_id": str(clinic.partners_sheet)})
    assert put(clinic.as_partner, f"/api/v1/given-up/{clinic.partners_sheet}", leaving).status_code == 200
    assert send(clinic.as_partner, a_sheet(clinic.partners_sheet)).status_code == 409
    assert (count(look, Observation), count(look, QuarantinedSheet)) == (0, 1)


def test_a_sheet_that_does_not_fit_says_what_to_put_right_and_where(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet, answers={"choices": {"code": "9"}})
    answer = send(clinic.as_partner, content)
    assert answer.status_code == 422
    problems = {each["field"]: each["sentence"] for each in answer.get_json()["error"]["problems"]}
    assert set(problems) == {"choices", "harms"}
    assert problems["harms"].startswith("Choose a rating for “Tells the harms”")
    assert count(look, Observation) == 0


def test_the_form_and_the_tablet_are_told_the_same_sentence(clinic: Clinic) -> None:
    told = send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers={"choices": {"code": "1"}}))
    harms = told.get_json()["error"]["problems"][0]["sentence"]
    address = f"/observe/assignments/{clinic.partners_sheet}/"
    clinic.as_partner.post(address + "consent", data={"outcome": "agreed", "asked_by": "nurse"})
    fingerprint = a_sheet(clinic.partners_sheet)["instrument"]
    page = clinic.as_partner.post(address, data={"i_choices": "1", "fingerprint": fingerprint})
    assert harms in page.text


@pytest.mark.parametrize("arriving", [b"", b'{"schema":"1"', b"[]", b"null", b"\xff\xfe", b"{}"])
def test_an_empty_or_cut_body_is_refused_and_sent_again(clinic: Clinic, look: Session, arriving: bytes) -> None:
    answer = send(clinic.as_partner, a_sheet(clinic.partners_sheet), body=arriving)
    assert answer.status_code == 422
    # The tablet knows by the field that the bytes were damaged, not the sheet.
    assert [each["field"] for each in answer.get_json()["error"]["problems"]] == ["body"]
    assert count(look, Observation) == 0


def test_a_sheet_without_the_patients_yes_is_refused(clinic: Clinic) -> None:
    answer = send(clinic.as_partner, a_sheet(clinic.partners_sheet, consent=None))
    assert answer.status_code == 422
    assert answer.get_json()["error"]["problems"][0] == {
        "field": "consent",
        "sentence": "Say first whether the patient agreed.",
    }


def test_a_sheet_on_a_form_its_owner_withdrew_meanwhile_still_counts(clinic: Clinic, session: Session) -> None:
    session.execute(update(PublishedInstrument).values(retired_at=func.current_timestamp()))
    session.commit()
    assert clinic.as_partner.get(f"/observe/assignments/{clinic.partners_sheet}/").status_code == 200
    assert send(clinic.as_partner, a_sheet(clinic.partners_sheet)).status_code == 201


def test_a_sheet_on_a_form_we_never_published_is_refused(clinic: Clinic) -> None:
    answer = send(clinic.as_partner, a_sheet(clinic.partners_sheet, instrument="0" * 64))
    assert answer.status_code == 422
    assert "not known here" in sentence(answer)


def test_after_the_patients_no_the_sheet_is_gone_for_good(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    send(clinic.as_partner, content)
    event = uuid.uuid4()
    no = freeze({"assignment_id": str(clinic.partners_sheet), "outcome": "withdrawn", "stage": "after", "asked_by": ""})
    for _ in range(3):
        assert put(clinic.as_partner, f"/api/v1/consents/{event}", no).get_json() == {"receipt": {"id": str(event)}}
    assert [count(look, table) for table in (Observation, ObservationRevision, Rating, QuarantinedSheet)] == [0] * 4
    assert look.scalars(select(ConsentEvent.outcome).where(ConsentEvent.id == event)).all() == ["withdrawn"]
    look.rollback()
    for client, sheet in ((clinic.as_partner, content), (clinic.as_peer, a_sheet(clinic.peers_sheet))):
        answer = send(client, sheet)
        assert answer.status_code == 410
        assert "changed their mind" in sentence(answer)
    assert count(look, Observation) == 0


def test_a_correction_names_its_reason_and_the_first_score_stays(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    send(clinic.as_partner, content)
    better = {**content, "revision": 2, "answers": {**ANSWERS, "choices": {"code": "2"}}, "consent": None}
    assert send(clinic.as_partner, better).get_json()["error"]["problems"][0]["field"] == "reason"
    assert send(clinic.as_partner, {**better, "reason": "I tapped the wrong card."}).status_code == 201
    rows = look.execute(
        select(ObservationRevision.number, Rating.code)
        .join(Rating, Rating.revision_id == ObservationRevision.id)
        .where(Rating.item_id == "choices")
        .order_by(ObservationRevision.number)
    ).all()
    assert [tuple(row) for row in rows] == [(1, "1"), (2, "2")]


def test_a_correction_of_something_that_has_not_arrived_is_out_of_date(clinic: Clinic) -> None:
    content = a_sheet(clinic.partners_sheet, revision=2, reason="A slip.")
    assert send(clinic.as_partner, content).status_code == 412


def test_another_observers_sheet_is_kept_for_its_owner(clinic: Clinic, look: Session) -> None:
    answer = send(clinic.as_peer, a_sheet(clinic.partners_sheet))
    assert answer.status_code == 403
    assert "kept here" in sentence(answer)
    assert (count(look, Observation), count(look, QuarantinedSheet)) == (0, 0)


def test_a_sheet_of_another_team_or_of_nowhere_does_not_exist(clinic: Clinic, build: Builder, sign_in: SignIn) -> None:
    stranger = sign_in(build.a_person(build.a_team(), "observer"))
    assert send(stranger, a_sheet(clinic.partners_sheet)).status_code == 404
    assert send(clinic.as_partner, a_sheet(uuid.uuid4())).status_code == 404


def test_without_a_sign_in_the_tablet_is_asked_to_sign_in_and_keeps_the_sheet(app: Levelfield, clinic: Clinic) -> None:
    answer = send(app.test_client(), a_sheet(clinic.partners_sheet))
    assert answer.status_code == 401
    assert "safe" in sentence(answer)


def test_an_observer_whose_role_ended_keeps_the_sheet_on_the_tablet(clinic: Clinic, session: Session) -> None:
    session.execute(
        update(Membership).where(Membership.person_id == clinic.partner).values(ended_at=func.current_timestamp())
    )
    session.commit()
    assert send(clinic.as_partner, a_sheet(clinic.partners_sheet)).status_code in (403, 404)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}],
)
def test_another_site_cannot_send_a_sheet(clinic: Clinic, headers: dict[str, str]) -> None:
    content = a_sheet(clinic.partners_sheet)
    body = freeze(content)
    answer = clinic.as_partner.put(
        f"/api/v1/observations/{content['observation_id']}/revisions/1",
        data=body,
        headers={"X-Content-SHA256": sha256(body).hexdigest(), **headers},
    )
    assert answer.status_code == 403


def test_a_request_that_does_not_say_where_it_comes_from_is_refused(app: Levelfield, clinic: Clinic) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    content = a_sheet(clinic.partners_sheet)
    body = freeze(content)
    address = f"/api/v1/observations/{content['observation_id']}/revisions/1"
    hashed = {"X-Content-SHA256": sha256(body).hexdigest()}
    assert clinic.as_partner.put(address, data=body, headers=hashed).status_code == 403
    # A browser says it; no form token is asked for, because the page may be hours old.
    assert send(clinic.as_partner, content).status_code == 201


def test_a_sheet_frozen_with_a_clock_three_days_wrong_is_stored_at_the_servers_time(clinic: Clinic) -> None:
    content = a_sheet(clinic.partners_sheet, locked_at="2019-01-01T00:00:00Z")
    answer = send(clinic.as_partner, content)
    assert answer.status_code == 201
    assert not answer.get_json()["receipt"]["received_at"].startswith("2019")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "schema",
                        "observation_id",
                        "assignment_id",
                        "instrument",
                        "revision",
                        "consent",
                        "answers",
                        "locked_at",
                        "reason",
                    ]
                ),
                inner,
                max_size=9,
            )
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode())
)
def test_no_bytes_whatever_make_the_reader_fall_over(body: bytes) -> None:
    with pytest.raises(Unfit):
        read_frozen(body, uuid.UUID(int=1), 1)
