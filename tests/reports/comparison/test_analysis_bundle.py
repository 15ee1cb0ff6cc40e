"""The bundle, run by the command, gives the page's numbers; and it holds nobody's name."""

import io
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from app.web.csv_files import csv_text
from reports.analysis.command import run
from reports.comparison.analysis_bundle import Bundle, analysis_bundle
from reports.comparison.equivalence import equivalence
from reports.comparison.overview import agreement_overview, item_rows
from reports.comparison.rating_set import RatingSet
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation


def bundle_of(ratings: RatingSet) -> Bundle:
    overview = agreement_overview(ratings)
    gaps, rows = overview.gaps, {each.key: (each.total, *item_rows(ratings, each.key)) for each in overview.groups}
    answers = [equivalence(gap.total.difference, 5.0, gap.first, gap.second, agreed=True) for gap in gaps]
    return analysis_bundle(ratings, rows, gaps, answers)


def worked_out(bundle: Bundle, folder: Path) -> dict[tuple[tuple[str, ...], str], float]:
    """Every command's numbers, from files as they are downloaded."""
    for sheet in bundle.sheets:
        path = folder / sheet.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(csv_text(sheet.heads, sheet.rows), encoding="utf-8")
    found: dict[tuple[tuple[str, ...], str], float] = {}
    for command in bundle.commands:
        name, file, *options = command
        out, errors = io.StringIO(), io.StringIO()
        assert run([name, str(folder / file), *options, "--json"], io.BytesIO(), out, errors) == 0, errors.getvalue()
        for value in json.loads(out.getvalue())["values"]:
            found[command, value["id"]] = value["value"]
    return found


@pytest.fixture(scope="module")
def programme() -> RatingSet:
    return from_simulation(simulate_programme(1, consultations=60, clinicians=8, items=3))


def test_the_commands_of_the_bundle_give_the_numbers_of_the_page(programme: RatingSet, tmp_path: Path) -> None:
    bundle = bundle_of(programme)
    found = worked_out(bundle, tmp_path)
    apart = defaultdict(list)
    for each in bundle.expected:
        apart[each.command[0]].append(abs(found[each.command, each.id] - each.value))
    assert {name: max(gaps) < 1e-6 for name, gaps in apart.items()} == {
        "agreement": True,
        "reliability": True,
        "compare-types": True,
    }
    assert len(bundle.expected) > 80


def test_the_bundle_holds_codes_and_no_names(programme: RatingSet) -> None:
    bundle = bundle_of(programme)
    cells = {str(cell) for sheet in bundle.sheets for row in sheet.rows for cell in row}
    assert not cells & {observer.name for observer in programme.observers}
    assert not cells & set(programme.unit_names)


def test_codes_do_not_stand_in_the_order_of_names() -> None:
    ratings = crossed(np.random.default_rng(1).integers(0, 5, (20, 6)), [PARTNER] * 3 + [PEER] * 3)
    rows = bundle_of(ratings).sheets[0].rows
    of_first = [row[2] for row in rows if row[3] == PARTNER.code]
    assert len(set(of_first)) == 3
    assert set(of_first) != {"O0001", "O0002", "O0003"}


def test_a_round_without_pairs_still_gives_its_ratings() -> None:
    bundle = bundle_of(crossed([[1.0]] * 4, [PARTNER]))
    assert [sheet.path for sheet in bundle.sheets] == ["ratings.csv"]
    assert bundle.expected == ()
