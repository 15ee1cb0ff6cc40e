"""GET /api/v1/rounds: the rounds of the teams the signed-in lead leads."""

from flask.typing import ResponseReturnValue
from msgspec import convert

from app.api.blueprint import api
from app.api.endpoints import Endpoint, Success
from app.api.refusals import READING
from app.api.shapes import Round, Rounds, json_answer
from app.queries.api_rounds import rounds_of_lead
from app.web.request_database import db
from app.web.signed_in import actor

ENDPOINT = Endpoint(
    method="get",
    address="/api/v1/rounds",
    name="listRounds",
    group="Rounds",
    title="The rounds of the teams you lead",
    description="Every round with its dates and the instrument version it scores with, in one answer.",
    successes={200: Success("The rounds.", Rounds)},
    refusals=READING,
)


@api.get("/rounds")
def rounds() -> ResponseReturnValue:
    found = rounds_of_lead(db(), actor())
    return json_answer(Rounds([convert(each, Round, from_attributes=True) for each in found]))
