"""What a clinician can reach after the release names no visit and no observer: page, PDF, files and the API."""

import json
import uuid
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.application import Levelfield
from app.models.consultations import ClinicSession
from app.models.feedback import IssuedReport
from app.models.people import Person
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.linked_round import Linked, a_linked_round, report_of
from tests.app.reviewing.test_nothing_leaks import get_addresses

CODE = "QZX-SESSION"
NAME = "Zebulon Quixworth"


def a_released_report(build: Builder, session: Session) -> tuple[Linked, uuid.UUID]:
    """A report of a round whose sessions and observers have names that occur nowhere else."""
    of = a_linked_round(build)
    for at, each in enumerate(session.scalars(select(ClinicSession)).all()):
        each.code = f"{CODE}-{at}"
    watchers = [person for people in of.observers for person in people]
    session.execute(update(Person).where(Person.id.in_(watchers)).values(name=NAME))
    build.keep()
    return of, report_of(build, of, of.clinicians[0])


def traces(of: Linked) -> Iterator[str]:
    """Whatever would tell a visit or an observer."""
    yield from (CODE, NAME)
    for visits in of.visits.values():
        for each in visits:
            yield from (str(each), each.hex)
    for people in of.observers:
        for each in people:
            yield from (str(each), each.hex)


def test_no_answer_to_the_clinician_names_a_visit_or_an_observer(
    app: Levelfield, build: Builder, session: Session, sign_in: SignIn
) -> None:
    of, report = a_released_report(build, session)
    known = list(traces(of))
    clinician = sign_in(of.persons[0])
    ids = {
        "team_id": of.team,
        "round_id": of.round,
        "clinician_id": of.clinicians[0],
        "consultation_id": of.visits[of.clinicians[0]][0],
        "person_id": of.observers[0][0],
        "report_id": report,
    }
    read = 0
    for address in get_addresses(app, ids):
        answer = clinician.get(address)
        if answer.status_code != 200:
            continue
        read += 1
        said = answer.data
        if answer.mimetype == "application/pdf":
            said = "".join(page.extract_text() for page in PdfReader(BytesIO(said)).pages).encode()
        assert [trace for trace in known if trace.encode() in said] == [], address
    assert read > 3
    page = clinician.get(f"/review/reports/{report}/")
    assert page.status_code == 200


def test_what_is_kept_of_a_released_report_holds_no_visit_and_only_rounded_numbers(
    build: Builder, session: Session
) -> None:
    of, report = a_released_report(build, session)
    content = session.get_one(IssuedReport, report).content
    kept = json.dumps(content)
    assert [trace for trace in traces(of) if trace in kept] == []
    assert [number for number in numbers(content) if number != round(number, 1)] == []


def numbers(value: object) -> Iterator[float]:
    """Every number in it, however deep."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, list):
        for each in value:  # pyright: ignore[reportUnknownVariableType]
            yield from numbers(each)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, dict):
        yield from numbers(list(value.values()))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]


def test_ratings_are_not_for_clinicians_on_the_api(build: Builder, session: Session, sign_in: SignIn) -> None:
    of, _ = a_released_report(build, session)
    clinician = sign_in(of.persons[0])
    for address in (f"/api/v1/rounds/{of.round}/ratings", "/api/v1/rounds"):
        assert clinician.get(address).status_code in {401, 403, 404}, address
