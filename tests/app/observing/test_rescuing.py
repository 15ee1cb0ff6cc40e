"""A rescue file, and another observer's sealed records: taken in exactly once, and only with proof whose they are."""

import gzip
import io
import json
import uuid
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.observations import ObservationRevision, QuarantinedSheet
from app.models.safety import SafetyConcern
from app.models.tablets import KeptDraft
from app.rescue_frames import join_frames
from app.rescuing import read_bundle
from app.rules import Unfit
from app.web.sealing import SEALING
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import SAME_ORIGIN, a_sheet, freeze, sealed, send

KEY = b"k" * 32


def carried(clinic: Clinic, content: dict[str, Any], key: bytes = KEY) -> dict[str, Any]:
    body = freeze(content)
    return {
        "key": f"sheet:{content['observation_id']}:1",
        "kind": "sheet",
        "person": str(clinic.partner),
        "assignment": content["assignment_id"],
        "observation": content["observation_id"],
        "revision": 1,
        "sha256": sha256(body).hexdigest(),
        "body": b64encode(sealed(clinic.as_partner, clinic.partner, body, key)).decode(),
    }


def show_key(clinic: Clinic) -> bytes:
    """The partner's tablet shows the server its data key, as it does when the partner is signed in."""
    locked = clinic.as_partner.application.extensions[SEALING].seal("key", clinic.partner, KEY)
    asked = {"purpose": "key", "sealed": b64encode(locked).decode()}
    assert clinic.as_partner.post("/api/v1/opened", json=asked, headers=SAME_ORIGIN).status_code == 200
    return locked


def bundle(clinic: Clinic, locked: bytes, *records: dict[str, Any], drafts: list[Any] | None = None) -> bytes:
    return json.dumps(
        {
            "format": "levelfield-rescue/1",
            "device": str(uuid.UUID(int=5)),
            "keys": [{"person": str(clinic.partner), "sealed": b64encode(locked).decode()}],
            "records": records,
            "drafts": drafts or [],
        }
    ).encode()


def take_in(client: FlaskClient, clinic: Clinic, content: bytes):
    data = {"file": (io.BytesIO(content), "levelfield-rescue.json")}
    return client.post(f"/organise/teams/{clinic.team}/tablets/rescue", data=data)


def count(look: Session, table: Any) -> int:
    found = look.scalar(select(func.count()).select_from(table)) or 0
    look.rollback()
    return found


@pytest.fixture
def lead(clinic: Clinic, build: Builder, sign_in: SignIn) -> FlaskClient:
    return sign_in(build.a_person(clinic.team, "lead"))


def test_a_lead_takes_in_a_file_and_each_sheet_counts_once(clinic: Clinic, lead: FlaskClient, look: Session) -> None:
    content = bundle(clinic, show_key(clinic), carried(clinic, a_sheet(clinic.partners_sheet)))
    assert "Stored now: 1 sheet" in take_in(lead, clinic, content).text
    assert "Here already: 1 sheet" in take_in(lead, clinic, content).text
    assert count(look, ObservationRevision) == 1


def test_a_sheet_without_proof_is_set_aside_and_not_scored(clinic: Clinic, lead: FlaskClient, look: Session) -> None:
    forged = carried(clinic, a_sheet(clinic.partners_sheet), key=b"x" * 32)
    assert "to settle: 1 sheet" in take_in(lead, clinic, bundle(clinic, show_key(clinic), forged)).text
    assert (count(look, ObservationRevision), count(look, QuarantinedSheet)) == (0, 1)


def test_a_patients_no_without_proof_deletes_nothing(clinic: Clinic, lead: FlaskClient, look: Session) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet))
    no = freeze({"assignment_id": str(clinic.partners_sheet), "outcome": "withdrawn", "stage": "after", "asked_by": ""})
    event = uuid.uuid4()
    record = {
        **carried(clinic, a_sheet(clinic.partners_sheet)),
        "key": f"consent:{event}",
        "kind": "consent",
        "observation": "",
        "sha256": sha256(no).hexdigest(),
    }
    for key, left in ((b"x" * 32, 1), (KEY, 0)):
        body = b64encode(sealed(clinic.as_partner, clinic.partner, no, key)).decode()
        take_in(lead, clinic, bundle(clinic, show_key(clinic), {**record, "body": body}))
        assert count(look, ObservationRevision) == left


