"""Copies of unfinished sheets, so that a tablet that breaks takes nothing with it. Sealed as they come."""

import json
import uuid
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.frozen_sheets import wire_time
from app.observing.blueprint import sync
from app.operations.kept_drafts import drop_draft, keep_draft
from app.queries.kept_drafts import my_kept_drafts
from app.rules import Problem, Unfit
from app.sealing import is_sealed
from app.web.languages import _
from app.web.request_database import db
from app.web.sealing import open_for
from app.web.signed_in import actor

LARGEST = 256 * 1024


@sync.put("/drafts/<uuid:observation_id>")
def put_draft(observation_id: uuid.UUID) -> ResponseReturnValue:
    """Keep this device's copy: ``If-Match`` is the count of its saves, and an older count never replaces a newer."""
    sealed = request.get_data(cache=False)
    if not is_sealed(sealed) or len(sealed) > LARGEST:
        raise Unfit([Problem("body", _("The draft was damaged on its way. It is safe on this tablet."))])
    who = actor()
    # Opened once to be sure that it can be when it is needed; kept as it came.
    open_for("draft", who.id, sealed)
    assignment_id, device = _identifier("X-Levelfield-Assignment"), _identifier("X-Levelfield-Device")
    seq = request.headers.get("If-Match", "").strip('"')
    if not seq.isdigit() or len(seq) > 9:
        raise Unfit([Problem("If-Match", "Say the count of saves in If-Match.")])
    keep_draft(db(), who, assignment_id, observation_id, device, int(seq), sealed)
    return jsonify(kept={"id": str(observation_id), "seq": int(seq)})


@sync.get("/assignments/<uuid:assignment_id>/drafts")
def get_drafts(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """My copies for one sheet, opened, newest first: what another device of mine has."""
    who = actor()
    kept = my_kept_drafts(db(), who, assignment_id)
    content: list[dict[str, Any]] = [
        {
            "id": str(each.observation_id),
            "device": str(each.device),
            "seq": each.seq,
            "saved_at": wire_time(each.saved_at),
            "draft": json.loads(open_for("draft", who.id, each.sealed)),
        }
        for each in kept
    ]
    return jsonify(drafts=content)


@sync.delete("/drafts/<uuid:observation_id>")
def delete_draft(observation_id: uuid.UUID) -> ResponseReturnValue:
    """Let one copy go: another is the one to go on with."""
    drop_draft(db(), actor(), observation_id, _identifier("X-Levelfield-Device"))
    return jsonify(kept=None)


def _identifier(header: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.headers.get(header, ""))
    except ValueError:
        raise Unfit([Problem(header, _("This could not be read. Nothing is lost."))]) from None
