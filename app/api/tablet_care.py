"""Copies of unfinished sheets, and how a tablet is, described. The routes are the observers' room's."""

import uuid
from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct

from app.api.endpoints import Endpoint, Parameter, Success
from app.api.shapes import Moment
from app.api.tablets import FROM_A_BROWSER, SENDING

SealedBytes: TypeAlias = Annotated[str, Meta(extra_json_schema={"format": "binary"})]

DEVICE = Parameter("X-Levelfield-Device", "header", uuid.UUID, "An id the browser made once; it tells devices apart.")
DRAFT = Parameter("observation_id", "path", uuid.UUID, "Made on the tablet when the sheet was opened.")
REFUSED = {status: SENDING[status] for status in (401, 403, 413, 426, 429)}


class KeptCopy(Struct, frozen=True):
    """Which copy is kept."""

    id: uuid.UUID
    seq: int


class CopyKept(Struct, frozen=True):
    """The copy that is kept now; null when it was let go."""

    kept: KeptCopy | None


class DraftCopy(Struct, frozen=True):
    """One device's newest copy, opened for its observer."""

    id: uuid.UUID
    device: uuid.UUID
    seq: int
    saved_at: Moment
    draft: dict[str, Any]


class DraftCopies(Struct, frozen=True):
    """My copies of one sheet, newest first."""

    drafts: list[DraftCopy]


class CopyMade(Struct, frozen=True):
    """A rescue file, or codes, that hold all that is unsent now. ``taken``: somebody said that they have it."""

    made: Moment
    taken: bool


class HowItIs(Struct, frozen=True):
    """What a tablet says of itself; times by its own clock.

    ``device`` is an id the browser made once. ``paper``: when somebody last said that a paper form lies ready.
    """

    build: str
    persisted: bool
    free_megabytes: int
    drafts: int
    waiting: int
    oldest: Moment | None
    clock: Moment
    device: uuid.UUID | None = None
    paper: Moment | None = None
    copy: CopyMade | None = None


class TabletName(Struct, frozen=True):
    """As the lead named it."""

    name: str
    site: str


class Told(Struct, frozen=True):
    """The server's time and build, and which paired tablet this is; null when it is not paired."""

    tablet: TabletName | None
    now: Moment
    build: str


class Locked(Struct, frozen=True):
    """The session has ended."""

    locked: bool


ENDPOINTS = (
    Endpoint(
        method="put",
        address="/api/v1/drafts/{observation_id}",
        name="putDraft",
        group="Tablets",
        title="Keep a copy of an unfinished sheet",
        description=f"Sealed to the server's public key (HPKE), kept as it comes, given to its observer alone, and "
        f"deleted when the sheet is locked or the patient says no. {FROM_A_BROWSER}",
        parameters=(
            DRAFT,
            DEVICE,
            Parameter("X-Levelfield-Assignment", "header", uuid.UUID, "The assignment it belongs to."),
            Parameter("If-Match", "header", str, "How often this device has saved it; an older count is refused."),
        ),
        body=SealedBytes,
        body_description="The sealed bytes.",
        successes={200: Success("Kept.", CopyKept)},
        refusals={
            **REFUSED,
            404: SENDING[404],
            409: "The sheet is locked or given up.",
            410: "The patient said no or changed their mind.",
            412: "A newer copy of this device is here.",
            422: "It could not be read.",
        },
    ),
    Endpoint(
        method="delete",
        address="/api/v1/drafts/{observation_id}",
        name="deleteDraft",
        group="Tablets",
        title="Let one device's copy go",
        description=f"Doing it twice is the same. {FROM_A_BROWSER}",
        parameters=(DRAFT, DEVICE),
        successes={200: Success("It is gone.", CopyKept)},
        refusals={**REFUSED, 422: "It could not be read."},
    ),
    Endpoint(
        method="get",
        address="/api/v1/assignments/{assignment_id}/drafts",
        name="getDrafts",
        group="Tablets",
        title="My copies of one unfinished sheet",
        description=f"From each of my devices the newest; nobody else's, whatever their role. {FROM_A_BROWSER}",
        parameters=(Parameter("assignment_id", "path", uuid.UUID, "The assignment."),),
        successes={200: Success("The copies; none is an empty list.", DraftCopies)},
        refusals=REFUSED,
    ),
    Endpoint(
        method="post",
        address="/api/v1/tablet/contact",
        name="postContact",
        group="Tablets",
        title="Say how the tablet is",
        description=f"For the lead's list of tablets. {FROM_A_BROWSER}",
        body=HowItIs,
        body_description="How it is.",
        successes={200: Success("Noted, if the device is paired.", Told)},
        refusals={**REFUSED, 422: "It could not be read."},
    ),
    Endpoint(
        method="post",
        address="/api/v1/tablet/lock",
        name="postLock",
        group="Tablets",
        title="The screen locked itself",
        description=f"Ends the session of this cookie. {FROM_A_BROWSER}",
        successes={200: Success("Ended.", Locked)},
        refusals=REFUSED,
    ),
)
