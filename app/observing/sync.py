"""What a tablet sends by itself: frozen sheets, a patient's no, a sheet given up. Each is safe to send again."""

import uuid
from hashlib import sha256

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.frozen_sheets import DAMAGED, read_frozen, read_patients_no, receipt_content
from app.observing.blueprint import sync
from app.operations.consent import record_refusal, withdraw_from_assignment
from app.operations.judging import read_sheets
from app.operations.observations import Quarantined, give_up_sheet, submit_observation
from app.releasing import reissue_after_withdrawal
from app.rules import Actor, Problem, Unfit
from app.sealing import is_sealed, split_record
from app.web.errors import answer
from app.web.languages import _
from app.web.request_database import database, db
from app.web.sealing import open_for
from app.web.signed_in import actor

HASH_HEADER = "X-Content-SHA256"


@sync.put("/observations/<uuid:observation_id>/revisions/<int(min=1, max=9999):revision>")
def put_revision(observation_id: uuid.UUID, revision: int) -> ResponseReturnValue:
    """Store one frozen revision: 201 with a receipt, 200 when it was here already, or the reason why not."""
    who = actor()
    body = whole_body(who)
    submitted = read_frozen(body, observation_id, revision)
    # Before the one writer's turn, which is kept only while writing.
    read = read_sheets(database(), [submitted])[0]
    outcome = submit_observation(db(), who, submitted, body, sha256(body).hexdigest(), read, _)
    if isinstance(outcome, Quarantined):
        return answer(409, outcome.sentence)
    return jsonify(receipt=receipt_content(outcome)), 201 if outcome.is_new else 200


@sync.put("/consents/<uuid:event_id>")
def put_consent(event_id: uuid.UUID) -> ResponseReturnValue:
    """The patient said no, or changed their mind: delete what is stored of the consultation."""
    who = actor()
    told = read_patients_no(whole_body(who))
    if told.outcome == "declined":
        concerned = record_refusal(db(), who, told.assignment_id, told.asking, event_id)
    else:
        concerned = withdraw_from_assignment(db(), who, told.assignment_id, told.stage, event_id)
    if concerned.had_sheets:
        reissue_after_withdrawal(db(), who.id, concerned)
    return jsonify(receipt={"id": str(event_id)}), 200


@sync.put("/given-up/<uuid:assignment_id>")
def put_given_up(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """The observer had to leave: no sheet will come."""
    who = actor()
    whole_body(who)
    give_up_sheet(db(), who, assignment_id)
    return jsonify(receipt={"id": str(assignment_id)}), 200


def whole_body(who: Actor) -> bytes:
    """The bytes as the tablet froze them, opened if it sealed them. Raises `Unfit` when they are not all there.

    A browser has been seen to send an empty body after a hand-over between its own parts, so what arrives is compared
    with the hash that was made when the sheet was locked.
    """
    sent = request.get_data(cache=False)
    body = split_record(open_for("record", who.id, sent))[1] if is_sealed(sent) else sent
    if not body or sha256(body).hexdigest() != request.headers.get(HASH_HEADER, "").lower():
        raise Unfit([Problem("body", DAMAGED)])
    return body
