"""A shared tablet: paired once by a lead's link, a PIN that works on it alone, and ended from afar."""

import io
import json
import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.application import Levelfield
from app.models.audit import AuditEvent
from app.models.base import now
from app.models.people import Person
from app.models.tablets import Tablet, TabletPin
from app.models.web_sessions import WebSession
from app.operations.tablets import make_tablet_link, set_pin
from app.web.database_sessions import TABLET_COOKIE
from tests.app.builders import Builder
from tests.app.conftest import SignIn

PIN = "274916"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Shared:
    """A team with a lead and two observers, and one paired tablet as a client."""

    team: uuid.UUID
    lead: uuid.UUID
    pat: uuid.UUID
    sam: uuid.UUID
    tablet: FlaskClient
    tablet_id: uuid.UUID


def pair(app: Levelfield, build: Builder, lead: uuid.UUID, team: uuid.UUID, name: str = "Tablet 3") -> FlaskClient:
    secret = make_tablet_link(build.session, build.actor(lead), team, name, "Knee clinic", 90)
    build.keep()
    client = app.test_client()
    assert "Tablet 3" in client.get(f"/tablet/pair/{secret}").text
    assert client.post(f"/tablet/pair/{secret}").status_code == 302
    # A link works once.
    assert app.test_client().post(f"/tablet/pair/{secret}").status_code == 410
    return client


@pytest.fixture
def shared(app: Levelfield, build: Builder) -> Shared:
    team = build.a_team()
    lead = build.a_person(team, "lead")
    pat, sam = build.a_person(team, "observer", name="Pat Partner"), build.a_person(team, "observer", name="Sam Peer")
    tablet = pair(app, build, lead, team)
    tablet_id = build.session.scalars(select(Tablet.id)).one()
    for person in (pat, sam):
        set_pin(build.session, build.actor(person), tablet_id, PIN)
    build.keep()
    return Shared(team, lead, pat, sam, tablet, tablet_id)


def by_pin(client: FlaskClient, person: uuid.UUID, pin: str = PIN):
    return client.post("/tablet/", data={"person": str(person), "pin": pin})


def test_a_name_and_a_pin_sign_in_on_the_paired_tablet(shared: Shared) -> None:
    page = shared.tablet.get("/tablet/").text
    assert "Pat Partner" in page
    assert by_pin(shared.tablet, shared.pat).location == "/observe/"
    assert shared.tablet.get("/observe/").status_code == 200


def test_the_next_person_takes_over_with_one_form(shared: Shared) -> None:
    by_pin(shared.tablet, shared.pat)
    by_pin(shared.tablet, shared.sam)
    page = shared.tablet.get("/observe/").text
    assert str(shared.sam) in page
    assert str(shared.pat) not in page


def test_a_pin_works_nowhere_but_on_its_tablet(app: Levelfield, build: Builder, shared: Shared) -> None:
    assert by_pin(app.test_client(), shared.pat).status_code == 403
    other = pair(app, build, shared.lead, shared.team)
    assert by_pin(other, shared.pat).status_code == 422


def test_a_copied_tablet_cookie_without_a_pin_gives_nothing(app: Levelfield, shared: Shared) -> None:
    by_pin(shared.tablet, shared.pat)
    thief = app.test_client()
    credential = shared.tablet.get_cookie(TABLET_COOKIE)
    assert credential is not None
    thief.set_cookie(TABLET_COOKIE, credential.value)
    assert thief.get("/observe/").status_code == 302
    assert thief.get("/api/v1/assignments/" + str(uuid.uuid4()) + "/drafts").status_code == 401


def test_a_copied_session_cookie_is_worthless_without_the_tablet(app: Levelfield, shared: Shared) -> None:
    by_pin(shared.tablet, shared.pat)
    copied = shared.tablet.get_cookie("levelfield")
    assert copied is not None
    thief = app.test_client()
    thief.set_cookie("levelfield", copied.value)
    assert thief.get("/observe/").status_code == 302


