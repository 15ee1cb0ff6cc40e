"""The mapping: a small YAML or JSON file that says what a study's columns are.

Keys (all values are text):

- ``layout``: ``wide`` (a row for each consultation, a column for each observer) or ``long`` (a row for each
  observer's sheet, or for each single rating).
- ``consultation``: the column that tells consultations apart. In a wide file it may be left out: every row is one.
- ``clinician``: the column with who was observed. Left out: every consultation has a clinician of its own.
- ``date``: the column with the day, as 2026-03-31. Left out: the day of the import.
- wide: ``observers``: the rating columns, as a list, or each with ``name``, ``type`` and, for several items,
  ``columns`` (item: column).
- long: ``observer``: the column with who rated; ``observers``: optional, their names and types;
  ``observer_type``: the column with the type.
- long: ``items``: the rating columns (a list, or column: wording); or ``item`` and ``rating``: the columns with
  which item and which rating.
- ``default_type``: the observer type of everybody without one ("Observer").
- ``scale``: ``1..6``, a list of points, or point: label. Every item has it.
- ``title``: what was rated. ``total``: ``sum`` (needs every item) or ``mean`` (needs more than half).
- ``instrument``: instead of scale, title and total: ``{id: ..., version: ...}`` of a known instrument, whose item ids
  are the names of the item columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.studies.problems import StudyProblem, StudyProblems, shown
from app.studies.scale import ScaleProblem, StudyPoint, read_scale
from instruments.json_reading import read_json
from instruments.problems import DefinitionProblems
from instruments.tree import Source, Tree, decoded
from instruments.yaml_reading import read_yaml

KEYS = (
    "layout",
    "consultation",
    "clinician",
    "date",
    "observer",
    "observers",
    "observer_type",
    "default_type",
    "items",
    "item",
    "rating",
    "scale",
    "title",
    "total",
    "instrument",
)
LAYOUTS = ("wide", "long")
ONLY_ITEM = "rating"
DEFAULT_TYPE = "Observer"


@dataclass(frozen=True, slots=True)
class ObserverWords:
    """How an observer is called and what kind they are; in a wide file also their column for each item."""

    name: str
    type: str = ""
    columns: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class StudyMapping:
    """What the columns are; see the module for each key. Empty text: not given."""

    layout: str
    consultation: str = ""
    clinician: str = ""
    date: str = ""
    observer: str = ""
    observers: Mapping[str, ObserverWords] = field(default_factory=dict[str, ObserverWords])
    observer_type: str = ""
    default_type: str = DEFAULT_TYPE
    items: Mapping[str, str] = field(default_factory=dict[str, str])
    item: str = ""
    rating: str = ""
    scale: tuple[StudyPoint, ...] = ()
    title: str = ""
    total: str = "sum"
    instrument: tuple[str, str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the file that the mapping speaks of."""
        named = [
            self.consultation,
            self.clinician,
            self.date,
            self.observer,
            self.observer_type,
            self.item,
            self.rating,
        ]
        if self.layout == "wide":
            named += [column for observer in self.observers.values() for column in observer.columns.values()]
        elif not self.item:
            named += list(self.items)
        return tuple(dict.fromkeys(name for name in named if name))


def read_mapping(content: bytes) -> StudyMapping:
    """The mapping in a file. Raises StudyProblems with everything that is wrong with it."""
    try:
        source = _source(content)
    except DefinitionProblems as refused:
        raise StudyProblems([StudyProblem(each.line, each.sentence) for each in refused.problems]) from None
    return _Reader(source).mapping()


def _source(content: bytes) -> Source:
    text = decoded(content)
    return read_json(text) if text.lstrip().startswith("{") else read_yaml(text)


