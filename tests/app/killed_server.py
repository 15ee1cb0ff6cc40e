"""A server that is killed between its commit and its answer, again and again; run as a program by the test beside it.

A process is made ready once and forked for each life, because starting Python anew 200 times would take minutes. Each
life serves a few sheets on several threads and kills itself with SIGKILL right after a commit, chosen by chance. What
was acknowledged goes to a pipe before the next sheet is sent, as a tablet notes a receipt.
"""

import json
import os
import random
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from app.application import Levelfield, create_app
from app.database import Database, open_database
from app.settings import Settings

THREADS = 3
Sheet = dict[str, str]


def put(client: FlaskClient, cookie: str, sheet: Sheet) -> int:
    client.set_cookie("levelfield", cookie)
    headers = {"X-Content-SHA256": sheet["sha256"], "Sec-Fetch-Site": "same-origin"}
    return client.put(sheet["address"], data=sheet["body"].encode(), headers=headers).status_code


def die_after(database: Database, commits: int) -> None:
    """Kill this process right after so many commits: what they stored is safe, their answers never leave."""
    left = [commits]

    def committed(_: Any) -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.sessions, "after_commit", committed)


def live(app: Levelfield, database: Database, cookie: str, sheets: list[Sheet], pipe: int, commits: int) -> None:
    """One life: serves on several threads until it dies, or until everything was answered."""
    database.engine.dispose(close=False)
    if commits:
        die_after(database, commits)
    waiting, turn = list(sheets), threading.Lock()

    def serve() -> None:
        while True:
            with turn:
                sheet = waiting.pop() if waiting else None
            if sheet is None:
                return
            status = put(app.test_client(), cookie, sheet)
            os.write(pipe, f"{sheet['id']} {status}\n".encode())

    threads = [threading.Thread(target=serve) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def one_life(app: Levelfield, database: Database, cookie: str, sheets: list[Sheet], commits: int) -> list[str]:
    """Fork, live, and give the lines that came through before death."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        live(app, database, cookie, sheets, writing, commits)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        lines = answers.read().splitlines()
    os.waitpid(child, 0)
    return lines


def main(told: Path) -> None:
    """Read what to do, live as many lives as asked, then one without a death; print what was acknowledged."""
    plan = json.loads(told.read_text("utf-8"))
    url = str(plan["url"])
    database = open_database(url)
    settings = Settings(
        data=told.parent, database_url=url, secret_key="for tests only " * 4, secure_cookies=False, testing=True
    )
    app = create_app(settings, database)
    chance = random.Random(20261124)
    unacknowledged: dict[str, Sheet] = {each["id"]: each for each in plan["sheets"]}
    acknowledged: list[str] = []
    kills = 0
    while kills < plan["kills"]:
        some = chance.sample(list(unacknowledged.values()), min(6, len(unacknowledged)))
        lines = one_life(app, database, plan["cookie"], some, chance.randint(1, 4))
        kills += 1
        acknowledged += lines
        for line in lines:
            # Every other one is sent again although it was acknowledged: its receipt was lost on the tablet.
            if line.endswith((" 200", " 201")) and chance.random() < 0.5 and len(unacknowledged) > 30:
                unacknowledged.pop(line.split()[0], None)
    acknowledged += one_life(app, database, plan["cookie"], plan["sheets"], 0)
    sys.stdout.write(json.dumps({"kills": kills, "acknowledged": acknowledged}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
