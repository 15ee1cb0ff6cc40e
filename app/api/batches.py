"""Many sheets in one request, and what a tablet sends for others, described. The routes are the observers' room's."""

import uuid
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from app.api.endpoints import Endpoint, Success
from app.api.shapes import ErrorBody, Fingerprint
from app.api.tablet_keys import Base64
from app.api.tablets import FROM_A_BROWSER, SENDING, ReceiptBody, Revision

AtOnce: TypeAlias = Annotated[int, Meta(ge=1, le=50)]


class BatchRecord(Struct, frozen=True):
    """One frozen revision: its bytes in base64, sealed or not, and the SHA-256 of the frozen bytes."""

    observation_id: uuid.UUID
    revision: Revision
    sha256: Fingerprint
    body: Base64


class Batch(Struct, frozen=True):
    """Frozen revisions of one observer."""

    records: Annotated[list[BatchRecord], Meta(min_length=1, max_length=50)]


class BatchReply(Struct, frozen=True):
    """What the single request would have answered: its status, and the receipt or the error."""

    observation_id: uuid.UUID
    revision: Revision
    status: int
    receipt: ReceiptBody | UnsetType = UNSET
    error: ErrorBody | UnsetType = UNSET


class BatchReplies(Struct, frozen=True):
    """One reply for each record, in the same order."""

    replies: list[BatchReply]


class CarriedRecord(Struct, frozen=True):
    """Something another observer left on the tablet, sealed as it lies there."""

    key: str
    kind: Literal["sheet", "consent", "given_up"]
    person: uuid.UUID
    assignment: uuid.UUID
    observation: str
    revision: int
    sha256: Fingerprint
    body: Base64


class CarriedRecords(Struct, frozen=True):
    """Sealed records of other observers."""

    records: Annotated[list[CarriedRecord], Meta(min_length=1, max_length=50)]


class CarriedReply(Struct, frozen=True):
    """What became of one of them."""

    key: str
    status: int
    receipt: ReceiptBody | UnsetType = UNSET
    error: ErrorBody | UnsetType = UNSET


class CarriedReplies(Struct, frozen=True):
    """One reply for each record, in the same order."""

    replies: list[CarriedReply]


ENDPOINTS = (
    Endpoint(
        method="post",
        address="/api/v1/observations/batch",
        name="postBatch",
        group="Tablets",
        title="Send up to 50 locked sheets",
        description=f"Each is stored, refused or set aside as if sent alone; the whole request fails only when it "
        f"cannot be read. Safe to send again. {FROM_A_BROWSER}",
        body=Batch,
        body_description="The records, oldest first: a correction after what it corrects.",
        successes={200: Success("A reply for each.", BatchReplies)},
        refusals={
            401: SENDING[401],
            403: SENDING[403],
            413: SENDING[413],
            422: "The batch could not be read, or holds too many.",
            426: SENDING[426],
            429: SENDING[429],
        },
    ),
    Endpoint(
        method="post",
        address="/api/v1/tablet/sealed",
        name="postSealed",
        group="Tablets",
        title="Send what other observers left on this tablet",
        description=f"Each record is opened for the observer it names and stored as theirs, when it carries the proof "
        f"that their key froze it; without proof it is set aside for a lead. {FROM_A_BROWSER}",
        body=CarriedRecords,
        body_description="The records as they lie on the tablet.",
        successes={200: Success("A reply for each.", CarriedReplies)},
        refusals={
            401: "Nobody is signed in, and the device is not paired.",
            403: SENDING[403],
            413: SENDING[413],
            422: "It could not be read.",
            426: SENDING[426],
            429: SENDING[429],
        },
    ),
)
