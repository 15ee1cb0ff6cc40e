"""A comparison that takes long: computed beside the server, kept, and reproduced exactly on demand."""

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.comparing import remembered
from app.database import Database
from app.jobs.computations import code_version
from app.models.consultations import Consultation
from app.models.jobs import ComputedResult, Job
from app.models.people import Clinician
from app.operations.consent import withdraw_consent
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, crossed_study
from tests.app.conftest import SignIn
from tests.app.jobs.observed_round import do_all

RATINGS = [[0, 1], [1, 1], [2, 3], [3, 3], [4, 4], [1, 2], [2, 2], [3, 4], [0, 0], [2, 1], [4, 3], [1, 0]]


@pytest.fixture
def study(build: Builder) -> Study:
    return crossed_study(build, RATINGS, ["patient_partner", "peer_clinician"], range(5))


@pytest.fixture
def lead(study: Study, sign_in: SignIn) -> FlaskClient:
    return sign_in(study.lead)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every round counts as large."""
    monkeypatch.setattr(remembered, "takes_long", lambda *_: True)


@pytest.fixture
def work(database: Database, database_url: str) -> Callable[[], None]:
    return lambda: do_all(database, database_url)


def page_of(study: Study) -> str:
    return f"/compare/rounds/{study.round}/"


def jobs(session: Session) -> list[str]:
    session.rollback()
    found = list(session.scalars(select(Job.outcome).order_by(Job.asked_at)))
    session.rollback()
    return found


def kept(session: Session) -> ComputedResult:
    session.rollback()
    row = session.scalars(select(ComputedResult)).one()
    session.expunge(row)
    session.rollback()
    return row


def test_a_small_round_is_compared_at_once(lead: FlaskClient, study: Study, session: Session) -> None:
    assert lead.get(page_of(study)).status_code == 200
    assert jobs(session) == []


@pytest.mark.usefixtures("large")
def test_a_large_round_shows_the_progress_and_then_the_page(
    lead: FlaskClient, study: Study, session: Session, work: Callable[[], None]
) -> None:
    waiting = lead.get(page_of(study))
    assert waiting.status_code == 302
    assert "It begins in a moment." in lead.get(waiting.location or "").text
    work()
    assert f'href="{page_of(study)}"' in lead.get(waiting.location or "").text
    page = lead.get(page_of(study))
    assert page.status_code == 200
    for each in (kept(session).ratings_digest, code_version(), kept(session).result_digest):
        assert each in page.text
    assert jobs(session) == ["Worked out and kept."]


@pytest.mark.usefixtures("large")
def test_who_asks_for_the_same_joins_the_work(
    lead: FlaskClient, study: Study, build: Builder, sign_in: SignIn, session: Session
) -> None:
    other = sign_in(build.a_person(study.team, "lead"))
    assert lead.get(page_of(study)).location == other.get(page_of(study)).location
    assert len(jobs(session)) == 1


@pytest.mark.usefixtures("large")
def test_computing_again_gives_exactly_the_same_and_says_so(
    lead: FlaskClient, study: Study, session: Session, work: Callable[[], None]
) -> None:
    lead.get(page_of(study))
    work()
    lead.post(f"/compare/results/{kept(session).id}/again")
    work()
    assert jobs(session)[-1] == "Computed again: exactly the same, to the last digit."
    assert kept(session).checked_same
    assert "exactly the same, to the last digit" in lead.get(page_of(study)).text


@pytest.mark.usefixtures("large")
def test_a_result_that_was_changed_is_found_out(
    lead: FlaskClient, study: Study, session: Session, work: Callable[[], None]
) -> None:
    lead.get(page_of(study))
    work()
    session.execute(update(ComputedResult).values(result=b"\xc0"))
    session.commit()
    lead.post(f"/compare/results/{kept(session).id}/again")
    work()
    assert jobs(session)[-1].startswith("Computed again, and it is not the same.")


@pytest.mark.usefixtures("large")
def test_ratings_that_change_meanwhile_end_the_work_in_a_sentence(
    lead: FlaskClient, study: Study, build: Builder, session: Session, work: Callable[[], None]
) -> None:
    lead.get(page_of(study))
    withdraw_consent(session, build.actor(study.lead), study.consultations[0], "after")
    build.keep()
    work()
    assert jobs(session) == ["The ratings changed while this waited. Open the page again to compare what is there now."]


@pytest.mark.usefixtures("large")
def test_a_withdrawal_takes_what_was_kept(
    lead: FlaskClient, study: Study, build: Builder, session: Session, work: Callable[[], None]
) -> None:
    lead.get(page_of(study))
    work()
    withdraw_consent(session, build.actor(study.lead), study.consultations[0], "after")
    assert session.scalars(select(ComputedResult.id)).all() == []


@pytest.mark.usefixtures("large")
def test_nobody_else_computes_again(
    lead: FlaskClient, study: Study, build: Builder, sign_in: SignIn, session: Session, work: Callable[[], None]
) -> None:
    lead.get(page_of(study))
    work()
    stranger = sign_in(build.a_person(build.a_team(), "lead"))
    assert stranger.post(f"/compare/results/{kept(session).id}/again").status_code == 404
    assert stranger.post(f"/compare/results/{uuid.uuid4()}/again").status_code == 404


def nurses(session: Session, study: Study, *numbers: int) -> str:
    """Make the clinicians of these consultations nurses; gives the page that sorts by profession."""
    of = select(Consultation.clinician_id).where(Consultation.id.in_([study.consultations[at] for at in numbers]))
    session.execute(update(Clinician).where(Clinician.id.in_(of)).values(profession="nurse"))
    session.commit()
    return f"{page_of(study)}kinds/?by=profession"


@pytest.mark.usefixtures("large")
def test_kinds_of_consultation_are_computed_by_a_worker_too(
    lead: FlaskClient, study: Study, session: Session, work: Callable[[], None]
) -> None:
    address = nurses(session, study, 0, 1, 2)
    assert lead.get(address).status_code == 302
    work()
    assert jobs(session) == ["Worked out and kept."]
    page = lead.get(address)
    assert page.status_code == 200
    assert "Agreement by kind of consultation" in page.text


@pytest.mark.usefixtures("large")
def test_consultations_sorted_otherwise_meanwhile_end_the_work_in_a_sentence(
    lead: FlaskClient, study: Study, session: Session, work: Callable[[], None]
) -> None:
    lead.get(nurses(session, study, 0, 1, 2))
    nurses(session, study, 3)
    work()
    assert jobs(session) == ["The ratings changed while this waited. Open the page again to compare what is there now."]
