"""Open for its owner what a tablet sealed for this server: a data key that is locked there, or a draft sent back."""

import json
from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.observing.blueprint import sync
from app.operations.data_keys import note_data_key
from app.rules import Problem, Unfit
from app.web.languages import _
from app.web.request_database import db
from app.web.sealing import open_for
from app.web.signed_in import actor

PURPOSES = ("key", "draft")


@sync.post("/opened")
def open_sealed() -> ResponseReturnValue:
    """The content in base64, for whoever sealed it and is signed in; a key is noted as theirs."""
    who = actor()
    purpose, sealed = _asked()
    opened = open_for(purpose, who.id, sealed)
    if purpose == "key":
        note_data_key(db(), who, sealed)
    return jsonify(opened=b64encode(opened).decode())


def _asked() -> tuple[str, bytes]:
    try:
        content: Any = json.loads(request.get_data(cache=False))
        purpose, sealed = content["purpose"], b64decode(content["sealed"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, Error):
        raise Unfit([Problem("body", _("This could not be read. Nothing is lost: try again."))]) from None
    if purpose not in PURPOSES:
        raise Unfit([Problem("purpose", "Only a key or a draft is opened here.")])
    return purpose, sealed
