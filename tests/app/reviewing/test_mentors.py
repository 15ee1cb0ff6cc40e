"""A mentor and a clinician both say yes; from then on the mentor does not observe them."""

import uuid
from datetime import timedelta

import pytest

from app.models.consultations import Assignment
from app.operations.conflicts import end_conflict, pairs_in_conflict
from app.operations.mentors import end_mentoring, say_no, say_yes, wish_for_mentor
from app.queries.mentors import mentored_by, mentors_of
from app.rules import Conflict, NotThere
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.observed import Observed
from tests.app.reviewing.talked import TODAY, a_report_out


def an_observer(build: Builder, of: Observed) -> uuid.UUID:
    """Somebody with a sheet of this clinician in."""
    person = build.a_person(of.team, "observer", name="Pat Quill")
    build.a_sheet(build.an_assignment(of.consultations[0], person))
    build.keep()
    return person


def yes(build: Builder, of: Observed, who: uuid.UUID, mentor: uuid.UUID) -> bool:
    return say_yes(build.session, build.actor(who), of.clinician, mentor, TODAY)


def states(build: Builder, of: Observed, mentor: uuid.UUID) -> tuple[str, str]:
    """As the clinician and as the observer see it; the clinician sees nobody who offers nothing."""
    seen = mentors_of(build.session, of.person)
    return seen[0].state if seen else "nobody", mentored_by(build.session, mentor)[0].state


def test_it_holds_only_when_both_have_said_yes(build: Builder) -> None:
    of = a_report_out(build)
    mentor = an_observer(build, of)
    assert not yes(build, of, mentor, mentor)
    assert states(build, of, mentor) == ("asks", "waits")
    assert not pairs_in_conflict(build.session, [of.clinician], [mentor])
    assert yes(build, of, of.person, mentor)
    assert states(build, of, mentor) == ("linked", "linked")
    assert pairs_in_conflict(build.session, [of.clinician], [mentor])


def test_a_mentor_is_taken_off_what_was_planned(build: Builder) -> None:
    of = a_report_out(build)
    mentor = an_observer(build, of)
    coming = build.a_session(of.round, build.a_clinic(of.team), TODAY + timedelta(days=3))
    planned = build.an_assignment(build.a_consultation(coming, of.clinician), mentor)
    yes(build, of, mentor, mentor)
    yes(build, of, of.person, mentor)
    assert build.session.get(Assignment, planned) is None


def test_a_no_looks_to_the_other_like_no_answer_yet(build: Builder) -> None:
    of = a_report_out(build)
    mentor = an_observer(build, of)
    yes(build, of, mentor, mentor)
    say_no(build.session, build.actor(of.person), of.clinician, mentor)
    assert states(build, of, mentor) == ("nobody", "waits")


def test_while_it_holds_the_mentor_cannot_take_the_bar_back_and_after_it_they_can(build: Builder) -> None:
    of = a_report_out(build)
    mentor = an_observer(build, of)
    yes(build, of, mentor, mentor)
    yes(build, of, of.person, mentor)
    with pytest.raises(Conflict):
        end_conflict(build.session, build.actor(mentor), of.clinician, mentor)
    end_mentoring(build.session, build.actor(of.person), of.clinician, mentor)
    assert states(build, of, mentor) == ("nobody", "free")
    assert pairs_in_conflict(build.session, [of.clinician], [mentor])
    end_conflict(build.session, build.actor(mentor), of.clinician, mentor)
    assert not pairs_in_conflict(build.session, [of.clinician], [mentor])


def test_neither_a_lead_nor_somebody_who_never_observed_the_clinician_takes_part(build: Builder) -> None:
    of = a_report_out(build)
    mentor, stranger = an_observer(build, of), build.a_person(of.team, "observer")
    for who, about in ((of.lead, mentor), (stranger, stranger), (stranger, mentor)):
        with pytest.raises(NotThere):
            yes(build, of, who, about)


def test_a_clinician_names_no_observer_first(build: Builder) -> None:
    of = a_report_out(build)
    mentor = an_observer(build, of)
    assert mentors_of(build.session, of.person) == ()
    with pytest.raises(NotThere):
        yes(build, of, of.person, mentor)


def test_a_wish_is_seen_by_who_observed_them_and_by_nobody_else(build: Builder) -> None:
    of = a_report_out(build)
    mentor, stranger = an_observer(build, of), build.a_person(of.team, "observer")
    wish_for_mentor(build.session, build.actor(of.person), of.clinician, wished=True)
    assert [each.wished for each in mentored_by(build.session, mentor)] == [True]
    assert mentored_by(build.session, stranger) == ()
    wish_for_mentor(build.session, build.actor(of.person), of.clinician, wished=False)
    assert [each.wished for each in mentored_by(build.session, mentor)] == [False]
    with pytest.raises(NotThere):
        wish_for_mentor(build.session, build.actor(of.lead), of.clinician, wished=True)


def test_both_do_it_on_their_own_page(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    mentor = an_observer(build, of)
    clinician, observer = sign_in(of.person), sign_in(mentor)
    assert "Pat Quill" not in clinician.get("/review/mentors/").text
    assert clinician.post(f"/review/mentors/{of.clinician}/wish").status_code == 302
    assert "They would like a mentor." in observer.get("/observe/mentoring/").text
    assert observer.post(f"/observe/mentoring/{of.clinician}/{mentor}/yes").status_code == 302
    assert "Pat Quill" in clinician.get("/review/mentors/").text
    assert clinician.post(f"/review/mentors/{of.clinician}/{mentor}/yes").status_code == 302
    assert "You have both said yes." in clinician.get("/review/mentors/").text
    assert observer.post(f"/observe/mentoring/{of.clinician}/{mentor}/end").status_code == 302
