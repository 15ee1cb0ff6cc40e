"""The comparisons that take long on a large round, by name: the page and the worker compute with the same function."""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from app.queries.evidence import software_version
from reports.comparison.kinds_of_consultation import Grouping, by_every_kind
from reports.comparison.more_observations import more_observations
from reports.comparison.overview import agreement_overview, item_rows, rows_of_item
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import severity
from reports.statistics.minimums import Minimums
from reports.statistics.reach import Reach

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What is computed from: a round's ratings, and the ways of sorting its consultations where they matter."""

    ratings: RatingSet
    groupings: tuple[Grouping, ...] = ()

    @property
    def sorting(self) -> str:
        """Digest of the ways of sorting; "" where there are none."""
        parts = [(each.key, each.title, each.labels, each.members) for each in self.groupings]
        return hashlib.sha256(repr(parts).encode()).hexdigest() if parts else ""


@dataclass(frozen=True, slots=True)
class Computation:
    """``what``: in words. ``long_from``: with so many ratings it takes more than about a second."""

    what: str
    long_from: int
    make: Callable[[Given, Minimums, Options], Any]


# Where the draws of every interval begin.
SEED = Reach().seed
COMPUTATIONS: Mapping[str, Computation] = {
    "overview": Computation(
        "Agreement in every group, with its intervals",
        8_000,
        lambda given, minimums, _: agreement_overview(given.ratings, minimums),
    ),
    "items": Computation(
        "Agreement on each item, with its intervals",
        12_000,
        lambda given, minimums, options: item_rows(given.ratings, options["group"], minimums),
    ),
    "item": Computation(
        "Agreement on one item in every group",
        60_000,
        lambda given, minimums, options: rows_of_item(given.ratings, options["item"], minimums),
    ),
    "severity": Computation(
        "Clinicians, observers and items on one ruler (many-facet model)",
        60_000,
        lambda given, minimums, _: severity(given.ratings, minimums),
    ),
    "more": Computation(
        "What one sheet’s total is made of (mixed model)",
        100_000,
        lambda given, minimums, _: more_observations(given.ratings, minimums),
    ),
    "kinds": Computation(
        "Agreement by kind of consultation",
        8_000,
        lambda given, minimums, _: by_every_kind(given.ratings, given.groupings, minimums),
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One computation on exact data."""

    name: str
    ratings_digest: str
    minimums: dict[str, int]
    options: dict[str, str]

    @property
    def key(self) -> str:
        """The same for the same computation on the same data by the same code."""
        parts = [self.name, self.ratings_digest, self.minimums, self.options, code_version(), SEED]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def asked(name: str, given: Given, minimums: Minimums, options: Options) -> Asked:
    sorting = {"sorting": given.sorting} if given.groupings else {}
    return Asked(name, given.ratings.digest, asdict(minimums), {**options, **sorting})


def takes_long(name: str, ratings: RatingSet) -> bool:
    return ratings.ratings.size >= COMPUTATIONS[name].long_from


def code_version() -> str:
    """With what a result was made, as exactly as decides its last digits."""
    libraries = " ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    return f"levelfield {software_version()}, {libraries}, python {platform.python_version()}"
