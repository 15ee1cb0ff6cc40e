"""What was tapped while watching goes with the sheet, stands beside the mark, and never counts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.observations import ObservationRevision, Rating
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, send

TAPPED = {"choices": {"code": "1", "taps": [12, 3, 3]}, "harms": {"code": "2"}}


def test_taps_are_kept_with_their_rating_lowest_minute_first(clinic: Clinic, look: Session) -> None:
    assert send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=TAPPED)).status_code == 201
    rows = look.execute(select(Rating.item_id, Rating.taps)).all()
    assert {row.item_id: row.taps for row in rows} == {"choices": [3, 3, 12], "harms": []}


def test_taps_change_no_score(clinic: Clinic, look: Session) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=TAPPED))
    send(clinic.as_peer, a_sheet(clinic.peers_sheet, answers={"choices": {"code": "1"}, "harms": {"code": "2"}}))
    totals = look.scalars(select(ObservationRevision.total)).all()
    assert len(set(totals)) == 1


def test_the_locked_sheet_says_when_it_was_tapped(clinic: Clinic) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=TAPPED))
    page = clinic.as_partner.get(f"/observe/assignments/{clinic.partners_sheet}/").get_data(as_text=True)
    assert "Tapped 3 times, in minute 3 and 12." in page


def test_taps_that_are_no_minutes_are_refused_beside_their_item(clinic: Clinic) -> None:
    for strange in ([-1], ["10:35"], [601], [True], "3", list(range(201))):
        answers = {"choices": {"code": "1", "taps": strange}, "harms": {"code": "2"}}
        assert send(clinic.as_partner, a_sheet(clinic.partners_sheet, answers=answers)).status_code == 422
