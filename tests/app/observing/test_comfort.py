"""Text size, spacing, colours and hand: kept on the device for one person, there before the page is painted."""

from flask.testing import FlaskClient

from app.web.comfort import Comfort, read_comfort
from tests.app.observing.conftest import Clinic

LARGE = {"text": "large", "space": "wide", "colours": "dark", "hand": "left", "back": "/observe/"}


def classes(client: FlaskClient, address: str = "/observe/") -> str:
    return client.get(address).text.split(' class="')[1].split('"')[0]


def test_what_was_chosen_is_in_the_next_page(clinic: Clinic) -> None:
    answer = clinic.as_partner.post("/observe/comfort", data=LARGE)
    assert answer.location == "/observe/"
    assert classes(clinic.as_partner) == "lf-text-large lf-space-wide lf-colours-dark lf-hand-left"


def test_the_dark_style_sheet_counts_when_it_was_chosen(clinic: Clinic) -> None:
    clinic.as_partner.post("/observe/comfort", data=LARGE)
    assert 'dark.css" media="all"' in clinic.as_partner.get("/observe/").text


def test_the_next_person_on_the_tablet_has_their_own(clinic: Clinic) -> None:
    clinic.as_partner.post("/observe/comfort", data=LARGE)
    kept = clinic.as_partner.get_cookie(f"comfort-{clinic.partner.hex[:12]}")
    assert kept is not None
    clinic.as_peer.set_cookie(kept.key, kept.value)
    assert "lf-text-usual" in classes(clinic.as_peer)


def test_nonsense_in_the_cookie_counts_as_nothing_chosen() -> None:
    assert read_comfort("text-huge.colours.<script>-x..hand-left") == Comfort(hand="left")


def test_the_way_back_stays_on_this_site(clinic: Clinic) -> None:
    answer = clinic.as_partner.post("/observe/comfort", data={**LARGE, "back": "https://elsewhere.example/"})
    assert answer.location == "/observe/"
