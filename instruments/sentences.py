"""Sentences about one entry, in the reader's language: the English one is looked up, then its names are filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Say: TypeAlias = Callable[[str], str]
"""Gives an English sentence in the reader's language; `str` leaves it in English."""


@dataclass(frozen=True, slots=True)
class Words:
    """The entry's name as the reader knows it, and how sentences about it are said."""

    name: str
    language: str = "en"
    speak: Say = str

    def say(self, sentence: str, **values: object) -> str:
        """The sentence with {name} and the values filled in."""
        return self.speak(sentence).format(name=self.name, **values)
