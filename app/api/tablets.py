"""What a tablet sends by itself, described. The routes stand in the observers' room, which this one never imports."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from app.api.endpoints import Endpoint, Parameter, Success
from app.api.refusals import SIGN_IN
from app.api.shapes import Fingerprint, ItemId, Moment

Minute: TypeAlias = Annotated[int, Meta(ge=0, le=600)]
Revision: TypeAlias = Annotated[int, Meta(ge=1)]
Stage: TypeAlias = Literal["before", "during", "after"]
AskedBy: TypeAlias = Literal["receptionist", "clinician", "nurse", "observer", "other"]
AskedHow: TypeAlias = Literal["", "spoken", "written", "with_helper"]


class Agreement(Struct, frozen=True):
    """The patient's verbal agreement. The id is made on the tablet; who asked is a role, never a name."""

    id: uuid.UUID
    outcome: Literal["agreed"]
    stage: Stage
    asked_by: AskedBy
    how: AskedHow = ""


class Answer(Struct, frozen=True, omit_defaults=True):
    """One answer: ``code`` (with ``note``, ``tally``, ``taps``, ``marked``) for an item, else ``codes``, ``text`` or
    ``number``.

    ``taps`` are the whole minutes since watching began at which the observer tapped the item, ``marked``
    the same by the code of a behaviour, where the item names several to tap; they never count.
    """

    code: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    tally: dict[str, int | str] | UnsetType = UNSET
    taps: list[Minute] | UnsetType = UNSET
    marked: dict[str, list[Minute]] | UnsetType = UNSET
    codes: list[str] | UnsetType = UNSET
    text: str | UnsetType = UNSET
    number: str | UnsetType = UNSET


class FrozenSheet(Struct, frozen=True):
    """A sheet as it was locked. ``answers`` holds what applies, by item or question; what was left blank is absent.

    ``consent`` may be null when the server knows of it. ``reason`` says why a later revision corrects the one before.
    """

    schema: Literal["1"]
    observation_id: uuid.UUID
    assignment_id: uuid.UUID
    instrument: Fingerprint
    revision: Revision
    consent: Agreement | None
    answers: dict[ItemId, Answer]
    opened_at: Moment
    locked_at: Moment
    reason: str = ""
    # So that nobody finds the scores by trying which ones have this hash.
    salt: Annotated[str, Meta(max_length=64)] = ""


class ReceiptBody(Struct, frozen=True):
    """Proof that a revision is stored. ``code`` is six letters and digits that a person can read aloud."""

    id: uuid.UUID
    revision: Revision
    sha256: Fingerprint
    received_at: Moment
    code: Annotated[str, Meta(min_length=6, max_length=6)]


class Receipt(Struct, frozen=True):
    """Only on a receipt for exactly what was sent may the tablet let go of it."""

    receipt: ReceiptBody


class RefusedConsent(Struct, frozen=True):
    """The patient said no, or changed their mind. ``at`` is the tablet's clock and decides nothing."""

    assignment_id: uuid.UUID
    outcome: Literal["declined", "withdrawn"]
    stage: Stage
    asked_by: AskedBy | Literal[""] = ""
    how: AskedHow = ""
    at: Moment | UnsetType = UNSET


class Leaving(Struct, frozen=True):
    """No sheet will come. No reason is asked for."""

    assignment_id: uuid.UUID
    at: Moment | UnsetType = UNSET


class Worry(Struct, frozen=True):
    """Somebody may not be safe. Beside a sheet, or for a team; neither is needed of who observes for one team alone."""

    text: str
    assignment_id: uuid.UUID | None = None
    team_id: uuid.UUID | None = None


class ShortReceiptBody(Struct, frozen=True):
    """The id from the address."""

    id: uuid.UUID


class ShortReceipt(Struct, frozen=True):
    """Done, now or when it came before."""

    receipt: ShortReceiptBody


