"""What a disk holds when the power goes: pure, from the writes and the waits for the disk that a program made.

Only what a program waited for (fsync) is sure to be there. What it wrote since may be there, or not, or in part and
in any order: a disk writes whole sectors, and the system chooses which first.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
Contents = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at a place; without bytes, an end: the file is cut or grown to there."""

    at: int
    body: bytes | None


@dataclass(slots=True)
class DiskFile:
    """``safe`` is what was waited for; ``under_its_name`` is what the folder is sure to show under the name.

    A new file's name is sure only after a wait for its folder; until then the folder may still show what was there
    before, or nothing (None).
    """

    safe: bytes = b""
    since: list[Write] = field(default_factory=list[Write])
    is_named: bool = False
    before: bytes | None = None
    is_deleted: bool = False

    def now(self) -> bytes:
        return written(self.safe, self.since)


def written(content: bytes, writes: list[Write]) -> bytes:
    if not writes:
        return content
    body = bytearray(content)
    for each in writes:
        if each.body is None:
            del body[each.at :]
            body.extend(bytes(each.at - len(body)))
            continue
        body.extend(bytes(max(0, each.at - len(body))))
        body[each.at : each.at + len(each.body)] = each.body
    return bytes(body)


def torn(writes: list[Write], chance: random.Random) -> list[Write]:
    """Some of the writes, some of them in part, in no order."""
    left: list[Write] = []
    for each in writes:
        if each.body is None or len(each.body) <= SECTOR:
            left += [each] * chance.randint(0, 1)
            continue
        first = chance.randrange(0, len(each.body), SECTOR)
        last = chance.randrange(first, len(each.body) + SECTOR, SECTOR)
        left.append(Write(each.at + first, each.body[first:last]))
    chance.shuffle(left)
    return left


class Disk:
    """The files a program has open or had, each with what of it is safe."""

    def __init__(self) -> None:
        self.files: dict[str, DiskFile] = {}

    def opened(self, path: str, *, is_new: bool) -> None:
        known = self.files.get(path)
        if known is None:
            # What was there before the program began is taken as safe.
            content = b"" if is_new else Path(path).read_bytes()
            self.files[path] = DiskFile(content, is_named=not is_new)
        elif known.is_deleted:
            shown = known.safe if known.is_named else known.before
            self.files[path] = DiskFile(before=shown)

    def wrote(self, path: str, at: int, body: bytes | None) -> None:
        self.files[path].since.append(Write(at, body))

    def waited(self, path: str) -> None:
        file = self.files[path]
        file.safe, file.since = file.now(), []

    def waited_for_folder(self, folder: Path) -> None:
        for path, file in list(self.files.items()):
            if Path(path).parent != folder:
                continue
            if file.is_deleted:
                del self.files[path]
            else:
                file.is_named, file.before = True, None

    def deleted(self, path: str) -> None:
        if path in self.files:
            self.files[path].is_deleted = True

    def after_a_cut(self) -> Contents:
        """The worst: nothing but what was waited for."""
        found = {path: file.safe if file.is_named else file.before for path, file in self.files.items()}
        return {path: body for path, body in found.items() if body is not None}

    def after_a_cut_midway(self, chance: random.Random) -> Contents:
        """As the worst, but some of what was written since got through, in part and in any order."""
        found: Contents = {}
        for path, file in self.files.items():
            shows_new = file.is_named or chance.random() < 0.5
            body = written(file.safe, torn(file.since, chance)) if shows_new else file.before
            if body is not None and not (file.is_deleted and chance.random() < 0.5):
                found[path] = body
        return found
