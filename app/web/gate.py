"""Deny by default: a page opens only when its blueprint has a gate and the gate lets this person through."""

from collections.abc import Callable

from flask import Blueprint, Flask, current_app, request

from app.rules import Actor, NotAllowed
from app.web.signed_in import actor, signed_in

Gate = Callable[[Actor | None], bool]
GATES = "levelfield_gates"


def gated_blueprint(name: str, module: str, *, allows: Gate, url_prefix: str | None = None) -> Blueprint:
    """A blueprint whose every page asks ``allows`` first."""
    blueprint = Blueprint(name, module, url_prefix=url_prefix, template_folder="templates")

    def attach(state: object) -> None:
        app: Flask = getattr(state, "app")  # noqa: B009 - Flask's setup state has no public type
        set_gate(app, name, allows)

    blueprint.record(attach)
    return blueprint


def set_gate(app: Flask, blueprint_name: str, allows: Gate) -> None:
    """Give a blueprint that is not ours (Flask-Security's) its gate."""
    app.extensions.setdefault(GATES, {})[blueprint_name] = allows


def anyone(_: Actor | None) -> bool:
    """Open to people who have not signed in."""
    return True


def guard() -> None:
    """Runs before every view. An address without a gate is closed to everybody."""
    if request.endpoint is None:
        return
    blueprint = request.endpoint.rpartition(".")[0]
    gate: Gate | None = current_app.extensions.get(GATES, {}).get(blueprint)
    if gate is None:
        raise NotAllowed("This page is not open to anyone.")
    who = signed_in()
    if gate(who):
        return
    actor()
    raise NotAllowed("Your account does not open this page. If you think it should, ask your lead.")
