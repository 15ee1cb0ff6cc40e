"""All reports of a round: as drafts, or released in one go under one lead's decision.

A report is stored in the same transaction that notes it as finished, so that a worker that is killed, or taken for
dead, can neither lose one nor store one twice.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from app.jobs.report_batches import Batch, Drawn, Shared, Status, draw, shared_numbers, stamps_of
from app.jobs.task import Task
from app.operations.audit import wait_turn
from app.operations.job_reports import note_released, store_draft, store_trouble
from app.operations.working import Held, still_held
from app.queries.actors import actor_for_person
from app.queries.jobs import clinicians_finished, reports_in_trouble
from app.releasing import release_drawn, turns_to_release
from app.rules import Actor, NotAllowed

Item = TypeVar("Item")
# Reports in one go: enough to share what they have in common, few enough to see the bar move.
MOST_AT_ONCE, PARTS = 16, 20
# A round that keeps changing under the drawing is given up after so many turns; what is whole stays.
TURNS = 5
NOT_IN_ROUND = "This clinician is no longer in the round."
CHANGED = "What this report rests on kept changing while it was drawn. Make it by itself."


def make_drafts(task: Task) -> str:
    """Draw everybody's report as it would be today."""
    return _make(task, "draft")


def release_all(task: Task) -> str:
    """Release the reports a lead decided on; one whose turn has passed meanwhile says why it stays back."""
    return _make(task, "released")


def _make(task: Task, status: Status) -> str:
    with task.database.open(readonly=True) as session:
        actor = actor_for_person(session, task.held.asked_by)
    if actor is None or task.held.team_id not in actor.teams_as("lead"):
        raise NotAllowed("Whoever started this no longer leads the team.")
    wanted = [uuid.UUID(each) for each in task.held.options["clinicians"]]
    left = _left(task, wanted)
    for _ in range(TURNS):
        if not left:
            break
        stamps, left = _whose_turn(task, actor, status, left)
        parts = in_parts(left)
        shared = shared_by(task, task.held.round_id) if len(parts) > 1 else None
        batches = [Batch(task.url, task.held.round_id, ids, status, actor.name, shared) for ids in parts]
        for _, drawn in task.computed(draw, batches):
            _keep(task, actor, status, stamps, drawn)
        left = _left(task, wanted)
    _give_up(task, dict.fromkeys(left, CHANGED))
    return _outcome(task, wanted, status)


def shared_by(task: Task, round_id: uuid.UUID) -> Shared:
    """What all reports of a round rest on, worked out once in a process of its own."""
    [(_, shared)] = task.computed(shared_numbers, [(task.url, round_id)])
    return shared


def _whose_turn(
    task: Task, actor: Actor, status: Status, left: list[uuid.UUID]
) -> tuple[dict[uuid.UUID, str], list[uuid.UUID]]:
    """What must not change until each is kept, and whose report may be made; the others say why not."""
    with task.database.open(readonly=True) as session:
        stamps = stamps_of(session, status, left, task.held.round_id)
        if status == "draft":
            return stamps, left
        turns = turns_to_release(session, actor, task.held.round_id)
    why_not = {each: turns.get(each, NOT_IN_ROUND) for each in left}
    _give_up(task, {each: why for each, why in why_not.items() if why})
    return stamps, [each for each in left if not why_not[each]]


def _give_up(task: Task, reasons: Mapping[uuid.UUID, str]) -> None:
    if not reasons:
        return
    with task.write() as session:
        for each, why in reasons.items():
            store_trouble(session, task.held.id, each, why)
        still_held(session, task.held, done=len(clinicians_finished(session, task.held.id)))


def so_far(task: Task) -> str:
    """What is kept of work that was cancelled."""
    with task.database.open(readonly=True) as session:
        finished = len(clinicians_finished(session, task.held.id))
    whole = "report was" if finished == 1 else "reports were"
    total = len(task.held.options["clinicians"])
    kept = "released" if task.held.kind == "release_reports" else "drawn"
    return f"Cancelled. {finished} of {total} {whole} {kept} before that, whole, and stay so."


def _keep(task: Task, actor: Actor, status: Status, stamps: Mapping[uuid.UUID, str], drawn: Sequence[Drawn]) -> None:
    """Store what was drawn, unless what it rests on has changed: that is drawn again in the next turn."""
    held = task.held
    with task.write() as session:
        wait_turn(session, held.team_id)
        now = stamps_of(session, status, [each.clinician_id for each in drawn], held.round_id)
        finished = clinicians_finished(session, held.id)
        for each in drawn:
            same = now[each.clinician_id] == each.stamp == stamps[each.clinician_id]
            if same and each.clinician_id not in finished:
                _store(session, held, actor, status, each)
        still_held(session, held, done=len(clinicians_finished(session, held.id)))


def _store(session: Session, held: Held, actor: Actor, status: Status, drawn: Drawn) -> None:
    if drawn.issue is None:
        store_trouble(session, held.id, drawn.clinician_id, drawn.trouble)
    elif status == "draft":
        store_draft(session, held.id, drawn.clinician_id, drawn.issue.pdf)
    else:
        report_id = release_drawn(session, actor.id, held.team_id, drawn.issue)
        note_released(session, held.id, drawn.clinician_id, report_id)


def _left(task: Task, wanted: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    with task.database.open(readonly=True) as session:
        finished = clinicians_finished(session, task.held.id)
    return [each for each in wanted if each not in finished]


def _outcome(task: Task, wanted: Sequence[uuid.UUID], status: Status) -> str:
    with task.database.open(readonly=True) as session:
        back = reports_in_trouble(session, task.held.id)
    made = len(wanted) - back
    what = "drawn" if status == "draft" else "released"
    sentence = f"{made} {'report' if made == 1 else 'reports'} {what}."
    return sentence if not back else f"{sentence} {back} could not be: the list says why."


def in_parts(items: Sequence[Item]) -> list[tuple[Item, ...]]:
    """What is drawn in one go."""
    size = min(MOST_AT_ONCE, max(1, len(items) // PARTS))
    return [tuple(items[at : at + size]) for at in range(0, len(items), size)]
