"""An instrument for a study that brings none: its items, its scale, its total, published like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from app.studies.mapping import StudyMapping
from app.studies.scale import StudyPoint
from instruments.definition import FORMAT, Instrument
from instruments.loading import load
from instruments.tree import Tree


def study_instrument(mapping: StudyMapping, items: Mapping[str, str], *, programme: str, team: str) -> Instrument:
    """An instrument with these items (id to wording), all on the mapping's scale.

    The team stands in the attribution, so that two teams that import the same study each have their own.
    """
    more_than_half = len(items) // 2 + 1
    tree: dict[str, Tree] = {
        "format": FORMAT,
        "id": identifier(f"study {programme}", ())[:64],
        "version": "1",
        "status": "published",
        "title": {"en": (mapping.title or programme)[:200]},
        "attribution": {
            "source": f"Imported study: {programme}, for {team}",
            "owner": "Those who did the study",
            "licence": "As in the study",
            "permission_reference": "The team that imports a study answers for its right to use it",
            "validation": "See the study",
        },
        "scales": {"ratings": {"type": "ordinal", "points": _points(mapping.scale)}},
        "sections": [
            {
                "id": "study",
                "title": {"en": mapping.title or "Ratings"},
                "kind": "domain",
                "items": [
                    {"id": item, "scale": "ratings", "short": {"en": words}, "text": {"any": {"en": words}}}
                    for item, words in items.items()
                ],
            }
        ],
        "scoring": {"rule": "sum"}
        if mapping.total == "sum"
        else {
            "rule": "mean_of_answered",
            "min_answered": str(more_than_half),
            "non_scoring": {"blank": "exclude"},
        },
    }
    return load(json.dumps(tree))


def item_ids(names: Sequence[str]) -> dict[str, str]:
    """An id for each item, made of its name."""
    ids: dict[str, str] = {}
    for name in names:
        ids[name] = identifier(name, tuple(ids.values()))
    return ids


def identifier(name: str, taken: Sequence[str]) -> str:
    """Small letters, digits and underscores, beginning with a letter, unlike any that is taken."""
    word = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:50] or "item"
    word = word if word[0].isalpha() else f"item_{word}"
    unique, number = word, 1
    while unique in taken:
        number += 1
        unique = f"{word}_{number}"
    return unique


def _points(points: Sequence[StudyPoint]) -> list[Tree]:
    return [
        {
            "code": str(point.value) if re.fullmatch("[0-9]+", str(point.value)) else f"p{place}",
            "score": str(point.value),
            "label": {"en": point.label},
        }
        for place, point in enumerate(points, start=1)
    ]
