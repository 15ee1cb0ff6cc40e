"""Everything that is kept about one person, for that person: a copy of it all, with other people taken out.

Each table that names a person or a clinician has its rule below, and a test fails for a table without one. A row is
given with the columns named; a key of another person is never among them. What may not be given is counted, with the
reason. What somebody did for the team (asked, decided, paired) is in the log, which is given by day and kind of event.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, func, or_, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.every import metadata
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinician, Person
from app.words import noted

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which columns make a row somebody's own, as a person or as the clinician they are, and which of it is given.

    withheld: why the rows are counted and not given.
    """

    person: tuple[str, ...] = ()
    clinician: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    withheld: str = ""


_SCREENING = noted("Comments are screened together with whoever wrote them, and may say who that was.")
_UNRELEASED = noted("Steps and drafts on the way to a report are not shown before a person has released it.")
_KEYS = noted("A link to pair a tablet holds a key and nothing about you.")

RULES: Mapping[str, Rule] = {
    "person": Rule(("id",), (), ("name", "email", "active", "is_administrator", "created_at", "language")),
    "membership": Rule(("person_id",), (), ("role", "ended_at")),
    "clinician": Rule((), ("id",), ("name", "profession")),
    "availability": Rule(("person_id",), (), ("half_days", "most", "said_at")),
    "training": Rule(("person_id",), (), ("kind", "on_date", "hours", "led_by", "what", "noted_at")),
    "conflict_of_interest": Rule(("person_id",), (), ("kind", "declared_at", "ended_at")),
    "safety_contact": Rule(("person_id",), (), ("name", "reach", "ended_at")),
    "safety_concern": Rule(("raised_by",), (), (), noted("The people named for safety deal with it. Ask them.")),
    "web_session": Rule(("person_id",), (), ("device", "created_at", "seen_at")),
    "tablet_pin": Rule(("person_id",), (), ("set_at", "wrong_tries")),
    "data_key": Rule(("person_id",), (), ("shown_at",)),
    "kept_draft": Rule(("person_id",), (), ("saved_at",)),
    "assignment": Rule(("person_id",), (), ("part", "state", "given_up_reason", "created_at")),
    "consultation": Rule((), ("clinician_id",), ("slot", "warm_up", "consent")),
    "consent_event": Rule(("recorded_by",), (), ("outcome", "stage", "asked_by", "how", "recorded_at")),
    "brief_read": Rule(("person_id",), (), ("version", "read_at")),
    "session_brief": Rule(("written_by",), (), ("meeting", "practical", "written_at")),
    "debrief": Rule(("written_by",), (), ("note", "written_at")),
    "debrief_yes": Rule(("person_id",), (), ("version", "said_at")),
    "place_claim": Rule(("said_by",), (), ("said_slot", "said_at", "outcome")),
    "paper_entry": Rule(("entered_by",), (), ("entered_at",)),
    "quarantined_sheet": Rule(("person_id",), (), ("why", "received_at", "settled", "settled_why")),
    "preparation": Rule((), ("clinician_id",), ("question", "about", "self_ratings", "written_at")),
    "reflection": Rule((), ("clinician_id",), ("text", "will_try", "what_will_change", "look_again_on", "written_at")),
    "conversation_record": Rule(
        (), ("clinician_id",), ("held_on", "relationship", "reaction", "content", "coaching", "confirmed_at")
    ),
    "agreed_action": Rule(
        (),
        ("clinician_id",),
        (
            "action",
            "what_will_change",
            "in_whom",
            "how_known",
            "mechanism",
            "look_again_on",
            "written_at",
            "state",
            "outcome",
            "ended_at",
        ),
    ),
    "change_told": Rule(("told_by",), ("clinician_id",), ("sentence", "named", "told_at", "taken_back_at")),
    "mentor_wish": Rule((), ("clinician_id",), ("wished_at",)),
    "mentor_link": Rule(("person_id",), ("clinician_id",), ("began_at", "ended_at")),
    "issued_report": Rule((), ("clinician_id",), ("number", "issued_at", "note", "removed_at", "content")),
    "report_word": Rule(("written_by",), (), ("kind", "about", "text", "written_at", "answer", "answered_at")),
    "ladder_step": Rule(("person_id",), ("clinician_id",), (), _UNRELEASED),
    "job_report": Rule((), ("clinician_id",), (), _UNRELEASED),
    "draft_comment": Rule(("written_by",), (), ("item_id", "text", "written_at")),
    "draft_proposal": Rule(("proposed_by",), (), ("kind", "text", "why", "state", "reason", "proposed_at")),
    "draft_decision": Rule(("person_id",), (), ("decided_at", "what", "about", "why")),
    "draft_sign_off": Rule(("person_id",), (), ("signed_at",)),
    "relevance_vote": Rule(("person_id",), (), ("item_id", "relevance", "mark", "voted_at")),
    "screened_comment": Rule(("decided_by",), (), (), _SCREENING),
    "edit_asked": Rule(("asked_by", "settled_by"), (), (), _SCREENING),
    "audit_event": Rule(("actor_id",), (), ("at", "event")),
    "instrument_draft": Rule(("created_by",), (), ("code", "version", "title", "created_at")),
    "published_linking": Rule(("published_by",), (), ("way", "published_at")),
    "tablet": Rule(("paired_by",), (), ("name", "site", "paired_at")),
    "tablet_link": Rule(("made_by",), (), (), _KEYS),
    "job": Rule(("asked_by",), (), ("kind", "title", "asked_at", "state", "outcome")),
}


