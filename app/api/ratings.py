"""GET /api/v1/rounds/<id>/ratings: the locked first ratings of a round that are open to everybody, page by page."""

import uuid
from typing import Annotated

from flask import request
from flask.typing import ResponseReturnValue
from msgspec import Meta, convert

from app.api.blueprint import api
from app.api.cursor import read, written
from app.api.endpoints import Endpoint, Parameter, Success
from app.api.refusals import READING_A_ROUND
from app.api.shapes import Rating, Ratings, json_answer
from app.operations.audit import record
from app.queries.api_ratings import page_of_first_ratings
from app.rules import Problem, Unfit
from app.web.request_database import database, db
from app.web.signed_in import actor

MOST = 1000
USUALLY = 500

ENDPOINT = Endpoint(
    method="get",
    address="/api/v1/rounds/{round_id}/ratings",
    name="listRatings",
    group="Rounds",
    title="The ratings of a round",
    description=(
        "The first, locked ratings of every consultation whose assigned sheets are all in or given up; of the others "
        "nothing. Corrections and comments are not given. Rows come in a fixed order without a meaning, each exactly "
        "once. What opens while you read may be missed: begin again to get it. Each page is recorded in the audit log."
    ),
    parameters=(
        Parameter("round_id", "path", uuid.UUID, "The round."),
        Parameter("after", "query", str, "What “next” of the page before said. Leave it out to begin."),
        Parameter(
            "limit",
            "query",
            Annotated[int, Meta(ge=1, le=MOST, extra_json_schema={"default": USUALLY})],
            "How many rows at most.",
        ),
    ),
    successes={200: Success("One page of ratings.", Ratings)},
    refusals={**READING_A_ROUND, 422: "“after” or “limit” cannot be used; the problem says which."},
)


@api.get("/rounds/<uuid:round_id>/ratings")
def ratings(round_id: uuid.UUID) -> ResponseReturnValue:
    after, limit = request.args.get("after"), _limit(request.args.get("limit"))
    page = page_of_first_ratings(db(), actor(), round_id, read(after) if after is not None else None, limit)
    content = Ratings(
        [convert(each, Rating, from_attributes=True) for each in page.ratings],
        written(page.next) if page.next else None,
    )
    with database().short_write() as write:
        record(
            write,
            "ratings exported",
            f"round {round_id}",
            actor_id=actor().id,
            team_id=page.round.team.id,
            details={"rows": len(page.ratings), "through": "HTTP interface"},
        )
    return json_answer(content)


def _limit(word: str | None) -> int:
    if word is None:
        return USUALLY
    if word.isascii() and word.isdigit() and len(word) <= len(str(MOST)) and 1 <= int(word) <= MOST:
        return int(word)
    raise Unfit([Problem("limit", f"Ask for 1 to {MOST} rows.")])
