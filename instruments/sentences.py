"""Sentences about one entry, in the reader's language: the English one is looked up, then its names are filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from instruments.definition import Entry

Say: TypeAlias = Callable[[str], str]
"""Gives an English sentence in the reader's language; `str` leaves it in English."""


@dataclass(frozen=True, slots=True)
class Words:
    """In whose wording entries are named for the reader, and how sentences about them are said."""

    observer_type: str = "any"
    language: str = "en"
    speak: Say = str

    def about(self, entry: Entry, sentence: str, **values: object) -> str:
        """The sentence with the entry's {name} and the values filled in."""
        return self.speak(sentence).format(name=entry.name(self.observer_type, self.language), **values)
