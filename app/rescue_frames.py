"""Put a rescue file together again from the texts of the numbered codes that a tablet showed.

A line is ``LFR1:<first 8 hex digits of the SHA-256 of the whole>:<number>:<of how many>:<a piece in base64>``; the
whole is the rescue file, packed with gzip where the tablet's browser could. Order, repeats and
words between do not matter.
"""

import re
import zlib
from base64 import b64decode
from hashlib import sha256

from app.rules import Problem, Unfit

_LINE = re.compile(rb"LFR1:([0-9a-f]{8}):(\d{1,4}):(\d{1,4}):([A-Za-z0-9+/]+={0,2})")
_PACKED = b"\x1f\x8b"
NONE_FOUND = "There is no code of a rescue in this. Each begins with LFR1."
MIXED = "These codes were shown at different times. Paste those of one time only."
DAMAGED = "A code was changed on the way. Read the codes again."


def is_frames(content: bytes) -> bool:
    """Whether this is not a rescue file but the texts of codes."""
    return _LINE.search(content) is not None and not content.lstrip().startswith(b"{")


def join_frames(content: bytes, largest: int, field: str) -> bytes:
    """The rescue file, at most ``largest`` bytes. Raises `Unfit` beside ``field``, naming missing codes."""
    lines = _LINE.findall(content)
    if not lines:
        raise Unfit([Problem(field, NONE_FOUND)])
    if len({(mark, count) for mark, _, count, _ in lines}) > 1:
        raise Unfit([Problem(field, MIXED)])
    mark, count = lines[0][0], int(lines[0][2])
    pieces = {int(number): piece for _, number, _, piece in lines}
    missing = [number for number in range(1, count + 1) if number not in pieces]
    if missing:
        named = ", ".join(str(number) for number in missing[:20])
        more = f" and {len(missing) - 20} more" if len(missing) > 20 else ""
        raise Unfit([Problem(field, f"Of {count} codes, these are missing: {named}{more}.")])
    try:
        whole = b64decode(b"".join(pieces[number] for number in range(1, count + 1)), validate=True)
        if sha256(whole).hexdigest()[:8].encode() != mark:
            raise ValueError(mark)
        if not whole.startswith(_PACKED):
            return whole
        # One byte more than is allowed tells too much apart from just enough, and nothing beyond it is unpacked.
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked = unpacking.decompress(whole, largest + 1)
        if not unpacking.eof or len(unpacked) > largest:
            raise ValueError(len(unpacked))
    except (ValueError, zlib.error):
        raise Unfit([Problem(field, DAMAGED)]) from None
    return unpacked
