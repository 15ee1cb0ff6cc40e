"""Reading one mapping of a definition key by key, collecting everything that is wrong on the way.

A value that cannot be used is reported and replaced by a harmless one, so that one pass finds every problem.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from instruments.definition import ObserverWording, Wording
from instruments.problems import Problem
from instruments.tree import Path, Source, Tree

TEXT_LIMIT = 2000

ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
OBSERVER_TYPE = re.compile(r"[a-z][a-z0-9_]{2,63}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DECIMAL = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")
_WHOLE = re.compile(r"[0-9]{1,4}")

Choice = TypeVar("Choice", bound=str)


@dataclass(slots=True)
class Reading:
    """The source being read and what was found wrong with it so far."""

    source: Source
    problems: list[Problem] = field(default_factory=list[Problem])

    def report(self, path: Path, sentence: str) -> None:
        """Note a problem at this place."""
        self.problems.append(Problem(self.line(path), dotted(path), sentence, path))

    def line(self, path: Path) -> int | None:
        """The line of this place, or of the nearest place around it."""
        lines = self.source.lines
        for end in range(len(path), 0, -1):
            if path[:end] in lines:
                return lines[path[:end]]
        return 1 if lines else None


def dotted(path: Path) -> str:
    """A place as a person says it: sections 2, items 1, scale."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)


class Fields:
    """One mapping. Take each key once; `finish` reports the keys nobody took."""

    def __init__(self, reading: Reading, path: Path, value: Tree) -> None:
        self.reading = reading
        self.path = path
        self._values: dict[str, Tree] = {}
        self._taken: set[str] = set()
        if isinstance(value, dict):
            self._values = value
        else:
            reading.report(path, "Write this as a list of keys, each with its value.")

    def report(self, key: str, sentence: str) -> None:
        """Note a problem at this key."""
        self.reading.report((*self.path, key), sentence)

    def has(self, key: str) -> bool:
        """Whether the key is written, even with nothing after it."""
        return key in self._values

    def take(self, key: str) -> Tree | None:
        """The raw value, or None when the key is not written."""
        self._taken.add(key)
        return self._values.get(key)

    def finish(self) -> None:
        """Report every key that this place does not know."""
        for key in self._values:
            if key not in self._taken:
                known = ", ".join(sorted(self._taken))
                self.report(key, f'"{key[:40]}" has no meaning here. Use one of: {known}.')

    def text(self, key: str, *, required: bool = False) -> str:
        """A text, "" when absent."""
        value = self.take(key)
        if value is None or value == "":
            if required:
                self.report(key, f'Write something for "{key}".')
            return ""
        if not isinstance(value, str):
            self.report(key, f'Write one text for "{key}", not a list.')
            return ""
        if len(value) > TEXT_LIMIT:
            self.report(key, f'Shorten "{key}" to {TEXT_LIMIT} characters or fewer.')
        return value

    def named(self, key: str, pattern: re.Pattern[str] = ID, *, required: bool = True) -> str:
        """An identifier or a code."""
        value = self.text(key, required=required)
        if value and not pattern.fullmatch(value):
            self.report(key, f'Write "{key}" with plain letters, digits, - and _ only, not "{value[:40]}".')
        return value

    def choice(self, key: str, choices: Sequence[Choice], default: Choice) -> Choice:
        """One of a closed set of words; the default when absent."""
        value = self.text(key)
        if value == "":
            return default
        for word in choices:
            if word == value:
                return word
        self.report(key, f'"{key}" is one of: {", ".join(choices)}. It cannot be "{value[:40]}".')
        return default

    def flag(self, key: str) -> bool:
        """True for "true", False for "false" or nothing."""
        return self.choice(key, ("true", "false"), "false") == "true"

    def decimal(self, key: str) -> Decimal | None:
        """A plain decimal number, None when absent."""
        value = self.text(key)
        if value and not _DECIMAL.fullmatch(value):
            self.report(key, f'Write "{key}" as a plain number such as 2 or 0.5, not "{value[:40]}".')
            return None
        return Decimal(value) if value else None

    def whole(self, key: str) -> int | None:
        """A whole number from 0 to 9999, None when absent."""
        value = self.text(key)
        if value and not _WHOLE.fullmatch(value):
            self.report(key, f'Write "{key}" as a whole number, not "{value[:40]}".')
            return None
        return int(value) if value else None

    def day(self, key: str) -> date | None:
        """A calendar day written 2027-03-31, None when absent."""
        value = self.text(key)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.report(key, f'Write "{key}" as a day like 2027-03-31, not "{value[:40]}".')
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        found: list[str] = []
        for index, value in enumerate(self.values(key)):
            if isinstance(value, str) and value:
                found.append(value)
            else:
                self.reading.report((*self.path, key, index), f'Write one text for each line of "{key}".')
        return tuple(found)

    def values(self, key: str) -> list[Tree]:
        """A list; empty when absent."""
        value = self.take(key)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            self.report(key, f'Write "{key}" as a list.')
            return []
        return value

    def records(self, key: str) -> Iterator["Fields"]:
        """Each mapping of a list, to be read and finished by the caller."""
        for index, value in enumerate(self.values(key)):
            yield Fields(self.reading, (*self.path, key, index), value)

    def record(self, key: str) -> "Fields | None":
        """A mapping inside this one, or None when absent."""
        value = self.take(key)
        if value is None or value == "":
            return None
        return Fields(self.reading, (*self.path, key), value)

    def names(self) -> tuple[str, ...]:
        """The keys as written."""
        return tuple(self._values)

    def wording(self, key: str, *, required: bool = False) -> Wording | None:
        """A text in one or more languages; a bare text is English."""
        value = self.take(key)
        if value is None or value == "":
            if required:
                self.report(key, f'Write the words for "{key}".')
            return {"en": ""} if required else None
        if isinstance(value, str):
            return {"en": self.text(key)}
        return _languages(Fields(self.reading, (*self.path, key), value))

    def observer_wording(self, key: str) -> ObserverWording:
        """A text per observer type; a bare text is for any observer type."""
        value = self.take(key)
        if value is None or value in ("", {}):
            self.report(key, f'Write the words for "{key}".')
            return {"any": {"en": ""}}
        if isinstance(value, str):
            return {"any": {"en": self.text(key)}}
        record = Fields(self.reading, (*self.path, key), value)
        for code in record.names():
            if not OBSERVER_TYPE.fullmatch(code):
                sentence = f'"{code[:40]}" is not an observer type: write any, patient_partner or similar.'
                record.report(code, sentence)
        texts = {code: record.wording(code, required=True) for code in record.names()}
        return {code: cast("Wording", wording) for code, wording in texts.items()} or {"any": {"en": ""}}


def _languages(record: Fields) -> Wording:
    for code in record.names():
        if not LANGUAGE.fullmatch(code):
            record.report(code, f'"{code[:40]}" is not a language code: write en, cy or similar.')
    texts = {code: record.text(code, required=True) for code in record.names()}
    if "en" not in texts:
        record.report("en", "Write the English text here as well, under en.")
    return {"en": "", **texts}
