"""The sealing keys of this site, and the public one on every page of a signed-in person."""

import uuid

from flask import Flask, current_app

from app.rules import NotAllowed
from app.sealing import SealingKeys, Unopenable, kept_keys
from app.settings import Settings
from app.web.template_names import name_in_templates

SEALING = "levelfield_sealing"
SEALED_FOR_OTHERS = "Another observer sealed this, or it is for another site. It stays on this tablet: ask your lead."


def add_sealing(app: Flask, settings: Settings) -> None:
    """Make the keys at the first start, and give templates ``sealing_key()``."""
    keys = kept_keys(settings.data / "sealing-key.pem")
    app.extensions[SEALING] = keys
    name_in_templates(app, sealing_key=lambda: keys.public)


def sealing_keys() -> SealingKeys:
    found: SealingKeys = current_app.extensions[SEALING]
    return found


def open_for(purpose: str, person_id: uuid.UUID, sealed: bytes) -> bytes:
    """Open for its owner. Raises `NotAllowed` for anybody else, in words for the observer."""
    try:
        return sealing_keys().open(purpose, person_id, sealed)
    except Unopenable:
        raise NotAllowed(SEALED_FOR_OTHERS) from None
