"""The shipped instruments: never changed once published, and fit to be read by the people who use them."""

import re
from pathlib import Path

import pytest

import instruments.catalogue
from instruments.catalogue import DEFAULT_ID, shipped
from instruments.definition import Instrument, Item
from instruments.loading import fingerprint
from instruments.yaml_reading import read_yaml

CATALOGUE = Path(instruments.catalogue.__file__).parent
FROZEN = read_yaml((CATALOGUE / "fingerprints.yaml").read_text(encoding="utf-8")).tree
DEFAULT = shipped()[0]


def every(instrument: Instrument) -> str:
    return f"{instrument.id} {instrument.version}"


@pytest.mark.parametrize("instrument", shipped(), ids=every)
def test_a_published_version_never_changes(instrument: Instrument) -> None:
    assert isinstance(FROZEN, dict)
    versions = FROZEN.get(instrument.id, {})
    assert isinstance(versions, dict)
    assert versions.get(instrument.version) == fingerprint(instrument), (
        "A published version never changes: write the change as a new version beside it. The fingerprint of a "
        f"new version goes into fingerprints.yaml: {fingerprint(instrument)}"
    )


def test_every_frozen_version_is_still_shipped() -> None:
    assert isinstance(FROZEN, dict)
    frozen = {(name, version) for name, versions in FROZEN.items() for version in versions}
    assert frozen == {(instrument.id, instrument.version) for instrument in shipped()}


@pytest.mark.parametrize("instrument", shipped(), ids=every)
def test_a_file_stands_where_its_id_and_version_say(instrument: Instrument) -> None:
    assert (CATALOGUE / instrument.id / f"{instrument.version}.yaml").is_file()


def test_the_default_instrument_comes_first() -> None:
    assert DEFAULT.id == DEFAULT_ID


def test_the_default_instrument_asks_about_the_decision_first() -> None:
    roles = [question.role for question in DEFAULT.questions]
    assert roles == [
        "decision_gate", "decision_kind", "duration", "visit_kind", "carer_present", "way_of_meeting",
        "part_not_observed", "went_well", "one_thing_to_try",
    ]  # fmt: skip
    assert DEFAULT.entries[0] == DEFAULT.question_with_role("decision_gate")


def test_the_default_instrument_has_eight_items_in_three_domains() -> None:
    assert [len(domain.items) for domain in DEFAULT.domains] == [3, 3, 2]


@pytest.mark.parametrize("item", DEFAULT.items, ids=lambda item: item.id)
def test_every_point_of_every_item_says_what_it_looks_like(item: Item) -> None:
    for point in item.scale.points:
        assert point.anchor is not None
        assert (point.example is not None) == (point.code in {"0", "2", "4"})


@pytest.mark.parametrize("item", DEFAULT.items, ids=lambda item: item.id)
def test_every_item_can_be_marked_as_not_applying_or_not_seen(item: Item) -> None:
    assert [option.reason for option in item.scale.non_scoring] == ["not_applicable", "not_observed"]


def readers_age(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid and others 1975) plus five: roughly the age at which it reads easily.

    Syllables are guessed from groups of vowels, which is near enough for short English words.
    """
    sentences = max(len(re.findall(r"[.!?]+", text)), 1)
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(max(len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower()))), 1) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 + 5


def test_what_patient_partners_read_suits_an_eleven_year_old() -> None:
    texts = [entry.wording("patient_partner") for entry in DEFAULT.entries]
    texts += [entry.guidance["en"] for entry in DEFAULT.entries if entry.guidance]
    texts += [point.anchor["en"] for item in DEFAULT.items for point in item.scale.points if point.anchor]
    assert readers_age(" ".join(texts)) < 11.5


def test_anchors_are_short_enough_to_take_in_at_a_glance() -> None:
    anchors = [point.anchor["en"] for item in DEFAULT.items for point in item.scale.points if point.anchor]
    assert [anchor for anchor in anchors if len(anchor.split()) > 16] == []
