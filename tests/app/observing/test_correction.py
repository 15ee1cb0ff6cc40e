"""A locked sheet is corrected by a further revision with a reason; what was locked first stays."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.observations import ObservationRevision
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, send

ANSWERS = {"choices": {"code": "0", "note": "One."}, "harms": {"code": "2"}}


def address(clinic: Clinic) -> str:
    return f"/observe/assignments/{clinic.partners_sheet}/correct"


def correct(client: FlaskClient, clinic: Clinic, reason: str, choices: str = "2", **more: str):
    page = client.get(address(clinic)).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    answers = {"i_choices": choices, "i_harms": "2", **more}
    return client.post(address(clinic), data={**hidden, **answers, "reason": reason})


def revisions(look: Session) -> list[tuple[int, str]]:
    found = select(ObservationRevision.number, ObservationRevision.reason).order_by(ObservationRevision.number)
    return [(row.number, row.reason) for row in look.execute(found)]


def test_the_correction_is_kept_beside_what_was_locked_first(clinic: Clinic, look: Session) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=ANSWERS))
    assert correct(clinic.as_partner, clinic, "I tapped the wrong card.").status_code == 302
    assert revisions(look) == [(1, ""), (2, "I tapped the wrong card.")]
    page = clinic.as_partner.get(f"/observe/assignments/{clinic.partners_sheet}/").text
    assert "Was: 0: Not seen" in page
    assert "Now: 2: Clearly" in page


def test_the_page_begins_with_the_sheet_as_it_stands(clinic: Clinic) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=ANSWERS))
    correct(clinic.as_partner, clinic, "I tapped the wrong card.")
    page = clinic.as_partner.get(address(clinic)).text
    assert re.search(r'id="i_choices-2" value="2"[^>]*checked', page)


def test_without_a_reason_it_is_not_taken(clinic: Clinic, look: Session) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=ANSWERS))
    answer = correct(clinic.as_partner, clinic, " ")
    assert answer.status_code == 422
    assert "Write why you are correcting this sheet." in answer.text
    assert revisions(look) == [(1, "")]


def test_a_second_correction_is_the_next_revision(clinic: Clinic, look: Session) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=ANSWERS))
    correct(clinic.as_partner, clinic, "I tapped the wrong card.")
    correct(clinic.as_partner, clinic, "It was right at first.", choices="0")
    assert [number for number, _ in revisions(look)] == [1, 2, 3]


def test_the_other_observer_sees_what_was_locked_first(clinic: Clinic) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=ANSWERS))
    correct(clinic.as_partner, clinic, "I tapped the wrong card.")
    send(clinic.as_peer, a_sheet(clinic.peers_sheet, answers=ANSWERS))
    page = clinic.as_peer.get(f"/observe/consultations/{clinic.consultation}/together").text
    assert "Clearly" in page
    assert "On no item this time" not in page


def test_an_open_sheet_has_nothing_to_correct(clinic: Clinic) -> None:
    assert clinic.as_partner.get(address(clinic)).status_code == 404