@dataclass(frozen=True, slots=True)
class KeptTable:
    """What one table keeps of somebody: how many rows, the rows, or why they are not given.

    held: None where even the count is not told: a clinician would see from it how far a report is.
    """

    name: str
    held: int | None
    rows: tuple[Row, ...]
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class KeptAboutSomebody:
    """Of one person. tables: those that hold something. sheets: what they locked as an observer, as they sent it."""

    name: str
    tables: tuple[KeptTable, ...]
    sheets: tuple[Row, ...]


def kept_about(session: Session, person_id: uuid.UUID) -> KeptAboutSomebody:
    """Everything about one person. For that person alone."""
    clinicians = tuple(session.scalars(select(Clinician.id).where(Clinician.person_id == person_id)))
    name = session.scalar(select(Person.name).where(Person.id == person_id)) or ""
    tables = tuple(
        kept
        for table in sorted(metadata.tables.values(), key=lambda each: each.name)
        if table.name in RULES and (kept := _kept(session, table, RULES[table.name], person_id, clinicians)).held != 0
    )
    return KeptAboutSomebody(name, tables, _sheets(session, person_id))


def _kept(
    session: Session, table: Table, rule: Rule, person_id: uuid.UUID, clinicians: Sequence[uuid.UUID]
) -> KeptTable:
    theirs = or_(
        *(table.c[column] == person_id for column in rule.person),
        *(table.c[column].in_(clinicians) for column in rule.clinician),
    )
    if rule.withheld and rule.clinician and clinicians:
        return KeptTable(table.name, None, (), rule.withheld)
    if rule.withheld:
        held = session.scalar(select(func.count()).select_from(table).where(theirs)) or 0
        return KeptTable(table.name, held, (), rule.withheld)
    found = session.execute(
        select(*(table.c[column] for column in rule.given)).where(theirs).order_by(*table.primary_key.columns)
    )
    rows = tuple({key: _plain(value) for key, value in row.items()} for row in found.mappings())
    return KeptTable(table.name, len(rows), rows)


def _sheets(session: Session, person_id: uuid.UUID) -> tuple[Row, ...]:
    """Every revision, newest last. The clinician stands in none: a consultation is its session's code and slot."""
    found = session.execute(
        select(
            ClinicSession.code,
            Consultation.slot,
            ObservationRevision.number,
            ObservationRevision.locked_at,
            ObservationRevision.reason,
            ObservationRevision.body,
        )
        .select_from(ObservationRevision)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(Assignment.person_id == person_id)
        .order_by(ClinicSession.on_date, ClinicSession.code, Consultation.slot, ObservationRevision.number)
    )
    return tuple(
        {
            "session": row.code,
            "slot": row.slot,
            "revision": row.number,
            "locked_at": _plain(row.locked_at),
            "reason": row.reason,
            "sheet": json.loads(row.body),
        }
        for row in found
    )


def _plain(value: object) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value
