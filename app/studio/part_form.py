"""A form about one part of a draft: its fields with what is kept, what was typed, and what is wrong. Pure.

Each field knows the place of the definition it stands for, so the same problems that `levelfield instrument check`
prints beside a line stand here beside a field.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from instruments.drafting.draft import Draft
from instruments.problems import Problem
from instruments.tree import Path, Tree, cleaned

Value: TypeAlias = str | tuple[str, ...]
Values: TypeAlias = Mapping[str, Value]
Write: TypeAlias = Callable[[Draft, Values], Draft]


@dataclass(frozen=True, slots=True)
class PartField:
    """One control. ``kind`` is line, long, select, radio, check (on or off) or checks (several).

    ``theirs`` is what somebody else wrote here meanwhile. ``locked`` says why it cannot be changed.
    """

    name: str
    label: str
    path: Path
    value: Value = ""
    kind: str = "line"
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    rows: int = 2
    language: str = "en"
    width: str = ""
    errors: tuple[str, ...] = ()
    theirs: str = ""
    locked: str = ""

    @property
    def is_on(self) -> bool:
        return self.value == "true"

    @property
    def shown_value(self) -> str:
        """The value in words, for who may not change it."""
        labels = dict(self.options)
        values = self.value if isinstance(self.value, tuple) else (self.value,)
        return ", ".join(labels.get(each, each) for each in values if each)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together under a heading. ``folded``: few people need them."""

    title: str
    fields: tuple[PartField, ...]
    intro: str = ""
    folded: bool = False
    # A table-like group: each row of fields under one name, such as a point of a scale.
    in_rows: bool = False

    @property
    def is_open(self) -> bool:
        return any(each.errors or each.theirs for each in self.fields)


@dataclass(frozen=True, slots=True)
class PartForm:
    """``base`` is the part's place; ``write`` puts what was typed into a draft."""

    base: Path
    groups: tuple[Group, ...]
    write: Write
    errors: tuple[str, ...] = field(default=())

    @property
    def fields(self) -> tuple[PartField, ...]:
        return tuple(each for group in self.groups for each in group.fields)

    @property
    def seen(self) -> str:
        """A mark of everything the form shows: it differs when somebody else has changed any of it."""
        words = json.dumps([[each.name, each.value] for each in self.fields], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or any(each.errors for each in self.fields)

    def with_fields(self, change: Callable[[PartField], PartField]) -> "PartForm":
        groups = tuple(replace(group, fields=tuple(map(change, group.fields))) for group in self.groups)
        return replace(self, groups=groups)


def write_at_paths(form_fields: Iterable[PartField]) -> Write:
    """The plain way: each field's value at its own place."""
    paths = {each.name: each.path for each in form_fields}

    def write(draft: Draft, values: Values) -> Draft:
        return draft.with_values({paths[name]: as_tree(value) for name, value in values.items() if name in paths})

    return write


def as_tree(value: Value) -> Tree:
    return list[Tree](value) if isinstance(value, tuple) else value


def typed(form: PartForm, get: Callable[[str], str | None], get_all: Callable[[str], list[str]]) -> dict[str, Value]:
    """What was filled in, by field name; a locked field and one that was not sent stay as they are."""
    found: dict[str, Value] = {}
    for each in form.fields:
        if each.locked:
            continue
        if each.kind == "checks":
            known = {code for code, _ in each.options}
            found[each.name] = tuple(code for code in get_all(each.name) if code in known)
        elif each.kind == "check":
            found[each.name] = "true" if get(each.name) else ""
        elif (sent := get(each.name)) is not None:
            found[each.name] = cleaned(sent)
    return found


def with_problems(form: PartForm, problems: Iterable[Problem]) -> PartForm:
    """The form with each problem of its part beside the field it is about, or at its top."""
    beside: dict[str, list[str]] = {}
    top: list[str] = []
    for problem in problems:
        found = _field_of(form, problem.path)
        if found is not None:
            beside.setdefault(found.name, []).append(problem.sentence)
        elif form.base and problem.path[: len(form.base)] == form.base:
            top.append(problem.sentence)
    told = form.with_fields(lambda each: replace(each, errors=tuple(beside.get(each.name, ()))))
    return replace(told, errors=tuple(dict.fromkeys(top)))


def with_typed(form: PartForm, values: Values) -> PartForm:
    """What somebody typed, over what another person wrote meanwhile: both are shown."""

    def both(each: PartField) -> PartField:
        mine = values.get(each.name, each.value)
        if mine == each.value:
            return each
        return replace(each, value=mine, theirs=each.shown_value or "nothing")

    return form.with_fields(both)


def _field_of(form: PartForm, path: Path) -> PartField | None:
    inside = [each for each in form.fields if each.path and path[: len(each.path)] == each.path]
    if inside:
        return max(inside, key=lambda each: len(each.path))
    if len(path) <= len(form.base):
        return None
    return next((each for each in form.fields if each.path[: len(path)] == path), None)
