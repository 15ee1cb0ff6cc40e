"""The pages of the release ladder ask no more of the database for ten clinicians than for one."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.database import Database
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.around_a_talk import around_a_talk, more_of_everything
from tests.app.reviewing.observed import Observed, an_observed_clinician

PAGES = {
    "rounds": ("/review/release/", 26),
    "round": ("/review/release/{round}/", 24),
    "ladder": ("/review/release/{round}/{clinician}/", 27),
    "comments": ("/review/release/{round}/{clinician}/comments/", 34),
}


def statements(database: Database, address: str, of: Observed, sign_in: SignIn) -> int:
    return asked(database, sign_in(of.lead), address.format(round=of.round, clinician=of.clinician))


def asked(database: Database, client: FlaskClient, address: str) -> int:
    """How often this page reads from the database."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    assert client.get(address).status_code == 200
    event.remove(database.engine, "before_cursor_execute", note)
    return len([each for each in seen if each.lstrip().upper().startswith("SELECT")])


def more_clinicians(build: Builder, session: Session, of: Observed) -> None:
    """Five more in the same round, each with a comment."""
    for _ in range(5):
        clinician = build.a_clinician(of.team)
        place = build.a_session(of.round, build.a_clinic(of.team))
        for slot in range(1, 4):
            assignment = build.an_assignment(
                build.a_consultation(place, clinician, slot), build.a_person(of.team, "observer")
            )
            build.a_sheet(assignment, note="Asked twice.")
    session.commit()


@pytest.mark.parametrize("page", PAGES)
def test_more_clinicians_cost_no_more_statements(
    page: str, database: Database, build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build)
    address, most = PAGES[page]
    alone = statements(database, address, of, sign_in)
    more_clinicians(build, session, of)
    assert statements(database, address, of, sign_in) == alone
    assert alone <= most


# Far fewer than any of them could take if it asked once for each of what it lists.
MOST = 30


def test_more_talks_actions_and_words_cost_no_more_statements(
    database: Database, build: Builder, sign_in: SignIn
) -> None:
    world = around_a_talk(build)
    pages = [(role, name, address) for role, of_role in world.pages.items() for name, address in of_role.items()]
    clients = {role: sign_in(world.person(role)) for role in world.pages}

    def counts() -> dict[str, int]:
        return {f"{role}: {name}": asked(database, clients[role], address) for role, name, address in pages}

    # The first page of a session also keeps its form token.
    counts()
    few = counts()
    more_of_everything(build, world, 4)
    counts()
    assert counts() == few
    assert {name: count for name, count in few.items() if count > MOST} == {}
