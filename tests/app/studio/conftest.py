"""A lead at the studio, with or without a draft on the table."""

import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.operations.drafts import begin_draft
from app.operations.sign_off import ask_for_sign_off
from app.queries.drafts import draft_in_team, drafts_in_team
from instruments.drafting.beginning import next_version
from instruments.drafting.draft import Draft
from instruments.loading import load
from tests.app.builders import SMALL, Builder
from tests.app.conftest import SignIn
from tests.app.page_inspector import parse, tags


@dataclass
class Bench:
    """A lead's client, and the draft it works on."""

    client: FlaskClient
    session: Session
    team: uuid.UUID
    lead: uuid.UUID
    draft_id: uuid.UUID | None = None

    @property
    def address(self) -> str:
        return f"/studio/teams/{self.team}/drafts/{self.draft_id}"

    @property
    def draft(self) -> Draft:
        """The draft as it is kept."""
        self.session.rollback()
        assert self.draft_id is not None
        found = draft_in_team(self.session, self.team, self.draft_id).draft
        self.session.rollback()
        return found

    def page(self, where: str) -> str:
        answer = self.client.get(self.address + where)
        assert answer.status_code == 200, answer.status_code
        return answer.get_data(as_text=True)

    def seen(self, where: str) -> str:
        """The mark that the form at this address carries."""
        return self.page(where).split('name="seen" value="')[1].split('"')[0]

    def send(self, where: str, **values: str | list[str]) -> TestResponse:
        """Send the form at this address with these values and nothing else but its mark."""
        sent = {name.replace("__", "-"): value for name, value in values.items()}
        return self.client.post(self.address + where, data={"seen": self.seen(where), **sent})

    def send_unchanged(self, where: str) -> TestResponse:
        """Send the form at this address as its page shows it."""
        return self.client.post(self.address + where, data=filled_in(self.page(where)))

    def newest(self) -> "Bench":
        """Work on the draft that was changed last."""
        self.session.rollback()
        self.draft_id = drafts_in_team(self.session, self.team)[0].id
        self.session.rollback()
        return self


def filled_in(html: str) -> dict[str, list[str]]:
    """What a browser would send for the form that carries the mark."""
    form = next(
        form for form in tags(parse(html), "form") if any(each.get("name") == "seen" for each in tags(form, "input"))
    )
    sent: dict[str, list[str]] = {}
    for each in tags(form, "input", "textarea", "select"):
        name, kind = each.get("name") or "", each.get("type")
        if each.tag.endswith("select"):
            values = [
                option.get("value") or "" for option in tags(each, "option") if option.get("selected") is not None
            ]
        elif each.tag.endswith("textarea"):
            values = [each.text or ""]
        else:
            is_sent = kind not in ("radio", "checkbox") or each.get("checked") is not None
            values = [each.get("value") or ""] if is_sent else []
        sent.setdefault(name, []).extend(values)
    return sent


@pytest.fixture
def empty_bench(build: Builder, sign_in: SignIn, session: Session) -> Bench:
    """A lead of a team without drafts."""
    team = build.a_team("Riverside")
    lead = build.a_person(team, "lead", name="Ann Lead")
    # What patient partners say to a draft has tests of its own.
    ask_for_sign_off(session, build.actor(lead), team, wanted=False)
    build.keep()
    return Bench(sign_in(lead), session, team, lead)


@pytest.fixture
def bench(build: Builder, empty_bench: Bench) -> Bench:
    """The same lead with a draft of the small instrument's next version."""
    actor = build.actor(empty_bench.lead)
    published = build.an_instrument()
    empty_bench.draft_id = begin_draft(build.session, actor, empty_bench.team, next_version(load(SMALL)), published)
    build.keep()
    return empty_bench
