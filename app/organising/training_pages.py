"""What the lead's page on training shows."""

from dataclasses import dataclass
from typing import ClassVar

from app.organising.pages import OrganisingPage
from app.organising.wordings import TRAINING_KINDS
from app.queries.training import FormInUse, TrainingInTeam


@dataclass(frozen=True, slots=True)
class TrainedObserver:
    """One observer. latest: by form in use, the latest day of training in words, "" for none."""

    name: str
    observer_type: str
    latest: tuple[str, ...]


@dataclass(frozen=True)
class TrainingPage(OrganisingPage):
    """Who is trained on what is scored with now, and every training so far."""

    template: ClassVar[str] = "organising/training.html"
    kinds: ClassVar[dict[str, str]] = TRAINING_KINDS

    forms: tuple[FormInUse, ...]
    observers: tuple[TrainedObserver, ...]
    lacking: int
    # Each with its hours in words.
    trainings: tuple[tuple[TrainingInTeam, str], ...]
