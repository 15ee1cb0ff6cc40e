"""What pages say about counts and instruments, without a database."""

from datetime import UTC, date, datetime

import pytest

from app.organising.checklist import checklist
from app.organising.instrument_reading import instrument_shown
from app.organising.minimums import minimums_in_words
from app.organising.progress_bars import PARTS, segments
from app.organising.wordings import state_of_round
from app.queries.progress import SheetCounts
from app.queries.readiness import Readiness
from instruments.catalogue import shipped
from instruments.definition import Instrument
from reports.feedback.evidence import FeedbackMinimums
from reports.statistics.minimums import Minimums

NOTHING = Readiness(0, 0, 0, 0, 0, 0, 0, 0, 0, None, "")
ADDRESSES = {
    name: f"/{name}" for name in ("people", "clinics", "clinicians", "instruments", "round", "sessions", "assignments")
}


def test_a_bar_is_as_long_as_the_share_of_each_part() -> None:
    found = segments(SheetCounts(locked=1, waiting=2, withdrawn=1))
    assert [(each.part, each.start, each.width) for each in found] == [
        ("locked", "0.00", "25.00"),
        ("waiting", "25.00", "50.00"),
        ("withdrawn", "75.00", "25.00"),
    ]


def test_nothing_asked_for_draws_no_bar() -> None:
    assert segments(SheetCounts()) == ()


def test_every_count_has_its_part_of_the_bar() -> None:
    counted = SheetCounts(1, 1, 1, 1, 1)
    assert [each.part for each in segments(counted)] == [part for part, _ in PARTS]


def test_the_first_missing_step_comes_next() -> None:
    steps = checklist(Readiness(2, 1, 0, 1, 0, 0, 0, 0, 0, None, ""), ADDRESSES)
    assert [step.name for step in steps if step.next] == ["Clinicians"]
    assert [step.done for step in steps] == [True, True, False, True, False, False, False]


def test_an_empty_team_begins_with_its_people() -> None:
    assert [step.ask for step in checklist(NOTHING, ADDRESSES) if step.next] == ["Add people"]


def test_one_observer_is_not_enough() -> None:
    assert not checklist(Readiness(1, 1, 1, 1, 1, 1, 1, 1, 0, None, "Spring"), ADDRESSES)[0].done


def test_a_team_that_has_everything_has_no_next_step() -> None:
    steps = checklist(Readiness(2, 1, 1, 1, 1, 1, 1, 4, 4, None, "Spring"), ADDRESSES)
    assert all(step.done and not step.next for step in steps)


@pytest.mark.parametrize(
    ("today", "closed", "state"),
    [
        (date(2026, 2, 1), None, "Not begun"),
        (date(2026, 3, 1), None, "Open"),
        (date(2026, 5, 31), None, "Open"),
        (date(2026, 6, 1), None, "Past its last day"),
        (date(2026, 4, 1), datetime(2026, 3, 30, tzinfo=UTC), "Closed"),
    ],
)
def test_a_round_tells_where_it_stands(today: date, closed: datetime | None, state: str) -> None:
    assert state_of_round(date(2026, 3, 1), date(2026, 5, 31), closed, today)[0] == state


def test_a_round_may_raise_every_minimum_that_reports_know() -> None:
    offered = minimums_in_words()
    for product in (Minimums(), FeedbackMinimums()):
        for name in product.__dataclass_fields__:
            assert offered[name][0] >= getattr(product, name)


@pytest.mark.parametrize("instrument", shipped(), ids=lambda each: each.id)
def test_an_instrument_is_read_whole(instrument: Instrument) -> None:
    shown = instrument_shown(instrument)
    entries = [entry for section in shown.sections for entry in section.entries]
    assert [entry.id for entry in entries] == [entry.id for entry in instrument.entries]
    for entry, item in zip([each for each in entries if each.scored], instrument.items, strict=True):
        assert [point.label for point in entry.points] == [
            each.label["en"] for each in (*item.scale.points, *item.scale.non_scoring)
        ]
        assert {wording.text for wording in entry.wordings} == {text["en"] for text in item.text.values()}
    assert shown.scoring[0].sentences
    assert dict(shown.attribution)["Where it comes from"] == instrument.attribution.source


def test_the_default_instrument_says_how_it_is_scored_in_sentences() -> None:
    total = instrument_shown(shipped()[0]).scoring[0]
    assert total.sentences[0] == "The points of the rated items are averaged."
    assert "8 items count; at least 6 must be rated." in total.sentences
