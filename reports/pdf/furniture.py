"""The few words a page brings along itself, in the languages papers are made in.

The Welsh was written by the makers of the program: have a native reader go over it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Furniture:
    """Words around what is said. page: with `at` and `total`."""

    language: str
    page: str
    figures_as_tables: str


_KNOWN = {
    "en": Furniture("en", "Page {at} of {total}", "The figures as tables"),
    "cy": Furniture("cy", "Tudalen {at} o {total}", "Y ffigurau fel tablau"),
}


def furniture(language: str) -> Furniture:
    """In this language or, where the makers have no words in it, in English."""
    return _KNOWN.get(language.split("-", maxsplit=1)[0], _KNOWN["en"])
