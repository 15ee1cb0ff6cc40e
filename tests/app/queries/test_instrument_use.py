"""How many observations a critical change would touch."""

import uuid

from sqlalchemy.orm import Session

from app.queries.instrument_use import InstrumentUse, instrument_use
from tests.app.builders import Builder


def test_a_team_counts_its_own_observations_and_how_many_rated_each_item(build: Builder, session: Session) -> None:
    team, other = build.a_team(), build.a_team()
    for each in (team, team, other):
        slots = build.a_session(build.a_round(each), build.a_clinic(each))
        consultation = build.a_consultation(slots, build.a_clinician(each))
        build.a_sheet(build.an_assignment(consultation, build.a_person(each, "observer")))
    use = instrument_use(session, team, build.an_instrument())
    assert use.observations == 2
    assert use.touched("choices") == 2
    assert use.touched("") == 2


def test_a_version_nobody_used_touches_nothing(build: Builder, session: Session) -> None:
    assert instrument_use(session, build.a_team(), uuid.uuid4()) == InstrumentUse()
