"""What would be left if the power went now: noted at every wait for the disk, and looked at afterwards.

Every state the database was in after a commit is noted too. After a cut it must be, to the last value, in the state of
the last commit that had ended, or of the one on its way: never in an older one, and never in one that no commit made.
"""

import random
import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from app.database import open_database
from app.operations.audit import broken_links
from tests.app.losing_power.disk import Contents, Disk
from tests.app.losing_power.watched_sqlite import watching

Revision = tuple[str, int]
# Each wait for the disk is looked at as the worst of disks leaves it, and as so many others might.
OTHERS = 3
# Between two waits, one write in so many is looked at as well.
A_WRITE_IN = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """One way in which a cut here may leave the disk. ``commits`` had ended; ``acknowledged`` sheets must be there."""

    doing: str
    contents: Contents
    commits: int
    acknowledged: frozenset[Revision]


@dataclass(frozen=True, slots=True)
class Left:
    """What is found when the database is opened again."""

    sound: str
    orphans: int
    broken: int
    state: str
    sheets: tuple[Revision, ...]


@dataclass
class Cuts:
    """Cuts of the power of one program that writes ``file``."""

    file: Path
    disk: Disk = field(default_factory=Disk)
    moments: list[Moment] = field(default_factory=list[Moment])
    states: list[str] = field(default_factory=list[str])
    doing: str = "nothing yet"
    acknowledged: set[Revision] = field(default_factory=set[Revision])
    writes: int = 0
    waits: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(20261124))

    @contextmanager
    def watched(self) -> Generator[None]:
        self.states = [state_of(self.file)]
        with watching(self.disk, self.sees):
            yield

    def sees(self, what: str) -> None:
        if what == "write":
            self.writes += 1
            others = int(self.writes % A_WRITE_IN == 0)
        else:
            self.note()
            self.waits += what == "before"
            others = OTHERS
        for _ in range(others):
            self._keep(self.disk.after_a_cut_midway(self.chance))

    def note(self) -> None:
        """A cut at this very moment: nothing is left but what was waited for."""
        self._keep(self.disk.after_a_cut())

    def _keep(self, contents: Contents) -> None:
        found = Moment(self.doing, contents, len(self.states) - 1, frozenset(self.acknowledged))
        if found not in self.moments[-OTHERS:]:
            self.moments.append(found)

    def committed(self) -> None:
        self.states.append(state_of(self.file))

    def do(self, what: str, act: Callable[[], list[Revision]], removes: Iterable[Revision] = ()) -> None:
        """Do one thing, and note a cut right after its answer. ``act`` gives the sheets it acknowledged."""
        self.doing = what
        self.acknowledged -= set(removes)
        self.acknowledged |= set(act())
        self.note()

    def lost(self, folder: Path) -> list[str]:
        """Look at every moment in this scratch folder: what a cut would have lost or left half, in words."""
        known: dict[str, Left] = {}
        return [f"{each.doing}: {what}" for each in self.moments for what in self._wrong(each, folder, known)]

    def _wrong(self, moment: Moment, folder: Path, known: dict[str, Left]) -> list[str]:
        mark = mark_of(moment.contents)
        if mark not in known:
            known[mark] = left_by(self.restore(moment, folder))
        left = known[mark]
        allowed = self.states[moment.commits : moment.commits + 2]
        found = [f"not sound, {left.sound}"] if left.sound != "ok" else []
        found += [f"{left.orphans} rows without their parent"] if left.orphans else []
        found += [f"{left.broken} broken links of the log"] if left.broken else []
        found += [] if left.state in allowed else [f"not as commit {moment.commits} left it"]
        return found + [
            f"{each} is there {left.sheets.count(each)} times"
            for each in moment.acknowledged
            if left.sheets.count(each) != 1
        ]

    def restore(self, moment: Moment, folder: Path) -> Path:
        """Put the files of this moment there; gives the database."""
        file = folder / self.file.name
        for each in folder.glob(f"{file.name}*"):
            each.unlink()
        for path, body in moment.contents.items():
            (folder / Path(path).name).write_bytes(body)
        return file


def mark_of(contents: Contents) -> str:
    mark = sha256()
    for path, body in sorted(contents.items()):
        mark.update(f"{path} {len(body)} ".encode() + body)
    return mark.hexdigest()


def state_of(file: Path) -> str:
    """All that the database holds, as one hash."""
    if not file.exists():
        return state(sqlite3.connect(":memory:"))
    return state(sqlite3.connect(f"{file.as_uri()}?mode=ro&vfs=unix", uri=True))


def state(connection: sqlite3.Connection) -> str:
    mark = sha256()
    with closing(connection) as open_one:
        made = open_one.execute("SELECT name, type, sql FROM sqlite_master ORDER BY name").fetchall()
        mark.update(repr(made).encode())
        for name, kind, _ in made:
            if kind == "table":
                rows = open_one.execute(f'SELECT * FROM "{name}"').fetchall()
                mark.update(repr(sorted(rows, key=repr)).encode())
    return mark.hexdigest()


def left_by(file: Path) -> Left:
    """Open what a cut left, as the product would, and look at all of it."""
    database = open_database(f"sqlite:///{file}")
    try:
        with database.open(readonly=True) as session:
            plain = session.connection().exec_driver_sql
            sound = str(plain("PRAGMA integrity_check").scalar())
            orphans = len(plain("PRAGMA foreign_key_check").all())
            tables = {row[0] for row in plain("SELECT name FROM sqlite_master WHERE type = 'table'")}
            broken = len(broken_links(session)) if "audit_event" in tables else 0
            rows = (
                plain("SELECT observation_id, number FROM observation_revision").all()
                if "observation_revision" in tables
                else []
            )
    finally:
        database.close()
    return Left(sound, orphans, broken, state_of(file), tuple((str(row[0]), int(row[1])) for row in rows))
