"""Reminders to send on by other means: who and by when, and nothing that could tell about a clinician."""

import json

from app.models.people import Person
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield
from tests.app.reviewing.climbing import climb_before, released
from tests.app.reviewing.observed import Observed, an_observed_clinician

TEAM = "Team 1"


def people(levelfield: Levelfield) -> list[dict[str, object]]:
    ended = levelfield("reminders", "--team", TEAM, "--days", 90, "--json")
    assert ended.code == 0, ended.err
    found: list[dict[str, object]] = json.loads(ended.out)["people"]
    return found


def email(build: Builder, of: Observed, *, clinician: bool) -> str:
    found = build.session.get_one(Person, of.person if clinician else of.lead).email
    build.session.rollback()
    return found


def test_whose_turn_it_is_is_named_with_a_day(levelfield: Levelfield, build: Builder) -> None:
    of = an_observed_clinician(build)
    climb_before("guide", build, of)
    assert [each["email"] for each in people(levelfield)] == [email(build, of, clinician=False)]


def test_no_clinician_is_named_and_none_is_reminded_before_the_release(levelfield: Levelfield, build: Builder) -> None:
    of = an_observed_clinician(build)
    climb_before("guide", build, of)
    said = levelfield("reminders", "--team", TEAM, "--days", 90)
    assert "Morgan" not in said.out + said.err
    assert email(build, of, clinician=True) not in said.out


def test_after_the_release_the_clinician_is_reminded_too(levelfield: Levelfield, build: Builder) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    assert email(build, of, clinician=True) in {each["email"] for each in people(levelfield)}


def test_a_team_that_is_not_there_is_said_so(levelfield: Levelfield, build: Builder) -> None:
    build.keep()
    ended = levelfield("reminders", "--team", "Nobody's")
    assert ended.code == 2
    assert "no team called" in ended.err
