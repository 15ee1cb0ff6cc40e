"""Reports that are made anew after a patient changed their mind: their old words are gone, and their clinicians wait.

What is left to do stands in the reports themselves, so that a worker that is killed loses nothing, and two that are at
it at once store each report once. Whoever told of the patient's no need not be there any more.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.jobs.report_batches import Batch, Drawn, draw, stamps_of
from app.jobs.round_reports import CHANGED, TURNS, in_parts, shared_by
from app.jobs.task import Task
from app.operations.audit import wait_turn
from app.operations.feedback import OfRound
from app.operations.job_reports import store_trouble
from app.operations.working import still_held
from app.queries.report_basis import reports_to_make_anew
from app.releasing import TEAM, WITHDRAWN, release_drawn


def make_anew(task: Task) -> str:
    """Make what still waits, wave by wave: a report that stands beside an earlier one comes after it."""
    waves = [[(uuid.UUID(one), uuid.UUID(other)) for one, other in wave] for wave in task.held.options["waves"]]
    wanted = [of for wave in waves for of in wave]
    trouble: dict[OfRound, str] = {}
    for wave in waves:
        for _ in range(TURNS):
            left = _left(task, wave, trouble)
            if not left:
                break
            _turn(task, wanted, left, trouble)
        trouble |= dict.fromkeys(_left(task, wave, trouble), CHANGED)
    _note_trouble(task, trouble)
    made = len(wanted) - len(trouble)
    sentence = f"{made} {'report' if made == 1 else 'reports'} made anew."
    return sentence if not trouble else f"{sentence} {len(trouble)} could not be: release each again from its page."


def _left(task: Task, reports: Sequence[OfRound], trouble: Mapping[OfRound, str]) -> dict[OfRound, str]:
    """What nothing stands for yet, with why it is made anew."""
    with task.database.open(readonly=True) as session:
        left = reports_to_make_anew(session, reports)
    return {of: why for of, why in left.items() if of not in trouble}


def _turn(task: Task, wanted: Sequence[OfRound], left: Mapping[OfRound, str], trouble: dict[OfRound, str]) -> None:
    """Draw everything that is left once, and keep what nothing has changed under meanwhile."""
    alike: defaultdict[tuple[uuid.UUID, str], list[uuid.UUID]] = defaultdict(list)
    for (clinician_id, round_id), why in left.items():
        alike[round_id, why].append(clinician_id)
    for (round_id, why), clinician_ids in alike.items():
        with task.database.open(readonly=True) as session:
            stamps = stamps_of(session, "reissued", clinician_ids, round_id)
        parts = in_parts(clinician_ids)
        shared = shared_by(task, round_id) if len(parts) > 1 else None
        batches = [Batch(task.url, round_id, ids, "reissued", TEAM, shared, WITHDRAWN[why]) for ids in parts]
        for _, drawn in task.computed(draw, batches):
            _keep(task, wanted, round_id, stamps, drawn, trouble)


def _keep(
    task: Task,
    wanted: Sequence[OfRound],
    round_id: uuid.UUID,
    stamps: Mapping[uuid.UUID, str],
    drawn: Sequence[Drawn],
    trouble: dict[OfRound, str],
) -> None:
    held = task.held
    with task.write() as session:
        wait_turn(session, held.team_id)
        now = stamps_of(session, "reissued", [each.clinician_id for each in drawn], round_id)
        for each in drawn:
            # A report that another worker made, or a lead released, changes the stamp: it is not made twice.
            if not now[each.clinician_id] == each.stamp == stamps[each.clinician_id]:
                continue
            if each.issue is None:
                trouble[each.clinician_id, round_id] = each.trouble
            else:
                release_drawn(session, held.asked_by, held.team_id, each.issue)
        still_held(session, held, done=len(wanted) - len(reports_to_make_anew(session, wanted)))


def _note_trouble(task: Task, trouble: Mapping[OfRound, str]) -> None:
    if not trouble:
        return
    by_clinician = {clinician_id: why for (clinician_id, _), why in trouble.items()}
    with task.write() as session:
        for clinician_id, why in by_clinician.items():
            store_trouble(session, task.held.id, clinician_id, why)