HASH = Parameter(
    "X-Content-SHA256", "header", Fingerprint, "The hash of the body as it was frozen, to tell whether all of it came."
)
SENDING: Mapping[int, str] = {
    401: f"{SIGN_IN} Keep the record, sign in, send it again.",
    403: "It is another observer's, you observe for no team, or another site sent it. Keep the record.",
    404: "There is no such assignment in your teams. Keep the record.",
    413: "The body is far too big to be a sheet.",
    426: "The tablet's scripts are too old. Keep the record, reload, send it again.",
    429: "Too fast. Wait for as many seconds as Retry-After says.",
}
DAMAGED = "The body did not come whole (the problem's field is “body”: send it again)"
SAFELY = "Safe to send again: the same bytes are stored once."
FROM_A_BROWSER = "Sec-Fetch-Site or Origin must be there and name this site; no form token is needed."

ENDPOINTS = (
    Endpoint(
        method="put",
        address="/api/v1/observations/{observation_id}/revisions/{revision}",
        name="putRevision",
        group="Tablets",
        title="Send one locked sheet",
        description=f"{SAFELY} Revision 1 is the locked first score; a later one is a correction. {FROM_A_BROWSER}",
        parameters=(
            Parameter("observation_id", "path", uuid.UUID, "Made on the tablet when the sheet was opened."),
            Parameter("revision", "path", Revision, "Counts from 1."),
            HASH,
        ),
        body=FrozenSheet,
        body_description="The frozen bytes, sorted keys, UTF-8.",
        successes={
            201: Success("Stored.", Receipt),
            200: Success("The very same bytes were stored before; the receipt again.", Receipt),
        },
        refusals={
            **SENDING,
            409: "It clashes with another sheet, or was given up. Both are kept, and a lead decides.",
            410: "The patient said no or changed their mind. Nothing is stored: erase the record after saying so.",
            412: "The revision it corrects has not arrived.",
            422: f"{DAMAGED}, or it does not fit its instrument (a problem for each item).",
        },
    ),
    Endpoint(
        method="put",
        address="/api/v1/consents/{event_id}",
        name="putConsent",
        group="Tablets",
        title="Say that the patient said no",
        description=f"What is stored of the consultation is deleted for good. Doing it twice is the same. "
        f"{FROM_A_BROWSER}",
        parameters=(Parameter("event_id", "path", uuid.UUID, "Made on the tablet."), HASH),
        body=RefusedConsent,
        body_description="What the patient said, and when in the visit.",
        successes={200: Success("Done.", ShortReceipt)},
        refusals={**SENDING, 422: f"{DAMAGED}, or its words are not known."},
    ),
    Endpoint(
        method="put",
        address="/api/v1/given-up/{assignment_id}",
        name="putGivenUp",
        group="Tablets",
        title="Say that no sheet will come",
        description=f"The observer had to leave, or knows the patient. Doing it twice is the same. {FROM_A_BROWSER}",
        parameters=(Parameter("assignment_id", "path", uuid.UUID, "The assignment that is given up."), HASH),
        body=Leaving,
        body_description="The assignment again.",
        successes={200: Success("Done.", ShortReceipt)},
        refusals={
            **SENDING,
            409: "The sheet is locked already, so it counts.",
            422: f"{DAMAGED}.",
        },
    ),
    Endpoint(
        method="put",
        address="/api/v1/safety-concerns/{concern_id}",
        name="putSafetyConcern",
        group="Tablets",
        title="Say that you are worried about somebody's safety",
        description=f"It goes to the team's safety contacts and never into a report. Doing it twice is the same. "
        f"{FROM_A_BROWSER}",
        parameters=(Parameter("concern_id", "path", uuid.UUID, "Made on the tablet."), HASH),
        body=Worry,
        body_description="What the worry is, and beside which sheet or for which team.",
        successes={200: Success("Done.", ShortReceipt)},
        refusals={**SENDING, 422: f"{DAMAGED}, it says nothing, or it could be about two teams."},
    ),
)
