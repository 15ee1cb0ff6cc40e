"""The README's path of one observation is the one real requests take: a new hop is a visible decision."""

import json
import re
import sys
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import FrameType

from app.application import Levelfield
from app.releasing import release_report
from app.web.request_database import db
from instruments.loading import fingerprint
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.observing.frozen import sealed
from tests.app.reviewing.climbing import climb_before
from tests.app.reviewing.observed import an_observed_clinician

ROOT = Path(__file__).resolve().parents[2]
OURS = tuple(str(ROOT / package) + "/" for package in ("app", "instruments", "reports"))
# The shell around every page: who is asking, the gate, headers, the commit rule.
SHELL = (
    "app/web/",
    "app/application.py",
    "app/database.py",
    "app/writing_turns.py",
    "app/settings.py",
    "app/accounts/",
    "app/rules.py",
)
# A session is read on every request, whatever is asked.
SHELL += ("app/operations/web_sessions.py", "app/queries/web_sessions.py", "app/models/web_sessions.py")
SHELL += ("app/queries/actors.py", "app/models/base.py")


@contextmanager
def modules_crossed() -> Generator[list[str]]:
    """The files of ours in which a function ran, in the order they were entered."""
    crossed: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(OURS):
            path = str(Path(name).relative_to(ROOT))
            if path not in crossed and not path.startswith(SHELL):
                crossed.append(path)

    sys.setprofile(note)
    try:
        yield crossed
    finally:
        sys.setprofile(None)


def path_in_readme(name: str) -> list[str]:
    block = re.search(rf"```path: {name}\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block is not None, f"The README has no path called {name}."
    return [line.split()[0] for line in block[1].splitlines() if line.strip()]


def test_from_tap_to_stored_score(app: Levelfield, build: Builder, sign_in: SignIn) -> None:
    team = build.a_team()
    person = build.a_person(team, "observer")
    session = build.a_session(build.a_round(team), build.a_clinic(team))
    assignment = build.an_assignment(build.a_consultation(session, build.a_clinician(team)), person)
    client = sign_in(person)
    observation = uuid.uuid4()
    body = json.dumps(
        {
            "answers": {"choices": {"code": "1"}, "harms": {"code": "2"}},
            "assignment_id": str(assignment),
            "consent": {"asked_by": "receptionist", "id": str(uuid.uuid4()), "outcome": "agreed", "stage": "before"},
            "instrument": fingerprint(build.small_instrument()),
            "locked_at": "2026-03-02T10:00:00Z",
            "observation_id": str(observation),
            "opened_at": "2026-03-02T09:40:00Z",
            "reason": "",
            "revision": 1,
            "schema": "1",
        },
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    headers = {"X-Content-SHA256": sha256(body).hexdigest(), "Sec-Fetch-Site": "same-origin"}
    # The tablet has opened the sheet before, so its instrument has been read.
    client.get(f"/observe/assignments/{assignment}/")
    sent = sealed(client, person, body)
    with modules_crossed() as crossed:
        answer = client.put(
            f"/api/v1/observations/{observation}/revisions/1",
            data=sent,
            headers=headers,
            content_type="application/json",
        )
    assert answer.status_code == 201, answer.text
    assert shown(crossed, "store") == path_in_readme("store")


def test_from_stored_score_to_pdf(app: Levelfield, build: Builder) -> None:
    of = an_observed_clinician(build)
    climb_before("released", build, of)
    actor = build.actor(of.lead)
    build.session.rollback()
    with app.app_context(), modules_crossed() as crossed:
        release_report(db(), actor, of.clinician, of.round)
        db().commit()
    assert shown(crossed, "report") == path_in_readme("report")


def shown(crossed: list[str], name: str) -> list[str]:
    """Without gates, and without what lies behind the pure packages' doors, unless the README names it."""
    pure = ("instruments/", "reports/")
    named = path_in_readme(name)
    return [path for path in crossed if path in named or not (path.startswith(pure) or path.endswith("/blueprint.py"))]
