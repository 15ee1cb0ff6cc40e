"""The translations of our sentences: one catalogue a language, read from its ``messages.po``. Pure.

A sentence is looked up by its English words. A language without the sentence shows the English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
ENGLISH = "en"
SCRIPTS = "app/static/js/"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language: ``sentences`` from English, and those of them that the scripts say."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    sentences: Mapping[str, str] = field(default_factory=dict[str, str])
    script_sentences: Mapping[str, str] = field(default_factory=dict[str, str])

    def say(self, sentence: str) -> str:
        """The sentence in this language, else as it stands."""
        return self.sentences.get(sentence) or sentence


def catalogue_of(code: str, sentences: Mapping[str, str], script_sentences: Mapping[str, str]) -> Catalogue:
    """A catalogue whose own name and direction are those of the language."""
    locale = Locale.parse(code)
    name = (locale.get_display_name(code) or code).capitalize()
    return Catalogue(code, name, "rtl" if locale.text_direction == "rtl" else "ltr", sentences, script_sentences)


@lru_cache(maxsize=1)
def shipped_catalogues() -> dict[str, Catalogue]:
    """English first, then every language that has a folder."""
    found = {ENGLISH: catalogue_of(ENGLISH, {}, {})}
    for file in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        code = file.parent.parent.name
        found[code] = read_catalogue(code, file)
    return found


def read_catalogue(code: str, file: Path) -> Catalogue:
    """One language from its file. Messages marked fuzzy count as not translated."""
    with file.open("rb") as stream:
        messages = [each for each in read_po(stream, locale=code) if each.id and each.string and not each.fuzzy]
    sentences = {str(each.id): str(each.string) for each in messages}
    scripts = {str(each.id) for each in messages if any(path.startswith(SCRIPTS) for path, _ in each.locations)}
    return catalogue_of(code, sentences, {each: sentences[each] for each in sentences if each in scripts})
