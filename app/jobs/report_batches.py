"""A few clinicians' reports drawn in one go: reads, computes, stores nothing. Runs in processes of the pool."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlalchemy.orm import Session

from app.database import Database, open_database
from app.operations.feedback import Issue
from app.queries.colleagues import RoundNumbers, hand_on
from app.queries.evidence import evidence_for_clinicians, numbers_behind_reports
from app.queries.round_reports import release_stamps, withdrawals_of_round
from app.releasing import drafted_today, issue_of, released_today
from reports.feedback.evidence import FeedbackMinimums

log = logging.getLogger(__name__)
# What all reports of a round rest on, with the least numbers it was worked out for; None when nobody has asked yet.
Shared = tuple[RoundNumbers, FeedbackMinimums] | None
Status = Literal["draft", "released", "reissued"]
COULD_NOT = "This report could not be drawn. Tell whoever looks after the site: the reason is in the server's log."


@dataclass(frozen=True, slots=True)
class Batch:
    """Whose reports of which round, as drafts or as released by somebody; ``note``: why they are made anew.

    ``url``: the database's address. ``shared``: what `shared_numbers` gave, so that each process need not work it out.
    """

    url: str
    round_id: uuid.UUID
    clinician_ids: tuple[uuid.UUID, ...]
    status: Status
    released_by: str = ""
    shared: Shared = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One report, or why there is none. ``stamp`` tells whether what it rests on has changed since."""

    clinician_id: uuid.UUID
    stamp: str
    issue: Issue | None
    trouble: str = ""


def draw(batch: Batch) -> list[Drawn]:
    """Every report of the batch. One that cannot be drawn does not keep the others from it."""
    if batch.shared is not None:
        hand_on(*batch.shared)
    release = drafted_today() if batch.status == "draft" else released_today(batch.released_by, batch.note)
    with open_once(batch.url).open(readonly=True) as session:
        stamps = stamps_of(session, batch.status, batch.clinician_ids, batch.round_id)
        evidence = evidence_for_clinicians(session, batch.clinician_ids, batch.round_id, release)
    drawn: list[Drawn] = []
    for each in batch.clinician_ids:
        if each not in evidence:
            drawn.append(Drawn(each, stamps[each], None, "This clinician is no longer in the round's team."))
            continue
        try:
            drawn.append(Drawn(each, stamps[each], issue_of(evidence[each], (each, batch.round_id))))
        except Exception:  # one clinician's odd data must not cost all the others their report
            log.exception("The report of clinician %s could not be drawn", each)
            drawn.append(Drawn(each, stamps[each], None, COULD_NOT))
    return drawn


def shared_numbers(of: tuple[str, uuid.UUID]) -> Shared:
    """Work out once what all reports of a round rest on. of: the database's address and the round."""
    url, round_id = of
    with open_once(url).open(readonly=True) as session:
        return numbers_behind_reports(session, round_id)


def stamps_of(
    session: Session, status: Status, clinician_ids: Sequence[uuid.UUID], round_id: uuid.UUID
) -> dict[uuid.UUID, str]:
    """What must stay the same between the drawing of a report and its keeping.

    A draft shows the day it was drawn; all that must not happen is that it outlives a patient's withdrawal.
    """
    if status != "draft":
        return release_stamps(session, clinician_ids, round_id)
    return dict.fromkeys(clinician_ids, f"{withdrawals_of_round(session, round_id)} withdrawals")


@lru_cache(maxsize=1)
def open_once(url: str) -> Database:
    """The database, opened by this process when it first needs it."""
    return open_database(url)
