"""You said, we changed: observers hear what came of their visits, and nobody is given away by it."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment
from app.models.told import ChangeTold
from app.operations.told import LONGEST, take_back_change, tell_change, tell_change_of_round
from app.queries.told import changes_heard, heard_by
from app.rules import Conflict, NotThere, Unfit
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.observed import Observed, an_observed_clinician
from tests.app.reviewing.talked import a_report_out, out

SENTENCE = "I now write after people have gone."


@pytest.fixture
def of(build: Builder) -> Observed:
    found = an_observed_clinician(build)
    out(build, found, found.clinician)
    return found


def an_observer(session: Session, of: Observed) -> uuid.UUID:
    return session.scalars(select(Assignment.person_id).where(Assignment.consultation_id == of.consultations[0])).all()[
        0
    ]


def another_observer(build: Builder, of: Observed) -> uuid.UUID:
    """Somebody who observed a colleague in the same round and not this clinician."""
    person = build.a_person(of.team, "observer")
    place = build.a_session(of.round, build.a_clinic(of.team))
    build.a_sheet(build.an_assignment(build.a_consultation(place, build.a_clinician(of.team)), person))
    build.keep()
    return person


def tell(build: Builder, of: Observed, *, named: bool, sentence: str = SENTENCE) -> uuid.UUID:
    return tell_change(build.session, build.actor(of.person), (of.clinician, of.round), sentence, named=named)


def test_with_a_name_only_those_who_observed_the_clinician_hear_it(build: Builder, of: Observed) -> None:
    other = another_observer(build, of)
    tell(build, of, named=True)
    assert heard_by(build.session, an_observer(build.session, of))[0][1:] == (f"Morgan Reyes: {SENTENCE}", of.team)
    assert heard_by(build.session, other) == ()


def test_without_a_name_everybody_of_the_round_hears_it_and_nobody_can_tell_whose_it_is(
    build: Builder, of: Observed
) -> None:
    others = [another_observer(build, of) for _ in range(2)]
    tell(build, of, named=False)
    heard = {changes_heard(build.session, each) for each in (*others, an_observer(build.session, of))}
    assert len(heard) == 1
    assert "Morgan" not in repr(heard)


def test_without_a_name_a_round_of_few_clinicians_is_refused(build: Builder, of: Observed) -> None:
    with pytest.raises(Conflict):
        tell(build, of, named=False)


def test_fewer_than_three_observers_are_not_told_by_the_clinician(build: Builder) -> None:
    with pytest.raises(Conflict):
        tell(build, a_report_out(build), named=True)


def test_before_the_report_is_out_nobody_is_told(build: Builder) -> None:
    of = an_observed_clinician(build)
    with pytest.raises(NotThere):
        tell(build, of, named=True)
    with pytest.raises(Conflict):
        tell_change_of_round(build.session, build.actor(of.lead), of.round, SENTENCE)


@pytest.mark.parametrize("sentence", [" ", "a" * (LONGEST + 1)])
def test_a_sentence_is_neither_empty_nor_long(sentence: str, build: Builder, of: Observed) -> None:
    with pytest.raises(Unfit):
        tell(build, of, named=True, sentence=sentence)


def test_what_is_taken_back_is_heard_no_more_and_only_who_told_it_takes_it_back(build: Builder, of: Observed) -> None:
    told = tell(build, of, named=True)
    with pytest.raises(NotThere):
        take_back_change(build.session, build.actor(of.lead), told)
    take_back_change(build.session, build.actor(of.person), told)
    assert heard_by(build.session, an_observer(build.session, of)) == ()


def test_a_clinician_tells_it_on_a_page_and_an_observer_reads_it_today_and_in_their_record(
    build: Builder, sign_in: SignIn, session: Session, of: Observed
) -> None:
    clinician, address = sign_in(of.person), f"/review/{of.clinician}/{of.round}/changed/"
    assert clinician.post(address, data={"sentence": ""}).status_code == 422
    assert clinician.post(address, data={"sentence": SENTENCE, "named": "yes"}).status_code == 302
    observer = sign_in(an_observer(session, of))
    assert SENTENCE in observer.get("/observe/").text
    assert SENTENCE in observer.get("/observe/record/").text
    told = session.scalars(select(ChangeTold.id)).one()
    session.rollback()
    assert clinician.post(f"{address}{told}/back").status_code == 302
    assert SENTENCE not in observer.get("/observe/").text


def test_a_lead_tells_everybody_of_the_round(build: Builder, sign_in: SignIn, session: Session, of: Observed) -> None:
    lead, address = sign_in(of.lead), f"/review/release/{of.round}/changed/"
    assert lead.post(address, data={"sentence": "First visits now take 40 minutes."}).status_code == 302
    assert "First visits now take 40 minutes." in lead.get(address).text
    assert "First visits now take 40 minutes." in sign_in(an_observer(session, of)).get("/observe/").text


def test_a_supporting_colleague_tells_nothing_for_the_round(build: Builder, sign_in: SignIn, of: Observed) -> None:
    helper = sign_in(build.a_person(of.team, "facilitator"))
    assert helper.post(f"/review/release/{of.round}/changed/", data={"sentence": SENTENCE}).status_code == 404
