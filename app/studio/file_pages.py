"""What the pages about files show: what came in, and what can go out."""

from dataclasses import dataclass
from typing import ClassVar

from app.studio.pages import DraftPage, StudioPage
from instruments.exchange.loss import Loss
from instruments.problems import Problem


@dataclass(frozen=True)
class ImportedPage(StudioPage):
    """A file as it was understood, before anything of it is kept. ``content`` is the draft it would become."""

    template: ClassVar[str] = "studio/imported.html"

    filename: str
    taken_for: str
    losses: tuple[Loss, ...]
    problems: tuple[Problem, ...]
    content: str
    sections: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file to download, with what it cannot carry."""

    words: str
    address: str
    losses: tuple[Loss, ...]


@dataclass(frozen=True)
class FilesPage(DraftPage):
    """Every file of a draft. ``why_not``: what must be put right before there are any."""

    template: ClassVar[str] = "studio/files.html"

    files: tuple[FileShown, ...]
    paper: tuple[FileShown, ...]
    why_not: str


@dataclass(frozen=True)
class PublishedFilesPage(StudioPage):
    """Every file of a published version."""

    template: ClassVar[str] = "studio/published_files.html"

    name: str
    files: tuple[FileShown, ...]
    paper: tuple[FileShown, ...]
