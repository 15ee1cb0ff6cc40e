"""What a paired tablet says by itself, whoever is signed in: how it is, that it locked, and what others left on it."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import current_app, jsonify, request, session
from flask.typing import ResponseReturnValue

from app.observing.batches import AT_ONCE, about
from app.observing.blueprint import tablet_sync
from app.operations.tablets import Contact, note_contact
from app.rescuing import Taken, carried, take_in_records
from app.rules import Problem, Unfit
from app.web.languages import _
from app.web.request_database import db
from app.web.sealing import sealing_keys
from app.web.signed_in import signed_in
from app.web.tablet import tablet_here

MOST = 10**6


@tablet_sync.post("/tablet/contact")
def contact() -> ResponseReturnValue:
    """Note how the tablet is, and tell it the time, the build it should have and whether it is paired."""
    said = _said()
    here = tablet_here()
    if here is not None:
        note_contact(db(), here.id, said)
    return jsonify(
        tablet={"name": here.name, "site": here.site} if here else None,
        now=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        build=current_app.config["BUILD"],
    )


@tablet_sync.post("/tablet/lock")
def lock() -> ResponseReturnValue:
    """The screen locked itself: the session ends, so that opening it again takes a PIN or a password."""
    session.clear()
    return jsonify(locked=True)


def _said() -> Contact:
    try:
        content: Any = json.loads(request.get_data(cache=False))
        copy: Any = content.get("copy") or {}
        device = content.get("device")
        return Contact(
            build=str(content["build"]),
            persisted=content["persisted"] is True,
            free_megabytes=_count(content["free_megabytes"]),
            drafts=_count(content["drafts"]),
            waiting=_count(content["waiting"]),
            oldest=_moment_or_none(content.get("oldest")),
            clock=_moment(content["clock"]),
            device=None if device is None else uuid.UUID(device),
            paper=_moment_or_none(content.get("paper")),
            copy_made=_moment_or_none(copy.get("made")),
            copy_taken=copy.get("taken") is True,
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Unfit([Problem("body", _("This could not be read."))]) from None


def _count(value: Any) -> int:
    return max(0, min(MOST, int(value)))


def _moment_or_none(value: Any) -> datetime | None:
    return None if value is None else _moment(value)


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(UTC)


@tablet_sync.post("/tablet/sealed")
def sealed() -> ResponseReturnValue:
    """Take in what other observers left on this tablet, sealed as it is: a reply for each record."""
    try:
        content: Any = json.loads(request.get_data(cache=False))
        records = [carried(each) for each in content["records"]]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Unfit([Problem("body", _("This could not be read. It is safe on this tablet."))]) from None
    if not 1 <= len(records) <= AT_ONCE:
        raise Unfit([Problem("records", f"Send between 1 and {AT_ONCE} things at once.")])
    who = signed_in()
    taken = take_in_records(db(), sealing_keys(), records, who.id if who else None)
    return jsonify(replies=[_reply(each) for each in taken])


def _reply(taken: Taken) -> dict[str, object]:
    if taken.outcome is None:
        return {"key": taken.key, "status": 200}
    return {"key": taken.key, **about(taken.outcome)}
