"""What differs between two versions, and which differences change what a rating means."""

import pytest

from instruments.changes import changes, critical_changes
from instruments.loading import load
from tests.instruments.builders import SHORT_DEFINITION


def changed(old: str, new: str) -> str:
    assert old in SHORT_DEFINITION
    return SHORT_DEFINITION.replace(old, new, 1)


def differences(old: str, new: str) -> list[tuple[bool, str]]:
    later = load(changed(old, new))
    return [(change.is_critical, change.sentence) for change in changes(load(SHORT_DEFINITION), later)]


def test_a_version_does_not_differ_from_itself() -> None:
    assert changes(load(SHORT_DEFINITION), load(SHORT_DEFINITION)) == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '{code: "1", score: "1"',
            '{code: "1", score: "1.5"',
            "the point 1 now counts 1.5, before 1.",
        ),
        ('{code: "1", score: "1"', '{code: half, score: "1"', "“Agrees a plan”: the point 1 is gone."),
        ("reason: not_observed", "reason: not_applicable", "the answer without a score unseen is gone or means"),
        ("id: plan", "id: agreed_plan", "“Agrees a plan” is gone."),
        ("rule: mean_of_answered", "rule: prorated_sum", "computed by another rule (prorated_sum, before mean_of"),
        ('show_if: {item: gate, in: ["yes"]}', 'show_if: {item: gate, in: ["no"]}', "is asked only after certain"),
        ("kind: choices\n", "kind: choice\n", "“Which topics?” is now answered another way (choice, before choices)."),
    ],
)
def test_what_changes_the_meaning_of_a_rating_is_critical(old: str, new: str, sentence: str) -> None:
    assert any(critical and sentence in said for critical, said in differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Did they agree a plan?", "Did they agree on a plan?", "“Agrees a plan” is worded differently."),
        ("label: {en: Partly}", "label: {en: In part}", "“Agrees a plan”: the words of its points have changed."),
        ("title: {en: Pilot}", "title: {en: Second pilot}", "The title or the introduction has changed."),
        ("evidence_note: required_at_extremes", "evidence_note: optional", "when a note is asked for has changed."),
        ('maximum: "180"', 'maximum: "90"', "the lowest or highest number has changed."),
    ],
)
def test_words_and_help_are_listed_but_are_not_critical(old: str, new: str, sentence: str) -> None:
    found = differences(old, new)
    assert any(sentence in said for _, said in found)
    assert not any(critical for critical, _ in found)


def test_critical_changes_come_first() -> None:
    both = changed("Did they agree a plan?", "Was a plan agreed?").replace('score: "1"', 'score: "1.5"', 1)
    found = changes(load(SHORT_DEFINITION), load(both))
    assert [change.is_critical for change in found] == sorted((change.is_critical for change in found), reverse=True)
    assert critical_changes(load(SHORT_DEFINITION), load(both)) == tuple(each for each in found if each.is_critical)
