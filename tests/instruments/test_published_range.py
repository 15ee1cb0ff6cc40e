"""The range a study published: read, written, kept off the fingerprints of instruments without one."""

from decimal import Decimal

import pytest

from instruments.canonical import canonical_json, fingerprint
from instruments.loading import load
from instruments.problems import DefinitionProblems
from instruments.yaml_writing import to_yaml
from tests.app.builders import SMALL

RANGE = """published_range:
  lowest: "10.4"
  highest: "43.8"
  mean: "24"
  who: {en: Physiotherapists in back-pain clinics}
  source: Jones 2014
  caveat: {en: Other observers and other visits.}
"""


def test_a_published_range_is_read_and_written_back_equal() -> None:
    found = load(SMALL + RANGE)
    assert found.published_range is not None
    assert found.published_range.lowest == Decimal("10.4")
    assert load(to_yaml(found)) == found


def test_an_instrument_without_one_keeps_its_fingerprint() -> None:
    assert b"published_range" not in canonical_json(load(SMALL))
    assert fingerprint(load(SMALL)) != fingerprint(load(SMALL + RANGE))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"43.8"', '"4"', 'Write "lowest" and a higher "highest".'),
        ('"24"', '"50"', "The mean lies between the lowest and the highest."),
        ("  source: Jones 2014\n", "", 'Write something for "source".'),
        ('"43.8"', '"143"', "Write the range in points of the total, from 0 to 100."),
    ],
)
def test_a_range_that_cannot_be_is_refused_in_words(old: str, new: str, sentence: str) -> None:
    with pytest.raises(DefinitionProblems) as refused:
        load((SMALL + RANGE).replace(old, new))
    assert sentence in {problem.sentence for problem in refused.value.problems}


def test_a_range_needs_a_total_to_stand_beside() -> None:
    without = SMALL[: SMALL.index("scoring:")] + "scoring: {rule: profile}\n" + RANGE
    with pytest.raises(DefinitionProblems, match="this instrument makes none"):
        load(without)
