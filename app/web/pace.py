"""How fast one person may send: a tablet in a loop must not keep the others waiting. Counted in this process alone."""

import time
from collections import OrderedDict
from threading import Lock

from flask import Flask, current_app

from app.rules import TooMany
from app.web.signed_in import signed_in

PACE = "levelfield_pace"
MINUTE = 60
REMEMBERED = 5000


class Pace:
    """Counts per person and minute; ``most`` is how many times one may send in one."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._lock = Lock()

    def wait_for(self, who: str, moment: float) -> int:
        """Seconds until this person may send again; 0 when they may now."""
        minute = int(moment // MINUTE)
        with self._lock:
            began, count = self._counts.pop(who, (minute, 0))
            count = count + 1 if began == minute else 1
            self._counts[who] = (minute, count)
            while len(self._counts) > REMEMBERED:
                self._counts.popitem(last=False)
        return 0 if count <= self.most else max(1, round((minute + 1) * MINUTE - moment))


def add_pace(app: Flask, per_minute: int = 1200) -> None:
    app.extensions[PACE] = Pace(per_minute)


def keep_pace() -> None:
    """Before a send. Raises `TooMany` with the seconds to wait."""
    who = signed_in()
    pace: Pace = current_app.extensions[PACE]
    wait = pace.wait_for(str(who.id), time.time()) if who else 0
    if wait:
        raise TooMany("This tablet sends too fast. It waits a moment and goes on by itself.", wait)
