"""GET /api/v1/rounds/<id>/progress: how many sheets of a round are in. Counts, never a rating."""

import uuid

from flask.typing import ResponseReturnValue
from msgspec import convert

from app.api.blueprint import api
from app.api.endpoints import Endpoint, Parameter, Success
from app.api.refusals import READING_A_ROUND
from app.api.shapes import Progress, json_answer
from app.queries.programmes import round_of_lead
from app.queries.progress import progress_of_round
from app.web.request_database import db
from app.web.signed_in import actor

ENDPOINT = Endpoint(
    method="get",
    address="/api/v1/rounds/{round_id}/progress",
    name="getProgress",
    group="Rounds",
    title="How far a round has come",
    description="Sheets asked for and where they stand, and what patients said, for the round and for each clinic.",
    parameters=(Parameter("round_id", "path", uuid.UUID, "The round."),),
    successes={200: Success("The counts.", Progress)},
    refusals=READING_A_ROUND,
)


@api.get("/rounds/<uuid:round_id>/progress")
def progress(round_id: uuid.UUID) -> ResponseReturnValue:
    round_of_lead(db(), actor(), round_id)
    return json_answer(convert(progress_of_round(db(), round_id), Progress, from_attributes=True))
