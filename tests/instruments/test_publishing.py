"""What must be true before a version is published."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from instruments.catalogue import shipped
from instruments.consistency import Finding
from instruments.definition import Instrument
from instruments.loading import load
from instruments.publishing import CONDITIONS, Circumstances, publishing_problems, tells_items_apart
from tests.instruments.builders import SHORT_DEFINITION

TODAY = Circumstances(date(2026, 11, 24))
LICENSED = "source: A paper, owner: Somebody, validation: not validated, licence: CC BY-NC-ND 4.0, "
PERMITTED = SHORT_DEFINITION.replace(
    "source: Written for this test", LICENSED + "permission_reference: Letter 7, permission_expires: 2027-03-31"
)


def sentences(instrument: Instrument, circumstances: Circumstances = TODAY) -> list[str]:
    return [problem.sentence for problem in publishing_problems(instrument, circumstances)]


def test_every_shipped_version_may_be_published() -> None:
    assert [sentences(instrument) for instrument in shipped()] == [[] for _ in shipped()]


def test_without_attribution_nothing_is_published() -> None:
    found = publishing_problems(load(SHORT_DEFINITION), TODAY)
    assert [problem.path for problem in found] == [
        ("attribution", "owner"),
        ("attribution", "licence"),
        ("attribution", "validation"),
    ]


def test_a_permission_that_has_ended_lets_nothing_be_published() -> None:
    ended = Circumstances(date(2027, 4, 1))
    assert sentences(load(PERMITTED)) == []
    assert sentences(load(PERMITTED), ended) == [
        "The owner’s permission ended on 2027-03-31: write the new one before publishing."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Did they agree a plan?", "Was a plan agreed?"),
        ("label: {en: Partly}", "label: {en: In part}"),
        ('code: "1", score: "1"', 'code: "1", score: "1.5"'),
        ("id: plan", "id: agreed_plan"),
        ("title: {en: The talk}", "title: {en: The conversation}"),
    ],
)
def test_a_licence_without_derivatives_keeps_words_and_points(old: str, new: str) -> None:
    later = load(PERMITTED.replace('version: "1"', 'version: "2"').replace(old, new))
    found = sentences(later, replace(TODAY, came_from=load(PERMITTED)))
    assert found
    assert all("(CC BY-NC-ND 4.0) allows no other words or points." in each for each in found)


def test_the_lock_stays_when_the_next_version_names_another_licence() -> None:
    freed = PERMITTED.replace("CC BY-NC-ND 4.0", "CC BY 4.0").replace("Did they agree", "Did both agree")
    assert sentences(load(freed), replace(TODAY, came_from=load(PERMITTED)))


def test_a_locked_instrument_may_be_published_again_with_a_new_permission() -> None:
    renewed = PERMITTED.replace("2027-03-31", "2028-03-31").replace('version: "1"', 'version: "2"')
    assert sentences(load(renewed), replace(TODAY, came_from=load(PERMITTED))) == []


def test_further_conditions_can_be_asked_for() -> None:
    def signed(_: Instrument, __: Circumstances) -> Iterator[Finding]:
        yield ("status",), "Nobody has signed it off."

    found = publishing_problems(load(PERMITTED), TODAY, (*CONDITIONS, signed))
    assert [problem.sentence for problem in found] == ["Nobody has signed it off."]


def test_two_items_of_one_name_are_not_published() -> None:
    written = load(PERMITTED)
    twice = replace(written, sections=written.sections * 2)
    (first, *_) = publishing_problems(twice, TODAY, (tells_items_apart,))
    name = written.items[0].name()
    assert first.path[-1] == "short"
    assert first.sentence == f"Another item is called “{name}” too: give this one a short name of its own."
