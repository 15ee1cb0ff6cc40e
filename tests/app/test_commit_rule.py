"""One request is one transaction: kept when its view returns, undone when an exception leaves it."""

from flask import Blueprint
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.application import Levelfield
from app.models.people import Team
from app.operations.accounts import create_team
from app.rules import Conflict
from app.web.gate import anyone, set_gate
from app.web.request_database import db


def a_room(app: Levelfield) -> None:
    room = Blueprint("room", __name__)

    @room.post("/kept")
    def kept() -> dict[str, str]:
        create_team(db(), "Kept", actor_id=None)
        return {"done": "yes"}

    @room.post("/undone")
    def undone() -> dict[str, str]:
        create_team(db(), "Undone", actor_id=None)
        raise Conflict("No.")

    app._got_first_request = False
    app.register_blueprint(room)
    set_gate(app, "room", anyone)


def teams(session: Session) -> int:
    count = session.scalar(select(func.count()).select_from(Team)) or 0
    session.rollback()
    return count


def test_what_a_view_did_is_kept_when_it_returns(app: Levelfield, session: Session) -> None:
    a_room(app)
    assert app.test_client().post("/kept").status_code == 200
    assert teams(session) == 1


def test_what_a_view_did_is_undone_when_it_refuses(app: Levelfield, session: Session) -> None:
    a_room(app)
    assert app.test_client().post("/undone").status_code == 409
    assert teams(session) == 0


def test_an_address_without_a_gate_is_closed_to_everybody(app: Levelfield) -> None:
    room = Blueprint("forgotten", __name__)

    @room.get("/forgotten")
    def forgotten() -> dict[str, str]:
        return {"secret": "yes"}

    app._got_first_request = False
    app.register_blueprint(room)
    assert app.test_client().get("/forgotten").status_code == 403