def test_five_wrong_pins_lock_the_pin_and_nothing_else(shared: Shared, session: Session) -> None:
    for left in ("4 tries left", "3 tries left", "2 tries left", "1 try left", "Too many wrong tries"):
        assert left in by_pin(shared.tablet, shared.pat, "111222").text
    assert "Too many wrong tries" in by_pin(shared.tablet, shared.pat).text
    assert by_pin(shared.tablet, shared.sam).status_code == 302
    assert "tablet PIN locked" in session.scalars(select(AuditEvent.event)).all()


def test_a_pin_opens_the_observers_room_and_nothing_else_the_person_may_do(
    build: Builder, shared: Shared, session: Session
) -> None:
    build.end_roles(shared.lead)
    both = build.a_person(shared.team, "observer", name="Lead And Observer")
    build.keep()
    session.rollback()
    set_pin(session, build.actor(both), shared.tablet_id, PIN)
    session.commit()
    by_pin(shared.tablet, both)
    assert shared.tablet.get("/observe/").status_code == 200
    assert shared.tablet.get("/organise/").status_code == 403
    assert shared.tablet.get("/account/pin").status_code == 403


def test_a_session_on_a_tablet_rests_when_left_alone_and_ends_with_the_shift(shared: Shared, session: Session) -> None:
    for column, ago in ((WebSession.seen_at, timedelta(minutes=16)), (WebSession.created_at, timedelta(hours=13))):
        by_pin(shared.tablet, shared.pat)
        assert shared.tablet.get("/observe/").status_code == 200
        session.execute(update(WebSession).values({column: now() - ago}))
        session.commit()
        assert shared.tablet.get("/observe/").status_code == 302


def test_whoever_must_sign_in_on_a_tablet_sees_the_names_first(shared: Shared) -> None:
    first = shared.tablet.get("/observe/")
    again = shared.tablet.get(first.location or "")
    assert (again.location or "").startswith("/tablet/?next=")
    assert shared.tablet.get("/account/sign-in?way=password").status_code == 200


def test_the_way_on_is_never_another_sites(shared: Shared) -> None:
    for wanted in ("//evil.example", "https://evil.example/", "/\\evil.example"):
        answer = shared.tablet.post(f"/tablet/?next={wanted}", data={"person": str(shared.pat), "pin": PIN})
        assert answer.location == "/observe/"


@pytest.mark.parametrize(
    ("pin", "again", "words"),
    [
        ("1234", "1234", "6 digits"),
        ("111111", "111111", "harder to guess"),
        ("123456", "123456", "harder to guess"),
        ("654321", "654321", "harder to guess"),
        ("274916", "274917", "not the same"),
        ("٢٧٤٩١٦", "٢٧٤٩١٦", "6 digits"),
    ],
)
def test_a_pin_that_will_not_do_is_refused_in_words(
    app: Levelfield, sign_in: SignIn, shared: Shared, pin: str, again: str, words: str
) -> None:
    client = sign_in(shared.pat)
    credential = shared.tablet.get_cookie(TABLET_COOKIE)
    assert credential is not None
    client.set_cookie(TABLET_COOKIE, credential.value)
    answer = client.post("/account/pin", data={"pin": pin, "again": again})
    assert answer.status_code == 422
    assert words in answer.text


def test_the_pin_is_stored_as_argon2id_only(shared: Shared, session: Session) -> None:
    hashes = session.scalars(select(TabletPin.hash)).all()
    assert all(each.startswith("$argon2id$v=19$m=32768") for each in hashes)


def say(client: FlaskClient, **more: object):
    said = {"build": "b", "persisted": True, "free_megabytes": 900, "drafts": 0, "waiting": 0, "oldest": None}
    clock = now().isoformat()
    return client.post("/api/v1/tablet/contact", json={**said, "clock": clock, **more}, headers=SAME_ORIGIN)


