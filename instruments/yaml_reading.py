"""YAML text to a tree, in a profile without surprises.

Refused: anchors, aliases, tags, duplicate keys, keys that are not plain text, several documents in one file,
more depth or size than a definition needs. The parser's events are walked without recursion, and nothing is
resolved to numbers, dates or truth values.
"""

import re
from collections.abc import Iterator

import yaml

from instruments.tree import DEPTH_LIMIT, UNSEEN_CHARACTERS, Path, Source, Tree, refusal, tidied

# The compiled parser where PyYAML has it; both give the same events.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_TAB_IN_FRONT = re.compile(r" *\t")


def read_yaml(text: str) -> Source:
    """The tree of one YAML document. Raises DefinitionProblems naming the line."""
    try:
        return _Walk().source(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        if line and any(_TAB_IN_FRONT.match(written) for written in text.split("\n")[line - 1 : line]):
            raise refusal(line, "This line begins with a tab: put spaces in its place.") from None
        raise refusal(line, "This is not well-formed YAML: check the indents, colons and quotes here.") from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise refusal(None, UNSEEN_CHARACTERS) from None


class _Walk:
    """Builds the tree from the parser's events; one per document."""

    def __init__(self) -> None:
        self._root: list[Tree] = []
        self._open: list[list[Tree] | dict[str, Tree]] = [self._root]
        self._path: list[str | int] = []
        self._key: list[str | None] = [None]
        self._lines: dict[Path, int] = {}

    def source(self, events: Iterator[yaml.Event]) -> Source:
        documents = 0
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise refusal(line, "Keep one instrument to a file: a second document starts here.")
                case yaml.AliasEvent():
                    raise refusal(line, "Write the value out here: references with * are not read.")
                case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    self._value(event, line)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self._close()
                case _:
                    pass
        # Every path starts with the place of the document itself, which no reader needs.
        return Source(self._root[0] if self._root else "", {path[1:]: n for path, n in self._lines.items()})

    def _value(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            raise refusal(line, "Write the value out each time: names with & are not read.")
        if event.tag is not None:
            raise refusal(line, "Leave out the tag that starts with !: every value is read as text.")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event.value, line)
        else:
            self._collection([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)

    def _scalar(self, raw: str, line: int) -> None:
        text = tidied(raw)
        if text is None:
            raise refusal(line, UNSEEN_CHARACTERS)
        if isinstance(self._open[-1], dict) and self._key[-1] is None:
            if text in self._open[-1]:
                raise refusal(line, f'"{text}" is written twice here: keep one of them.')
            self._key[-1] = text
            self._lines[(*self._path, text)] = line
        else:
            self._place(text, line)

    def _collection(self, collection: list[Tree] | dict[str, Tree], line: int) -> None:
        if len(self._open) > DEPTH_LIMIT:
            raise refusal(line, "This is nested too deeply for an instrument definition.")
        self._path.append(self._place(collection, line))
        self._open.append(collection)
        self._key.append(None)

    def _close(self) -> None:
        self._open.pop()
        self._key.pop()
        self._path.pop()

    def _place(self, value: Tree, line: int) -> str | int:
        parent = self._open[-1]
        if isinstance(parent, list):
            parent.append(value)
            place: str | int = len(parent) - 1
        else:
            key = self._key[-1]
            if key is None:
                raise refusal(line, "A key must be plain text.")
            parent[key] = value
            self._key[-1] = None
            place = key
        self._lines.setdefault((*self._path, place), line)
        return place
