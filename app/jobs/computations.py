"""The comparisons that take long on a large round, by name: the page and the worker compute with the same function."""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from app.queries.evidence import software_version
from reports.comparison.more_observations import more_observations
from reports.comparison.overview import agreement_overview, item_rows, rows_of_item
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import severity
from reports.statistics.minimums import Minimums
from reports.statistics.reach import Reach

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Computation:
    """``what``: in words. ``long_from``: with so many ratings it takes more than about two seconds."""

    what: str
    long_from: int
    make: Callable[[RatingSet, Minimums, Options], Any]


# Where the draws of every interval begin.
SEED = Reach().seed
COMPUTATIONS: Mapping[str, Computation] = {
    "overview": Computation(
        "Agreement in every group, with its intervals",
        8_000,
        lambda ratings, minimums, _: agreement_overview(ratings, minimums),
    ),
    "items": Computation(
        "Agreement on each item, with its intervals",
        12_000,
        lambda ratings, minimums, options: item_rows(ratings, options["group"], minimums),
    ),
    "item": Computation(
        "Agreement on one item in every group",
        60_000,
        lambda ratings, minimums, options: rows_of_item(ratings, options["item"], minimums),
    ),
    "severity": Computation(
        "Clinicians, observers and items on one ruler (many-facet model)",
        60_000,
        lambda ratings, minimums, _: severity(ratings, minimums),
    ),
    "more": Computation(
        "What one sheet’s total is made of (mixed model)",
        100_000,
        lambda ratings, minimums, _: more_observations(ratings, minimums),
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


def asked(name: str, ratings: RatingSet, minimums: Minimums, options: Options) -> Asked:
    return Asked(name, ratings.digest, asdict(minimums), dict(options))


def takes_long(name: str, ratings: RatingSet) -> bool:
    return ratings.ratings.size >= COMPUTATIONS[name].long_from


def code_version() -> str:
    """With what a result was made, as exactly as decides its last digits."""
    libraries = " ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    return f"levelfield {software_version()}, {libraries}, python {platform.python_version()}"
