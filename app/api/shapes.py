"""The JSON of the interface as types: what is sent is made of them, and the document is written from them."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from flask import Response
from msgspec import Meta, Struct, json

Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]
Fingerprint: TypeAlias = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 in small hex digits.")]
ItemId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80)]
Count: TypeAlias = Annotated[int, Meta(ge=0)]


class Problem(Struct, frozen=True):
    """One thing to put right: the field or item it is about ("" for the whole) and one sentence."""

    field: str
    sentence: str


class ErrorBody(Struct, frozen=True):
    """The status again, a sentence a person can read, and every single problem where there are several."""

    status: Annotated[int, Meta(ge=400, le=599)]
    sentence: str
    problems: list[Problem]


class Error(Struct, frozen=True):
    """What every answer that is not a success says, whatever its status."""

    error: ErrorBody


class Round(Struct, frozen=True):
    """A round of a team you lead. ``closed_at`` is null while it is open."""

    id: uuid.UUID
    name: str
    programme_id: uuid.UUID
    programme: str
    source: Literal["live", "imported", "demonstration"]
    team_id: uuid.UUID
    team: str
    opens_on: date
    closes_on: date
    closed_at: Moment | None
    instrument: str
    version: str
    fingerprint: Fingerprint


class Rounds(Struct, frozen=True):
    """Newest first within each team."""

    rounds: list[Round]


class Rating(Struct, frozen=True):
    """One observer's first, locked mark on one item.

    An item left blank has no row. A mark that is not scored has ``points`` null and says in ``reason`` why:
    not_applicable and not_observed are two different things. A tallied mark also gives its counts.
    ``taps`` are the whole minutes since watching began in which the observer tapped the item, ``marked`` the same by
    behaviour where the item names several to tap: evidence beside the mark, never part of it. ``observer`` and
    ``clinician`` are ids. Rows with different fingerprints were made with different versions: never put them together.
    """

    consultation: uuid.UUID
    session: str
    slot: Annotated[int, Meta(ge=1)]
    on_date: date
    clinic: str
    clinician: uuid.UUID
    warm_up: bool
    observer: uuid.UUID
    observer_type: str
    instrument: str
    version: str
    fingerprint: Fingerprint
    observation: uuid.UUID
    item: ItemId
    kind: Literal["rated", "tallied", "not_scored"]
    code: str
    points: float | None
    reason: str
    tally: dict[str, int] | None
    taps: list[int]
    marked: dict[str, list[int]]
    locked_at: Moment


class Ratings(Struct, frozen=True):
    """One page. ``next`` is null on the last page; else ask again with it as ``after``.

    A page may hold fewer rows than asked for, so only ``next`` says that it was the last.
    """

    ratings: list[Rating]
    next: str | None


class Sheets(Struct, frozen=True):
    """Where the sheets that were asked for stand. The other five add up to ``expected``."""

    expected: Count
    locked: Count
    waiting: Count
    given_up: Count
    declined: Count
    withdrawn: Count


class ClinicSheets(Struct, frozen=True):
    """The same for one clinic."""

    name: str
    sheets: Sheets


class ClinicConsents(Struct, frozen=True):
    """How many patients of a clinic were asked and what they said. The last four add up to ``consultations``."""

    name: str
    consultations: Count
    agreed: Count
    declined: Count
    withdrawn: Count
    not_asked: Count


class Progress(Struct, frozen=True):
    """How far a round has come: counts, never a rating."""

    total: Sheets
    clinics: list[ClinicSheets]
    consents: list[ClinicConsents]


def json_answer(content: Struct) -> Response:
    """A success with this content."""
    return Response(json.encode(content), mimetype="application/json")
