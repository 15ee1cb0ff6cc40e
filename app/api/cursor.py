"""The word that says where the next page begins. Callers hand it back as it is; what is in it may change."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode

from app.queries.api_ratings import Position
from app.rules import Problem, Unfit

ID_BYTES = 16
LONGEST_ITEM = 80
LONGEST = 600


def written(position: Position) -> str:
    raw = position.consultation_id.bytes + position.observation_id.bytes + position.item_id.encode()
    return urlsafe_b64encode(raw).decode().rstrip("=")


def read(word: str) -> Position:
    """The position in a word that `written` made. Raises `Unfit` for any other word."""
    if len(word) > LONGEST or not word.isascii():
        raise _strange()
    try:
        raw = urlsafe_b64decode(word + "=" * (-len(word) % 4))
        item_id = raw[2 * ID_BYTES :].decode()
        position = Position(uuid.UUID(bytes=raw[:ID_BYTES]), uuid.UUID(bytes=raw[ID_BYTES : 2 * ID_BYTES]), item_id)
    except ValueError:
        raise _strange() from None
    # A database refuses some characters that no item's id has.
    if not item_id.isprintable() or len(item_id) > LONGEST_ITEM or written(position) != word:
        raise _strange()
    return position


def _strange() -> Unfit:
    return Unfit([Problem("after", "Send the word that “next” gave you as it was, or leave “after” out to begin.")])