def test_a_colleague_sends_what_lies_sealed_on_the_tablet_and_it_counts_as_its_owners(
    clinic: Clinic, look: Session
) -> None:
    show_key(clinic)
    records = [carried(clinic, a_sheet(clinic.partners_sheet))]
    answers = [
        clinic.as_peer.post("/api/v1/tablet/sealed", json={"records": records}, headers=SAME_ORIGIN) for _ in range(2)
    ]
    assert [each.get_json()["replies"][0]["status"] for each in answers] == [201, 200]
    assert count(look, ObservationRevision) == 1


def leave(clinic: Clinic, build: Builder) -> None:
    build.end_roles(clinic.partner)
    build.keep()


def test_what_an_observer_who_left_had_not_sent_waits_for_the_lead_and_then_counts_once(
    clinic: Clinic, build: Builder, lead: FlaskClient, look: Session
) -> None:
    content = bundle(clinic, show_key(clinic), carried(clinic, a_sheet(clinic.partners_sheet)))
    leave(clinic, build)
    for _ in range(2):
        assert "to settle: 1 sheet" in take_in(lead, clinic, content).text
    assert (count(look, ObservationRevision), count(look, QuarantinedSheet)) == (0, 1)
    sheet, why = look.execute(select(QuarantinedSheet.id, QuarantinedSheet.why)).one()
    look.rollback()
    assert why.startswith("Its observer had left the team")
    settled = f"/organise/teams/{clinic.team}/set-aside/{sheet}/take-in"
    assert lead.post(settled, data={"reason": "Pat locked it the day before leaving."}).status_code == 302
    assert count(look, ObservationRevision) == 1


def test_a_patients_no_that_an_observer_who_left_had_not_sent_still_deletes(
    clinic: Clinic, build: Builder, lead: FlaskClient, look: Session
) -> None:
    send(clinic.as_peer, a_sheet(clinic.peers_sheet))
    locked = show_key(clinic)
    no = freeze({"assignment_id": str(clinic.partners_sheet), "outcome": "withdrawn", "stage": "after", "asked_by": ""})
    record = {
        **carried(clinic, a_sheet(clinic.partners_sheet)),
        "key": f"consent:{uuid.uuid4()}",
        "kind": "consent",
        "sha256": sha256(no).hexdigest(),
        "body": b64encode(sealed(clinic.as_partner, clinic.partner, no, KEY)).decode(),
    }
    leave(clinic, build)
    take_in(lead, clinic, bundle(clinic, locked, record))
    assert count(look, ObservationRevision) == 0


def test_a_draft_comes_back_to_its_observer_and_to_nobody_else(
    clinic: Clinic, lead: FlaskClient, look: Session
) -> None:
    iv = bytes(12)
    secret = AESGCM(KEY).encrypt(
        iv, json.dumps({"answers": {"choices": {"code": "2"}}, "consent": None}).encode(), None
    )
    draft = {
        "person": str(clinic.partner),
        "assignment": str(clinic.partners_sheet),
        "observation": str(uuid.uuid4()),
        "seq": 4,
        "iv": b64encode(iv).decode(),
        "data": b64encode(secret).decode(),
    }
    assert "to finish: 1 sheet" in take_in(lead, clinic, bundle(clinic, show_key(clinic), drafts=[draft])).text
    address = f"/api/v1/assignments/{clinic.partners_sheet}/drafts"
    found = clinic.as_partner.get(address, headers=SAME_ORIGIN).get_json()["drafts"]
    assert found[0]["draft"]["answers"] == {"choices": {"code": "2"}}
    assert clinic.as_peer.get(address, headers=SAME_ORIGIN).get_json()["drafts"] == []
    assert lead.get(address, headers=SAME_ORIGIN).status_code == 403
    assert b"choices" not in (look.scalar(select(KeptDraft.sealed)) or b"choices")


