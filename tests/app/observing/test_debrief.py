"""What two observers agree on after both have locked: a third record that changes no score."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.debriefs import AgreedPoint, Debrief, DebriefYes
from app.models.observations import ObservationRevision, Rating
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, send

TABLES = (Debrief, AgreedPoint, DebriefYes)


@pytest.fixture
def locked(clinic: Clinic) -> Clinic:
    """Both sheets are in."""
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers={"choices": {"code": "0"}, "harms": {"code": "2"}}))
    send(clinic.as_peer, a_sheet(clinic.peers_sheet, answers={"choices": {"code": "2"}, "harms": {"code": "2"}}))
    return clinic


def address(clinic: Clinic, step: str = "debrief") -> str:
    return f"/observe/consultations/{clinic.consultation}/{step}"


def write(
    client: FlaskClient, clinic: Clinic, note: str = "Both heard one choice named.", seen: int = 0, **points: str
):
    fields = {f"p_{item}": code for item, code in points.items()}
    return client.post(address(clinic), data={"note": note, "seen": str(seen), **fields})


def scores(look: Session) -> list[object]:
    joined = select(Rating.item_id, Rating.code, ObservationRevision.total).join(
        ObservationRevision, ObservationRevision.id == Rating.revision_id
    )
    return list(look.execute(joined.order_by(ObservationRevision.id, Rating.item_id)))


def counts(look: Session) -> list[int]:
    return [look.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_what_one_writes_the_other_reads_and_agrees_to(locked: Clinic) -> None:
    assert write(locked.as_partner, locked, choices="1").status_code == 302
    seen = locked.as_peer.get(address(locked, "together")).text
    assert "Both heard one choice named." in seen
    assert "Not yet agreed by you" in seen
    locked.as_peer.post(address(locked, "debrief/agree/1"))
    assert "All of you said yes to this" in locked.as_partner.get(address(locked, "together")).text


def test_a_change_asks_the_other_for_their_yes_again(locked: Clinic) -> None:
    write(locked.as_partner, locked)
    write(locked.as_peer, locked, note="One choice, and it was rushed.", seen=1)
    assert "Not yet agreed by you" in locked.as_partner.get(address(locked, "together")).text


def test_a_change_of_something_that_has_moved_on_is_not_taken(locked: Clinic, look: Session) -> None:
    write(locked.as_partner, locked)
    write(locked.as_peer, locked, note="I had not seen yours.", seen=0)
    assert look.scalars(select(Debrief.note)).one() == "Both heard one choice named."


def test_a_yes_to_something_that_has_moved_on_does_not_count(locked: Clinic, look: Session) -> None:
    write(locked.as_partner, locked)
    write(locked.as_partner, locked, note="Something else.", seen=1)
    locked.as_peer.post(address(locked, "debrief/agree/1"))
    assert look.scalar(select(func.count()).select_from(DebriefYes)) == 1


def test_once_all_have_said_yes_it_stays(locked: Clinic, look: Session) -> None:
    write(locked.as_partner, locked)
    locked.as_peer.post(address(locked, "debrief/agree/1"))
    write(locked.as_partner, locked, note="Another thing.", seen=1)
    assert look.scalars(select(Debrief.note)).one() == "Both heard one choice named."


def test_it_changes_no_locked_score(locked: Clinic, look: Session) -> None:
    before = scores(look)
    look.rollback()
    write(locked.as_partner, locked, choices="1")
    assert scores(look) == before


def test_nobody_writes_it_before_all_sheets_are_in(clinic: Clinic, look: Session) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet))
    assert write(clinic.as_partner, clinic).status_code == 404
    assert clinic.as_partner.get(address(clinic)).status_code == 404
    assert counts(look) == [0, 0, 0]


def test_who_gave_their_sheet_up_sees_neither_the_sheets_nor_the_debrief(clinic: Clinic) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet))
    clinic.as_peer.post(f"/observe/assignments/{clinic.peers_sheet}/give-up")
    assert "Not open yet" in clinic.as_peer.get(address(clinic, "together")).text
    assert clinic.as_peer.get(address(clinic)).status_code == 404


def test_a_withdrawn_consent_deletes_it(locked: Clinic, look: Session) -> None:
    write(locked.as_partner, locked, choices="1")
    locked.as_peer.post(f"/observe/assignments/{locked.peers_sheet}/withdraw")
    assert counts(look) == [0, 0, 0]


def test_a_score_that_is_not_on_the_scale_is_refused_beside_its_item(locked: Clinic, look: Session) -> None:
    answer = write(locked.as_partner, locked, choices="9")
    assert answer.status_code == 422
    assert re.search(r"Choose one of the scores of this item again", answer.text)
    assert counts(look) == [0, 0, 0]


def test_a_note_with_a_name_is_asked_about(locked: Clinic, look: Session) -> None:
    assert write(locked.as_partner, locked, note="Mrs Lee agreed.").status_code == 422
    assert counts(look) == [0, 0, 0]
