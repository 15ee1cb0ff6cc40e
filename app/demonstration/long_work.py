"""Long work in the demonstration: a lead has asked for drafts of the open round, and a worker will make them."""

import hashlib
import uuid

from sqlalchemy.orm import Session

from app.operations.jobs import Wanted, start_job
from app.queries.actors import actor_for_person
from app.queries.report_files import clinicians_observed


def ask_for_drafts(session: Session, lead_id: uuid.UUID, round_id: uuid.UUID) -> None:
    """Put the drafts of a round in line; they are made as soon as the site is served."""
    lead = actor_for_person(session, lead_id)
    ids = [str(each.id) for each in clinicians_observed(session, round_id)]
    if lead is None or not ids:
        return
    key = hashlib.sha256(" ".join(["drafts", str(round_id), *sorted(ids)]).encode()).hexdigest()
    wanted = Wanted("draft_reports", f"Drafts of {len(ids)} reports", key, {"clinicians": ids}, len(ids))
    start_job(session, lead, round_id, wanted)
