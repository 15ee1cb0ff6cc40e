"""The order in which a program waited for the disk and gave files their names."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Step:
    """``inode`` and ``size`` of what was waited for, or of what was given a name."""

    what: str
    inode: int
    size: int


@dataclass
class NamedFiles:
    """Watches one process; `outlives_a_cut` says whether what stands at a path now was safe all along."""

    steps: list[Step] = field(default_factory=list[Step])

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fsync, replace, link = os.fsync, os.replace, os.link

        def waited(descriptor: int) -> None:
            fsync(descriptor)
            self.note("waited", os.fstat(descriptor))

        def replaced(old: Any, new: Any) -> None:
            self.note("named", Path(old).stat())
            replace(old, new)

        def linked(old: Any, new: Any) -> None:
            self.note("named", Path(old).stat())
            link(old, new)

        monkeypatch.setattr(os, "fsync", waited)
        monkeypatch.setattr(os, "replace", replaced)
        monkeypatch.setattr(os, "link", linked)

    def note(self, what: str, found: os.stat_result) -> None:
        self.steps.append(Step(what, found.st_ino, found.st_size))

    def is_named_safely(self, path: Path) -> bool:
        """The name was given once, and the folder was waited for afterwards."""
        file, folder = path.stat(), path.parent.stat()
        named = Step("named", file.st_ino, file.st_size)
        if named not in self.steps:
            return False
        after = self.steps[self.steps.index(named) :]
        return any(each.what == "waited" and each.inode == folder.st_ino for each in after)

    def outlives_a_cut(self, path: Path) -> bool:
        """All of the file was waited for before it got its name, and the folder afterwards."""
        file = path.stat()
        whole, named = (Step(what, file.st_ino, file.st_size) for what in ("waited", "named"))
        return whole in self.steps and self.is_named_safely(path) and self.steps.index(whole) < self.steps.index(named)

    def waited_for(self, folder: Path) -> bool:
        return any(each.what == "waited" and each.inode == folder.stat().st_ino for each in self.steps)
