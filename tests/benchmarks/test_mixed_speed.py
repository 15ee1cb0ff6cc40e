"""How fast a mixed model is beside lme4, statsmodels and a bare prototype. Nothing fails for being slow."""

import pytest

from tests.benchmarks.mixed_speed import DESIGNS, Fit, comparison, lines, ours, ratings_of


def test_the_benchmarks_own_ratings_give_back_about_the_components_they_were_drawn_from():
    found = ours(ratings_of(30_000))
    assert found.components == pytest.approx((81, 36, 16, 64), rel=0.15)


def test_a_peer_that_is_not_there_is_said_to_be_missing():
    own = Fit(1.0, 10.0, (1.0, 2.0, 3.0, 4.0), 5.0)
    said = lines(1_000, {"ours": own, "lme4": None, "prototype": Fit(3.0, 10.5, own.components)})
    assert "not there" in said[1]
    assert "3.0x" in said[2]


@pytest.mark.benchmark
@pytest.mark.slow
@pytest.mark.parametrize("number", list(DESIGNS))
def test_others_agree_with_us_and_take_this_long(number: int, capsys: pytest.CaptureFixture[str]):
    fits = comparison(number)
    with capsys.disabled():
        print("\n" + "\n".join(lines(number, fits)))
    own = fits["ours"]
    assert own is not None
    for name, fit in fits.items():
        assert fit is None or fit.components == pytest.approx(own.components, rel=2e-3), name
