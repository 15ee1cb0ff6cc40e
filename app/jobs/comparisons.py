"""A long comparison as a job: computed beside the server, kept with all it takes to compute it again."""

import hashlib

from app.jobs.computations import SEED, Asked, code_version
from app.jobs.computing import Question, compute
from app.jobs.task import Task
from app.operations.results import keep_result, note_computed_again
from app.operations.working import still_held
from app.queries.results import stored_result


def compare(task: Task) -> str:
    """Compute and keep; or, when there is a result already, compute again and say whether it is the same."""
    held, options = task.held, task.held.options
    asked = Asked(options["name"], options["ratings_digest"], options["minimums"], options["options"])
    question = Question(
        task.url, held.asked_by, held.round_id, asked.name, asked.ratings_digest, asked.minimums, asked.options
    )
    for _, answer in task.computed(compute, [question]):
        digest = hashlib.sha256(answer.result).hexdigest()
        with task.write() as session:
            known = stored_result(session, asked.key)
            if known is not None and options.get("again"):
                same = known.result == answer.result and known.result_digest == digest
                note_computed_again(session, asked.key, same=same)
                still_held(session, held, done=1)
                return AGAIN[same]
            keep_result(
                session,
                held.round_id,
                asked.key,
                name=asked.name,
                ratings_digest=asked.ratings_digest,
                code_version=code_version(),
                seed=SEED,
                options={"minimums": asked.minimums, "options": asked.options},
                result=answer.result,
                result_digest=digest,
                milliseconds=answer.milliseconds,
            )
            still_held(session, held, done=1)
    return "Worked out and kept."


AGAIN = {
    True: "Computed again: exactly the same, to the last digit.",
    False: "Computed again, and it is not the same. Tell whoever looks after the site.",
}