def test_a_lead_sees_the_tablet_to_worry_about_first(
    app: Levelfield, build: Builder, sign_in: SignIn, shared: Shared
) -> None:
    quiet = pair(app, build, shared.lead, shared.team)
    assert say(quiet).get_json()["tablet"] == {"name": "Tablet 3", "site": "Knee clinic"}
    assert say(shared.tablet, waiting=3, oldest="2026-03-02T10:00:00Z", persisted=False).status_code == 200
    page = sign_in(shared.lead).get(f"/organise/teams/{shared.team}/tablets/").text
    assert "its browser may throw it away" in page
    assert re.search(r"may throw it away.*(All is sent|older version)", page, re.DOTALL)


def test_what_to_do_with_a_tablet_stands_beside_its_name_where_a_narrow_screen_shows_it(
    sign_in: SignIn, shared: Shared
) -> None:
    page = sign_in(shared.lead).get(f"/organise/teams/{shared.team}/tablets/").text
    assert re.findall(r'<th scope="col">([^<]*)</th>', page)[:2] == ["Tablet", "What to do"]


def test_a_tablet_that_holds_something_is_not_unpaired_by_accident(
    sign_in: SignIn, shared: Shared, session: Session
) -> None:
    say(shared.tablet, waiting=2)
    lead = sign_in(shared.lead)
    where = f"/organise/teams/{shared.team}/tablets/{shared.tablet_id}"
    assert "still holds 2 things" in lead.post(f"{where}/unpair", follow_redirects=True).text
    by_pin(shared.tablet, shared.pat)
    lead.post(f"{where}/lost")
    assert shared.tablet.get("/observe/").status_code == 302
    assert by_pin(shared.tablet, shared.pat).status_code == 403
    assert session.scalars(select(TabletPin)).all() == []


COPY = "2026-03-02T12:00:00.500Z"


def unpair(client: FlaskClient, shared: Shared) -> str:
    where = f"/organise/teams/{shared.team}/tablets/{shared.tablet_id}/unpair"
    return client.post(where, follow_redirects=True).text


def test_a_tablet_of_which_somebody_holds_a_copy_is_unpaired_with_its_unsent_work(
    sign_in: SignIn, shared: Shared
) -> None:
    say(shared.tablet, waiting=2, copy={"made": COPY, "taken": False})
    lead = sign_in(shared.lead)
    assert "still holds 2 things" in unpair(lead, shared)
    say(shared.tablet, waiting=2, copy={"made": COPY, "taken": True})
    assert "copy taken" in lead.get(f"/organise/teams/{shared.team}/tablets/").text
    assert "no longer paired" in unpair(lead, shared)


@pytest.mark.parametrize("how", ["unpair", "lost"])
def test_the_lead_is_told_that_a_tablet_without_a_network_still_opens_with_a_pin(
    sign_in: SignIn, shared: Shared, how: str
) -> None:
    lead = sign_in(shared.lead)
    where = f"/organise/teams/{shared.team}/tablets/"
    assert "whoever holds it and knows an observer’s PIN" in lead.get(where).text
    told = lead.post(f"{where}{shared.tablet_id}/{how}", follow_redirects=True).text
    assert "still opens an observer’s own pages with their PIN" in " ".join(told.split())


def test_new_work_on_a_tablet_is_in_no_copy_taken_before(sign_in: SignIn, shared: Shared) -> None:
    say(shared.tablet, waiting=2, copy={"made": COPY, "taken": True})
    say(shared.tablet, waiting=3, copy=None)
    assert "still holds 3 things" in unpair(sign_in(shared.lead), shared)


def a_bundle(device: str, made: str, *, drafts: int) -> bytes:
    """A rescue file with unfinished sheets of nobody the server knows: they stay in the file."""
    draft = {"person": device, "assignment": device, "observation": device, "seq": 2, "iv": "", "data": ""}
    content = {"format": "levelfield-rescue/1", "device": device, "made": made, "keys": [], "records": []}
    return json.dumps({**content, "drafts": [draft] * drafts}).encode()


