"""One long comparison: reads the ratings, computes, stores nothing. Runs in a process of the pool."""

import time
import uuid
from dataclasses import asdict, dataclass

from app.jobs.computations import COMPUTATIONS, Given
from app.jobs.report_batches import open_once
from app.jobs.result_bytes import to_bytes
from app.queries.actors import actor_for_person
from app.queries.consultation_kinds import groupings_of_round
from app.queries.ratings import ratings_of_round
from app.rules import Conflict, NotAllowed
from reports.comparison.minimums import minimums_of_round

CHANGED = "The ratings changed while this waited. Open the page again to compare what is there now."


@dataclass(frozen=True, slots=True)
class Question:
    """What to compute for whom: only what this lead may compare is read. ``url``: the database's address."""

    url: str
    asked_by: uuid.UUID
    round_id: uuid.UUID
    name: str
    ratings_digest: str
    minimums: dict[str, int]
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    result: bytes
    milliseconds: int


def compute(question: Question) -> Answer:
    """The result as bytes. Raises NotAllowed for who no longer leads, Conflict when the ratings have changed."""
    with open_once(question.url).open(readonly=True) as session:
        actor = actor_for_person(session, question.asked_by)
        if actor is None:
            raise NotAllowed("Whoever started this has no account any more.")
        # With warm-ups or without: the digest tells which of the two was asked for.
        for warm_ups in (False, True):
            found = ratings_of_round(session, actor, question.round_id, warm_ups=warm_ups)
            if found.ratings.digest == question.ratings_digest:
                break
        else:
            raise Conflict(CHANGED)
        sorting = question.options.get("sorting", "")
        given = Given(found.ratings, groupings_of_round(session, found) if sorting else ())
    if given.sorting != sorting:
        raise Conflict(CHANGED)
    minimums = minimums_of_round(found.round.minimums)
    if asdict(minimums) != question.minimums:
        raise Conflict(CHANGED)
    began = time.perf_counter()
    made = COMPUTATIONS[question.name].make(given, minimums, question.options)
    return Answer(to_bytes(made), round(1000 * (time.perf_counter() - began)))