def as_frames(content: bytes, *, pack: bool = True, size: int = 700) -> list[str]:
    """The lines a tablet shows as codes."""
    whole = gzip.compress(content) if pack else content
    text = b64encode(whole).decode()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    mark = sha256(whole).hexdigest()[:8]
    return [f"LFR1:{mark}:{number}:{len(pieces)}:{piece}" for number, piece in enumerate(pieces, 1)]


@pytest.mark.parametrize("pack", [True, False])
def test_codes_pasted_in_any_order_and_twice_count_once(
    clinic: Clinic, lead: FlaskClient, look: Session, pack: bool
) -> None:
    frames = as_frames(bundle(clinic, show_key(clinic), carried(clinic, a_sheet(clinic.partners_sheet))), pack=pack)
    pasted = "\r\n".join(["From my phone:", *reversed(frames), frames[0]])
    assert len(frames) > 1
    for said in ("Stored now: 1 sheet", "Here already: 1 sheet"):
        answer = lead.post(f"/organise/teams/{clinic.team}/tablets/rescue", data={"codes": pasted})
        assert said in answer.text
    assert count(look, ObservationRevision) == 1


def test_a_file_of_joined_codes_is_a_rescue_file_too(clinic: Clinic) -> None:
    content = bundle(clinic, show_key(clinic))
    assert read_bundle("\n".join(as_frames(content, size=50)).encode()) == read_bundle(content)


def test_missing_codes_are_named_beside_the_pasted_text(clinic: Clinic, lead: FlaskClient, look: Session) -> None:
    frames = as_frames(bundle(clinic, show_key(clinic), carried(clinic, a_sheet(clinic.partners_sheet))), size=100)
    del frames[3], frames[1]
    answer = lead.post(f"/organise/teams/{clinic.team}/tablets/rescue", data={"codes": "\n".join(frames)})
    assert (answer.status_code, count(look, ObservationRevision)) == (422, 0)
    assert "these are missing: 2, 4." in answer.text


ONE, OTHER = as_frames(b"{}", size=8), as_frames(b"[]", size=8)


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("no code", "no code of a rescue"),
        ("\n".join([*ONE, *OTHER]), "different times"),
        ("\n".join(each[:-1] + ("A" if each[-1] != "A" else "B") for each in ONE), "changed on the way"),
        ("\n".join(as_frames(bytes(1000))), "changed on the way"),
        ("LFR1:00000000:1:0:AAAA", "changed on the way"),
    ],
    ids=["none", "mixed", "changed", "larger than allowed", "of none"],
)
def test_codes_that_do_not_fit_together_are_refused_in_words(pasted: str, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        join_frames(pasted.encode(), 999, "codes")


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"format":"levelfield-rescue/1"}', b"[" * 9999]
)
def test_whatever_is_not_a_rescue_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unfit, match="not a rescue file"):
        read_bundle(content)


def test_a_worry_about_safety_on_a_tablet_that_broke_is_taken_in_once(
    clinic: Clinic, lead: FlaskClient, look: Session
) -> None:
    words = freeze({"assignment_id": str(clinic.partners_sheet), "text": "They had stopped all their tablets."})
    worry = uuid.uuid4()
    record = {
        **carried(clinic, a_sheet(clinic.partners_sheet)),
        "key": f"safety:{worry}",
        "kind": "safety",
        "assignment": str(worry),
        "observation": "",
        "sha256": sha256(words).hexdigest(),
        "body": b64encode(sealed(clinic.as_partner, clinic.partner, words, KEY)).decode(),
    }
    for _ in range(2):
        take_in(lead, clinic, bundle(clinic, show_key(clinic), record))
    assert look.scalars(select(SafetyConcern.id)).all() == [worry]
