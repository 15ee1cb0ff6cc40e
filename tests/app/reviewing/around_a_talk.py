"""Everything that comes of a released report, and every page on which it is shown: the talk, actions, words and people.

One world for whoever counts statements and for the story that looks at each page.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app.models.consultations import Assignment
from app.models.told import ChangeTold
from app.operations.conflicts import declare_conflict
from app.operations.looking_again import ask_to_look_again
from app.operations.mentors import say_yes, wish_for_mentor
from app.operations.replies import answer_query, say_back
from app.operations.talks import agree_action, write_conversation
from app.operations.training import note_training
from tests.app.builders import Builder
from tests.app.jobs.observed_round import an_ended_job
from tests.app.operations.test_training import a_training
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician
from tests.app.reviewing.talked import PLAN, TODAY, an_action, out

DAY = date(2026, 3, 9)


@dataclass(frozen=True)
class AroundTalk:
    """``pages``: by role and name the address."""

    of: Observed
    report: uuid.UUID
    observer: uuid.UUID
    pages: Mapping[str, Mapping[str, str]]

    def person(self, role: str) -> uuid.UUID:
        return {"lead": self.of.lead, "clinician": self.of.person, "observer": self.observer}[role]


def around_a_talk(build: Builder) -> AroundTalk:
    """One clinician with a report out, one talk, one action, one question, one mentor who offers."""
    of = an_observed_clinician(build)
    report = released(build, of)
    session, lead, clinician = build.session, build.actor(of.lead), build.actor(of.person)
    observer = session.scalars(select(Assignment.person_id).where(Assignment.consultation_id == of.consultations[0]))
    one = sorted(observer)[0]
    action = an_action(build, of)
    write_conversation(session, lead, (of.clinician, of.round), TODAY, {"reaction": "The gap was a surprise."})
    word = say_back(session, clinician, report, "query", "The whole report", "Which visits does this rest on?")
    wish_for_mentor(session, clinician, of.clinician, wished=True)
    say_yes(session, build.actor(one), of.clinician, one, TODAY)
    together = note_training(session, lead, of.team, a_training([one], on=DAY), TODAY)
    job = an_ended_job(build, of.lead, of.round, of.clinician)
    tell(build, of)
    build.keep()
    return AroundTalk(
        of, report, one, addresses(of, {"action": action, "word": word, "together": together, "job": job})
    )


def addresses(of: Observed, ids: Mapping[str, uuid.UUID]) -> Mapping[str, Mapping[str, str]]:
    release, mine = f"/review/release/{of.round}/", f"/review/{of.clinician}/{of.round}/"
    ladder, desk = f"{release}{of.clinician}/", f"/organise/teams/{of.team}/"
    return {
        "lead": {
            "conversation": f"{ladder}conversation/",
            "actions": f"{release}actions/",
            "looking again": f"{release}actions/{ids['action']}/",
            "told of the round": f"{release}changed/",
            "question": f"{ladder}questions/{ids['word']}",
            "release again": f"{ladder}release",
            "step": f"{ladder}steps/ready/",
            "plan of a step": f"{ladder}steps/talk/plan",
            "training": f"{desk}training/",
            "new training": f"{desk}training/new",
            "one training": f"{desk}training/{ids['together']}/",
            "work": f"{desk}work/",
            "job": f"/organise/work/{ids['job']}/",
            "reports": f"/organise/rounds/{of.round}/reports/",
        },
        "clinician": {
            "mine": "/review/",
            "mentors": "/review/mentors/",
            "plan": f"{mine}plan/",
            "new action": f"{mine}plan/new",
            "action": f"{mine}plan/{ids['action']}",
            "outcome": f"{mine}plan/{ids['action']}/outcome",
            "reply": f"{mine}reply/",
            "told": f"{mine}changed/",
        },
        "observer": {
            "mentoring": "/observe/mentoring/",
            "whom and when": "/observe/whom-and-when/",
            "words": "/observe/my-words/",
            "record": "/observe/record/",
        },
    }


def tell(build: Builder, of: Observed) -> None:
    """Two sentences for observers: the clinician's and the round's."""
    for clinician_id, by in ((of.clinician, of.person), (None, of.lead)):
        build.session.add(
            ChangeTold(round_id=of.round, clinician_id=clinician_id, sentence="I ask first.", named=True, told_by=by)
        )


def more_of_everything(build: Builder, world: AroundTalk, times: int) -> None:
    """More actions, questions, sentences, observers who offer, and clinicians whose reports are out."""
    of, session, lead = world.of, build.session, build.actor(world.of.lead)
    for at in range(times):
        tell(build, of)
        word = say_back(session, build.actor(of.person), world.report, "query", "The whole report", f"And {at}?")
        answer_query(session, lead, word, "On all of them.")
        offers = build.a_person(of.team, "observer", "peer_clinician")
        build.a_sheet(build.an_assignment(of.consultations[0], offers))
        say_yes(session, build.actor(offers), of.clinician, offers, TODAY)
        note_training(session, lead, of.team, a_training([world.observer, offers], on=date(2026, 4, at + 1)), TODAY)
        person = build.a_person(of.team, "clinician")
        clinician = build.a_clinician(of.team, person)
        other = replace(of, clinician=clinician, person=person)
        out(build, other, clinician)
        ask_to_look_again(session, build.actor(person), an_action(build, other))
        visit = build.a_consultation(build.a_session(of.round, build.a_clinic(of.team)), clinician)
        build.a_sheet(build.an_assignment(visit, world.observer))
        barred = build.a_clinician(of.team)
        declare_conflict(session, build.actor(world.observer), barred, world.observer, "friend", TODAY)
        build.keep()
    for _ in range(2):
        agree_action(session, build.actor(of.person), (of.clinician, of.round), PLAN)
    build.keep()
