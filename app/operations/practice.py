"""Note that observers practised together with feedback, and take it back when that was a mistake."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.people import Membership
from app.models.practice import Recalibration
from app.operations.audit import Event, record, record_all
from app.rules import Actor, NotThere, Problem, Unfit, check_leads

LONGEST = 200


def note_practice(
    session: Session, actor: Actor, team_id: uuid.UUID, people: Collection[uuid.UUID], on: date, what: str, today: date
) -> None:
    """These observers of the team took part on this day. Who was noted for that day already keeps the newer words.

    Raises NotThere outside the actor's teams, Unfit for nobody, somebody who never observed here, a day to come, and
    words that are missing or too long.
    """
    check_leads(actor, team_id)
    what = what.strip()
    problems = [*_people_problems(session, team_id, people)]
    if on > today:
        problems.append(Problem("on_date", "Choose today or an earlier day: it is noted once it has taken place."))
    if not what:
        problems.append(Problem("what", "Write what was practised, such as: three films, then feedback on each item."))
    if len(what) > LONGEST:
        problems.append(Problem("what", f"Write at most {LONGEST} letters."))
    if problems:
        raise Unfit(problems)
    known = {
        row.person_id: row
        for row in session.scalars(
            select(Recalibration).where(
                Recalibration.team_id == team_id, Recalibration.on_date == on, Recalibration.person_id.in_(people)
            )
        )
    }
    for person_id in people:
        if person_id in known:
            known[person_id].what = what
        else:
            session.add(Recalibration(team_id=team_id, person_id=person_id, on_date=on, what=what, noted_by=actor.id))
    session.flush()
    record_all(
        session,
        [
            Event("practice noted", f"person {person_id}", actor.id, team_id, {"on": on.isoformat(), "what": what})
            for person_id in sorted(people)
        ],
    )


def take_practice_back(session: Session, actor: Actor, team_id: uuid.UUID, recalibration_id: uuid.UUID) -> None:
    """It did not take place, or not for this observer. Raises NotThere for one that is not of the actor’s teams."""
    check_leads(actor, team_id)
    row = session.get(Recalibration, recalibration_id)
    if row is None or row.team_id != team_id:
        raise NotThere
    details = {"on": row.on_date.isoformat(), "what": row.what}
    session.delete(row)
    session.flush()
    record(
        session, "practice taken back", f"person {row.person_id}", actor_id=actor.id, team_id=team_id, details=details
    )


def _people_problems(session: Session, team_id: uuid.UUID, people: Collection[uuid.UUID]) -> list[Problem]:
    if not people:
        return [Problem("people", "Choose who took part.")]
    known = set(
        session.scalars(
            select(Membership.person_id).where(
                Membership.team_id == team_id, Membership.role == "observer", Membership.person_id.in_(people)
            )
        )
    )
    return [] if known >= set(people) else [Problem("people", "Choose observers of this team only.")]