class _Reader:
    """Takes the tree key by key and gathers what is wrong on the way."""

    def __init__(self, source: Source) -> None:
        self.lines = source.lines
        self.problems: list[StudyProblem] = []
        self.tree: dict[str, Tree] = {}
        if isinstance(source.tree, dict):
            self.tree = source.tree
        else:
            self.report("", "A mapping is a list of keys, each with its value, such as layout: wide.")

    def report(self, key: str, sentence: str) -> None:
        self.problems.append(StudyProblem(self.lines.get((key,)), sentence))

    def mapping(self) -> StudyMapping:
        for key in self.tree:
            if key not in KEYS:
                self.report(key, f"There is no key {shown(key)}. The keys are: {', '.join(KEYS)}.")
        layout = self._layout()
        mapping = StudyMapping(
            layout=layout,
            consultation=self._text("consultation"),
            clinician=self._text("clinician"),
            date=self._text("date"),
            observer=self._text("observer"),
            observers=self._observers(layout),
            observer_type=self._text("observer_type"),
            default_type=self._text("default_type") or DEFAULT_TYPE,
            items=self._named("items"),
            item=self._text("item"),
            rating=self._text("rating"),
            scale=self._scale(),
            title=self._text("title"),
            total=self._text("total") or "sum",
            instrument=self._instrument(),
        )
        self._check(mapping)
        if self.problems:
            raise StudyProblems(sorted(self.problems, key=lambda problem: problem.line or 0))
        return mapping

    def _layout(self) -> str:
        layout = self._text("layout") or ("long" if "observer" in self.tree else "wide")
        if layout not in LAYOUTS:
            self.report("layout", f"The layout is wide or long, not {shown(layout)}.")
        return layout

    def _text(self, key: str) -> str:
        value = self.tree.get(key, "")
        if not isinstance(value, str):
            self.report(key, f"Write one text after {key}.")
            return ""
        return value

    def _named(self, key: str) -> dict[str, str]:
        """A list of names, or names with wordings."""
        match self.tree.get(key, {}):
            case list(names) if all(isinstance(name, str) and name for name in names):
                return {str(name): str(name) for name in names}
            case dict(names) if all(isinstance(words, str) for words in names.values()):
                return {name: str(words) or name for name, words in names.items()}
            case "":
                return {}
            case _:
                self.report(key, f"Write {key} as a list of columns, or as column: wording.")
                return {}

    def _observers(self, layout: str) -> dict[str, ObserverWords]:
        value = self.tree.get("observers", {})
        if isinstance(value, list):
            value = {name: "" for name in value if isinstance(name, str)}
        if not isinstance(value, dict):
            self.report("observers", "Write observers as a list of columns, or each with its name and type.")
            return {}
        return {key: self._observer(key, words, layout) for key, words in value.items()}

    def _observer(self, key: str, words: Tree, layout: str) -> ObserverWords:
        own_column = {ONLY_ITEM: key} if layout == "wide" else {}
        if isinstance(words, str):
            return ObserverWords(key, words, own_column)
        known = {"name", "type", "columns"}
        if not isinstance(words, dict) or not known.issuperset(words):
            self.report("observers", f"For observer {shown(key)} give name, type and columns, and nothing else.")
            return ObserverWords(key, "", own_column)
        columns, name, kind = words.get("columns", {}), words.get("name", key), words.get("type", "")
        if not isinstance(columns, dict) or not isinstance(name, str) or not isinstance(kind, str):
            self.report("observers", f"For observer {shown(key)} write a name, a type, and columns as item: column.")
            return ObserverWords(key, "", own_column)
        return ObserverWords(name, kind, {item: str(column) for item, column in columns.items()} or own_column)

    def _scale(self) -> tuple[StudyPoint, ...]:
        value = self.tree.get("scale")
        if value is None:
            return ()
        try:
            return read_scale(value)
        except ScaleProblem as problem:
            self.report("scale", str(problem))
            return (StudyPoint(Decimal(0), "0"), StudyPoint(Decimal(1), "1"))

    def _instrument(self) -> tuple[str, str] | None:
        match self.tree.get("instrument"):
            case None:
                return None
            case {"id": str(code), "version": str(version)}:
                return code, version
            case _:
                self.report("instrument", "Name the instrument by its id and version: {id: ..., version: ...}.")
                return None

    def _check(self, mapping: StudyMapping) -> None:
        if mapping.instrument is None and not mapping.scale and "scale" not in self.tree:
            self.report("", "Say which ratings are possible, such as scale: 1..6.")
        if mapping.total not in ("sum", "mean"):
            self.report("total", f"The total is sum or mean, not {shown(mapping.total)}.")
        if mapping.layout not in LAYOUTS:
            return
        if mapping.layout == "wide":
            if not mapping.observers:
                self.report("observers", "Name the columns that hold the ratings under observers.")
            return
        for key in ("consultation", "observer"):
            if not getattr(mapping, key):
                self.report("", f"In a long file, name the column of the {key}: {key}: COLUMN.")
        if bool(mapping.item) != bool(mapping.rating) and not (mapping.rating and not mapping.items):
            self.report("item", "Give both item and rating, or only the columns under items.")
        if not mapping.items and not mapping.rating:
            self.report("", "Name the columns that hold the ratings under items, or one column under rating.")
