"""What the server opens for the owner of a tablet's sealed things, described. The route is the observers' room's."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from app.api.endpoints import Endpoint, Success
from app.api.tablets import FROM_A_BROWSER, SENDING

Base64: TypeAlias = Annotated[str, Meta(pattern="^[A-Za-z0-9+/]*={0,2}$")]


class SealedThing(Struct, frozen=True):
    """Sealed to the server's public key (HPKE, RFC 9180), with the purpose and the observer's id sealed in."""

    purpose: Literal["key", "draft"]
    sealed: Base64


class OpenedThing(Struct, frozen=True):
    """The content, in base64."""

    opened: Base64


ENDPOINTS = (
    Endpoint(
        method="post",
        address="/api/v1/opened",
        name="openSealed",
        group="Tablets",
        title="Open a data key or a draft that is locked on the tablet",
        description=f"Only for the observer who sealed it. A key is noted as theirs, which proves what was frozen with "
        f"it. {FROM_A_BROWSER}",
        body=SealedThing,
        body_description="What to open.",
        successes={200: Success("Opened.", OpenedThing)},
        refusals={
            401: SENDING[401],
            403: "Another observer sealed it, or it is for another site.",
            413: SENDING[413],
            422: "It could not be read.",
        },
    ),
)
