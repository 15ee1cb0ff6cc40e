"""What a column holds decides how it is lined up."""

import pytest

from reports.feedback.columns import column_holds, units_of


@pytest.mark.parametrize(
    ("cells", "holds"),
    [
        (("3", "12", "0"), "counts"),
        (("3", "Held back", "–"), "counts"),
        (("0.5", "−1.2"), "counts"),
        (("21 (4 to 39), n = 4", "Not yet: 1 more rating needed"), "results"),
        (("+0.2 (−0.8 to +1.3)", "Not yet"), "results"),
        (("21 to 32", "–"), "results"),
        (("10", "4 patient partners, 4 observations"), "words"),
        (("2 June 2026", "3 June 2026"), "words"),
        (("6 of 8 items",), "words"),
        (("Not yet", "Not yet"), "words"),
        (("3", "Not recorded: this version does not ask"), "words"),
        ((), "words"),
    ],
)
def test_figures_are_told_from_words(cells: tuple[str, ...], holds: str) -> None:
    assert column_holds(cells) == holds


@pytest.mark.parametrize(("cell", "units"), [("−12.5 (−20 to −4)", "−12"), ("0.5, n = 4", "0"), ("Not yet", "")])
def test_results_are_lined_up_by_their_units(cell: str, units: str) -> None:
    assert units_of(cell) == units
