"""The columns of an XLSForm sheet: other spellings of their names, and the language each is in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from instruments.exchange.draft import Draft
from instruments.exchange.languages import language_code
from instruments.exchange.sheets import Line

_SAME = {
    "list name": "list_name", "caption": "label", "command": "type", "tag": "name", "value": "name",
    "relevance": "relevant", "skipto": "relevant", "calculate": "calculation", "readonly": "read_only",
    "read only": "read_only", "constraint message": "constraint_message",
    "required message": "required_message", "bind:relevant": "relevant",
    "bind::relevant": "relevant", "bind:required": "required", "bind::required": "required", "form title": "form_title",
    "form id": "form_id", "id_string": "form_id", "title": "form_title", "default language": "default_language",
}  # fmt: skip
_MEDIA = ("media", "image", "audio", "video", "big-image")


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words: which (label, hint ...) and in which language, "" where it does not say."""

    kind: str
    language: str


class Columns:
    """The columns of one sheet, by the names we use."""

    def __init__(self, draft: Draft, header: Iterable[str]) -> None:
        self._plain: dict[str, str] = {}
        self._worded: dict[str, Words] = {}
        for column in header:
            self._take(draft, column)

    def _take(self, draft: Draft, column: str) -> None:
        name, _, language = re.sub(r"\s*:{1,2}\s*", "::", column.strip(), count=1).partition("::")
        kind = _SAME.get(name.strip().lower(), name.strip().lower())
        whole = _SAME.get(column.strip().lower())
        if kind in _MEDIA:
            draft.lose("", f"Pictures, sound and film are left out (column {column[:40]}).")
        elif whole or not language:
            self._plain.setdefault(whole or kind, column)
        elif kind in ("label", "hint", "guidance_hint"):
            self._worded[column] = Words(kind, self._language(draft, language.strip()))
        else:
            self._plain.setdefault(f"{kind}::{language.strip().lower()}", column)

    def _language(self, draft: Draft, name: str) -> str:
        if code := language_code(name):
            return code
        # Codes from qaa on are free for private use.
        code = (
            f"qa{chr(ord('a') + len({each for each in self._worded.values() if each.language.startswith('qa')}) % 26)}"
        )
        draft.lose("", f'The language "{name[:40]}" is not known here and is called {code}: give it its code.')
        return code

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the columns of words, in their order."""
        return tuple(dict.fromkeys(words.language for words in self._worded.values()))

    def cell(self, line: Line, name: str) -> str:
        """A cell by the name we use."""
        return line[self._plain[name]] if name in self._plain else ""

    def texts(self, line: Line, kind: str, default: str) -> Mapping[str, str]:
        """The words of one kind (label, hint, guidance_hint) in each language; blank ones left out."""
        texts = {default: self.cell(line, kind)}
        for column, words in self._worded.items():
            if words.kind == kind and line[column]:
                texts[words.language] = line[column]
        return {language: text for language, text in texts.items() if text}

    def has(self, name: str) -> bool:
        """Whether the sheet has this column in any language."""
        return name in self._plain or any(words.kind == name for words in self._worded.values())
