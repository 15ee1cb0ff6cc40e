"""What weighs heavily needs the password again: the person at the desk may not be who signed in this morning."""

import time

from flask import session

# Shown within so many minutes of the password; what was opened then may be sent for a while longer.
TO_OPEN, TO_SEND = 10, 30


class SignInAgain(Exception):
    """The password was given too long ago. ``back`` is where to go on afterwards."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


def need_fresh_sign_in(back: str, *, sending: bool = False) -> None:
    """Raise `SignInAgain` unless the password was given a short while ago in this session."""
    given = float(session.get("fs_paa", 0))
    if time.time() - given > 60 * (TO_SEND if sending else TO_OPEN):
        raise SignInAgain(back)
