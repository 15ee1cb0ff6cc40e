"""A changed comment goes back to who wrote it; nothing of it is shown before their answer."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.climbing import report_in_hand
from app.ladder.standing import current
from app.models.audit import AuditEvent
from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment
from app.models.feedback import ScreenedComment
from app.models.observations import Observation, ObservationRevision, Rating
from app.releasing import draft_feedback, release_report
from app.rules import Conflict
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import climb_before
from tests.app.reviewing.observed import Observed, an_observed_clinician

ORIGINAL = "Mrs Jones was asked what mattered to her."
CHANGED = "The patient was asked what mattered to her."


def changed(build: Builder, sign_in: SignIn, of: Observed) -> uuid.UUID:
    """A lead changes the first of two comments and shows the other; gives the question to its author."""
    data = {"c0-decision": "edit", "c0-text": CHANGED, "c0-why": "patient", "c1-decision": "include"}
    saved = sign_in(of.lead).post(f"/review/release/{of.round}/{of.clinician}/comments/", data=data)
    assert saved.status_code == 302
    edit = build.session.scalars(select(EditAsked.id)).one()
    build.session.rollback()
    return edit


def author(build: Builder, edit_id: uuid.UUID) -> uuid.UUID:
    found = build.session.scalars(
        select(Assignment.person_id)
        .join(Observation, Observation.assignment_id == Assignment.id)
        .join(ObservationRevision, ObservationRevision.observation_id == Observation.id)
        .join(EditAsked, EditAsked.revision_id == ObservationRevision.id)
        .where(EditAsked.id == edit_id)
    ).one()
    build.session.rollback()
    return found


def words_of_draft(session: Session, of: Observed) -> str:
    found = repr(draft_feedback(session, of.clinician, of.round))
    session.rollback()
    return found


def turn(build: Builder, of: Observed) -> str:
    of_clinician = report_in_hand(build.session, build.actor(of.lead), of.clinician, of.round)
    now = current(of_clinician.rungs(datetime.now(UTC).date()))
    build.session.rollback()
    assert now is not None
    return now.code


def test_an_author_sees_their_own_words_the_change_and_why(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    page = sign_in(author(build, edit)).get(f"/observe/my-words/{edit}").text
    assert ORIGINAL in page
    assert CHANGED in page
    assert "It could tell who the patient is." in page


def test_an_author_learns_nothing_of_what_others_rated_or_wrote(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    pages = [sign_in(author(build, edit)).get(f"/observe/my-words/{each}").text for each in ("", edit)]
    for secret in ("Morgan Reyes", "Tells the harms", "Clearly", "A little", "Peer clinician"):
        assert all(secret not in page for page in pages)


def test_another_observer_does_not_find_the_change(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    other = sign_in(build.a_person(of.team, "observer"))
    assert other.get(f"/observe/my-words/{edit}").status_code == 404
    assert other.post(f"/observe/my-words/{edit}", data={"answer": "agreed"}).status_code == 404


def test_a_change_is_not_shown_before_its_authors_answer(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    assert CHANGED not in words_of_draft(session, of)
    sign_in(author(build, edit)).post(f"/observe/my-words/{edit}", data={"answer": "agreed"})
    assert CHANGED in words_of_draft(session, of)


def test_the_ladder_waits_for_the_author(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    climb_before("lead", build, of)
    assert turn(build, of) == "authors"
    with pytest.raises(Conflict):
        release_report(session, build.actor(of.lead), of.clinician, of.round, "Now.")
    session.rollback()
    sign_in(author(build, edit)).post(f"/observe/my-words/{edit}", data={"answer": "agreed"})
    assert turn(build, of) == "lead"


def test_a_no_of_the_author_leaves_the_comment_out_and_keeps_that_they_said_so(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    sign_in(author(build, edit)).post(f"/observe/my-words/{edit}", data={"answer": "withheld"})
    words = words_of_draft(session, of)
    assert CHANGED not in words
    assert (
        "rather not show"
        in session.scalars(select(ScreenedComment.reason).where(ScreenedComment.decision == "withhold")).one()
    )


def test_other_words_of_the_author_are_taken_over_without_asking_again(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    mine = "They were asked what mattered."
    address = f"/observe/my-words/{edit}"
    sign_in(author(build, edit)).post(address, data={"answer": "other", "suggestion": mine})
    lead = sign_in(of.lead)
    comments = f"/review/release/{of.round}/{of.clinician}/comments/"
    assert mine in lead.get(comments).text
    lead.post(comments, data={"c0-decision": "edit", "c0-text": mine, "c0-why": "patient", "c1-decision": "include"})
    assert session.scalars(select(EditAsked.state)).all() == ["agreed"]
    session.rollback()
    assert mine in words_of_draft(session, of)


def test_an_answer_other_than_the_three_is_refused_beside_the_choice(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    observer = sign_in(author(build, edit))
    assert "Choose one of the three." in observer.post(f"/observe/my-words/{edit}", data={}).text
    refused = observer.post(f"/observe/my-words/{edit}", data={"answer": "other", "suggestion": " "})
    assert refused.status_code == 422
    assert "Write how you would like it" in refused.text


def test_a_lead_decides_without_the_author_only_when_their_day_has_passed(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    lead = sign_in(of.lead)
    address = f"/review/release/{of.round}/{of.clinician}/comments/{edit}/settle"
    decision = {"decision": "show", "why": "The observer has left the programme."}
    assert lead.post(address, data=decision).status_code == 422
    session.execute(update(EditAsked).values(answer_by=datetime.now(UTC).date() - timedelta(days=1)))
    session.commit()
    assert lead.post(address, data={"decision": "show"}).status_code == 422
    assert lead.post(address, data=decision).status_code == 302
    assert CHANGED in words_of_draft(session, of)
    event = session.scalars(select(AuditEvent).where(AuditEvent.event == "change decided without its author")).one()
    assert event.details["reason"] == "The observer has left the programme."


def test_what_an_observer_wrote_stays_kept_beside_the_change(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    changed(build, sign_in, of)
    assert ORIGINAL in session.scalars(select(Rating.note)).all()


def test_the_start_page_of_an_author_says_that_something_waits(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build, note=ORIGINAL)
    edit = changed(build, sign_in, of)
    assert "1 to look at" in sign_in(author(build, edit)).get("/observe/").text