def test_the_rescue_file_of_a_silent_tablet_lets_the_lead_unpair_it(sign_in: SignIn, shared: Shared) -> None:
    device = str(uuid.uuid4())
    say(shared.tablet, drafts=2, device=device)
    lead = sign_in(shared.lead)
    soon = (now() + timedelta(minutes=1)).isoformat()
    for made, drafts, frees in (("2026-03-02T12:00:00Z", 2, False), (soon, 1, False), (soon, 2, True)):
        file = (io.BytesIO(a_bundle(device, made, drafts=drafts)), "levelfield-rescue.json")
        told = lead.post(f"/organise/teams/{shared.team}/tablets/rescue", data={"file": file}).text
        assert ("You may unpair it" in told) is frees
    assert "no longer paired" in unpair(lead, shared)


def test_the_lead_sees_whether_a_paper_form_lies_beside_a_tablet_that_may_forget(
    sign_in: SignIn, shared: Shared
) -> None:
    tablets = f"/organise/teams/{shared.team}/tablets/"
    say(shared.tablet, persisted=False)
    assert "No paper form confirmed" in sign_in(shared.lead).get(tablets).text
    say(shared.tablet, persisted=False, paper="2026-03-02T10:00:00Z")
    assert "Paper form ready, " in sign_in(shared.lead).get(tablets).text


def test_another_teams_lead_ends_no_tablet_of_ours(build: Builder, sign_in: SignIn, shared: Shared) -> None:
    team = build.a_team()
    stranger = sign_in(build.a_person(team, "lead"))
    for how in ("unpair", "lost"):
        assert stranger.post(f"/organise/teams/{team}/tablets/{shared.tablet_id}/{how}").status_code == 404
    assert by_pin(shared.tablet, shared.pat).status_code == 302


def test_a_code_to_scan_is_shown_once_and_pairs_the_team(sign_in: SignIn, app: Levelfield, shared: Shared) -> None:
    answer = sign_in(shared.lead).post(
        f"/organise/teams/{shared.team}/tablets/new", data={"name": "Tablet 4", "site": "Hip clinic", "days": "30"}
    )
    assert "data:image/svg+xml" in answer.text
    address = re.search(r"/tablet/pair/[\w-]+", answer.text)
    assert address is not None
    assert app.test_client().get(address[0]).status_code == 200


def test_locking_the_screen_ends_the_session(shared: Shared) -> None:
    by_pin(shared.tablet, shared.pat)
    assert shared.tablet.post("/api/v1/tablet/lock", headers=SAME_ORIGIN).get_json() == {"locked": True}
    assert shared.tablet.get("/observe/").status_code == 302


def test_the_full_sign_in_of_somebody_inactive_is_no_way_in(shared: Shared, session: Session) -> None:
    session.execute(update(Person).where(Person.id == shared.pat).values(active=False))
    session.commit()
    assert by_pin(shared.tablet, shared.pat).status_code == 422


def test_the_page_kept_for_asking_who_is_here_names_nobody_whoever_fetched_it(
    sign_in: SignIn, shared: Shared, session: Session
) -> None:
    page = sign_in(shared.pat).get("/tablet/switch")
    name = session.get_one(Person, shared.pat).name
    assert page.status_code == 200
    assert name not in page.text
    assert "X-Levelfield-Build" in page.headers


def test_whoever_left_without_a_network_is_signed_out_as_soon_as_the_tablet_says_so(shared: Shared) -> None:
    by_pin(shared.tablet, shared.pat)
    for _ in range(2):
        assert shared.tablet.post("/tablet/leave", headers=SAME_ORIGIN).get_json() == {"left": True}
    assert shared.tablet.get("/observe/").status_code == 302


def test_no_other_site_signs_anybody_out(shared: Shared) -> None:
    by_pin(shared.tablet, shared.pat)
    assert shared.tablet.post("/tablet/leave", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert shared.tablet.get("/observe/").status_code == 200
