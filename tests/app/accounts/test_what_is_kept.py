"""A person gets a copy of all that is kept about them, without what is somebody else's."""

import io
import json
import uuid
import zipfile

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models.every import metadata
from app.queries.subject_access import RULES, kept_about
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician

PAGE = "/account/what-is-kept/"


@pytest.fixture
def observed(build: Builder) -> Observed:
    return an_observed_clinician(build)


def copy_of(client: FlaskClient) -> tuple[dict[str, object], list[str]]:
    answer = client.get("/account/what-is-kept.zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return json.loads(archive.read("about-me.json")), archive.namelist()


def people_and_clinicians() -> set[str]:
    return {
        table.name
        for table in metadata.tables.values()
        if table.name in {"person", "clinician"}
        or any(key.column.table.name in {"person", "clinician"} for key in table.foreign_keys)
    }


def test_every_table_that_names_somebody_has_its_rule() -> None:
    assert people_and_clinicians() - set(RULES) == set()


def test_no_rule_gives_a_key_a_secret_or_somebody_else() -> None:
    for name, rule in RULES.items():
        table = metadata.tables[name]
        for column in rule.given:
            assert not table.c[column].foreign_keys, f"{name}.{column}"
        assert not {"password", "fs_uniquifier", "hash", "key", "sealed", "contents"} & set(rule.given), name


def test_an_observer_gets_their_sheets_without_the_clinicians_name(
    observed: Observed, build: Builder, session: Session, sign_in: SignIn
) -> None:
    assignment_owner = session.execute(
        metadata.tables["assignment"].select().where(metadata.tables["assignment"].c.state == "locked")
    ).first()
    assert assignment_owner is not None
    kept, _ = copy_of(sign_in(assignment_owner.person_id))
    whole = json.dumps(kept)
    assert len(kept["sheets"]) == 2  # type: ignore[arg-type]
    assert "Morgan Reyes" not in whole


def test_a_clinician_gets_what_is_out_and_nothing_before(observed: Observed, build: Builder, sign_in: SignIn) -> None:
    kept, names = copy_of(sign_in(observed.person))
    assert "reports/01.pdf" not in names
    assert "Asked what mattered to her." not in json.dumps(kept)
    released(build, observed)
    kept, names = copy_of(sign_in(observed.person))
    assert "reports/01.pdf" in names
    assert "issued_report" in {each["name"] for each in kept["tables"]}  # type: ignore[attr-defined]


def test_a_clinician_never_gets_ratings_of_a_visit(observed: Observed, build: Builder, sign_in: SignIn) -> None:
    released(build, observed)
    kept, _ = copy_of(sign_in(observed.person))
    assert kept["sheets"] == []
    assert {each["name"] for each in kept["tables"]} & {"rating", "observation", "observation_revision"} == set()  # type: ignore[attr-defined]


def test_steps_to_a_release_are_neither_counted_nor_shown(observed: Observed, build: Builder, session: Session) -> None:
    released(build, observed)
    kept = {each.name: each for each in kept_about(session, observed.person).tables}
    assert kept["ladder_step"].held is None
    assert kept["ladder_step"].rows == ()
    assert "before a person has released it" in kept["ladder_step"].withheld


def test_the_page_counts_and_the_copy_is_in_the_log(observed: Observed, sign_in: SignIn, session: Session) -> None:
    client = sign_in(observed.person)
    assert "Your account" in client.get(PAGE).text
    copy_of(client)
    events = session.execute(metadata.tables["audit_event"].select()).all()
    assert [each.subject for each in events if each.event == "own data copied"] == [f"person {observed.person}"]


def test_nobody_is_kept_of_a_stranger(session: Session) -> None:
    assert kept_about(session, uuid.uuid4()).tables == ()
