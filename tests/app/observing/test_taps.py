"""What was tapped while watching goes with the sheet, stands beside the mark, and never counts."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.observations import ObservationRevision, Rating
from app.models.programmes import Round
from app.observing.forms import fill, raw_answers, scoresheet_form
from instruments.loading import fingerprint, load
from instruments.scoresheet import read_sheet
from instruments.sheet import Rated, Sheet
from tests.app.builders import SMALL, Builder
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


MARKED = SMALL.replace("id: small", "id: marked").replace(
    "text: {any: {en: Names the choices}}",
    "text: {any: {en: Names the choices}}\n"
    "        markers: [{code: two, label: {en: Names two}}, {code: wait, label: {en: Names waiting}}]",
)


@pytest.fixture
def marked(clinic: Clinic, build: Builder, session: Session) -> Clinic:
    """The same clinic on an instrument that names behaviours to tap."""
    session.query(Round).update({"instrument_id": build.an_instrument(MARKED)})
    build.keep()
    return clinic


def test_taps_by_behaviour_are_kept_with_their_rating_and_told_by_minute(marked: Clinic, look: Session) -> None:
    answers = {"choices": {"code": "1", "marked": {"wait": [9], "two": [4, 2, 2]}}, "harms": {"code": "2"}}
    sheet = a_sheet(marked.partners_sheet, answers=answers, instrument=fingerprint(load(MARKED)))
    assert send(marked.as_partner, sheet).status_code == 201
    kept = dict(look.execute(select(Rating.item_id, Rating.marked)).all())
    assert kept == {"choices": {"two": [2, 2, 4], "wait": [9]}, "harms": {}}
    page = marked.as_partner.get(f"/observe/assignments/{marked.partners_sheet}/").text
    assert "Names two: 3 times, in minute 2 and 4" in page
    assert "Names waiting: in minute 9" in page


def test_the_form_without_script_carries_taps_by_behaviour(marked: Clinic) -> None:
    instrument = load(MARKED)
    form = scoresheet_form(instrument, fingerprint(instrument))
    sheet: Sheet = {"choices": Rated("1", marked={"two": (2, 4)}), "harms": Rated("2", taps=(3,))}
    with marked.as_partner.application.test_request_context():
        filled = form(formdata=None)
        fill(filled, instrument, sheet)
        assert read_sheet(instrument, raw_answers(filled, instrument)) == (sheet, ())
