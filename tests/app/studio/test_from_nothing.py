"""A person who cannot program builds, publishes and revises an instrument with forms alone."""

from sqlalchemy import select

from app.models.instruments import PublishedInstrument
from instruments.loading import from_canonical_json
from instruments.scoring import score
from instruments.sheet import Rated
from tests.app.studio.conftest import Bench

ITEMS = "\n".join(f"{number}. The clinician does thing number {number}" for number in range(1, 13))


def begin(bench: Bench) -> Bench:
    answer = bench.client.post(
        f"/studio/teams/{bench.team}/new",
        data={
            "title": "Twelve things",
            "introduction": "For trying out.",
            "items": ITEMS,
            "scale": "0-4",
            "scoring": "sum100",
        },
    )
    assert answer.status_code == 302
    return bench.newest()


def publish(bench: Bench) -> PublishedInstrument:
    answer = bench.send(
        "/licence", source="Written here", owner="Riverside", licence="CC BY 4.0", validation="None yet"
    )
    assert answer.status_code == 302
    assert bench.send("/publish").status_code == 302
    bench.session.rollback()
    return bench.session.scalars(select(PublishedInstrument)).one()


def test_twelve_pasted_lines_make_twelve_items_on_one_scale(empty_bench: Bench) -> None:
    draft = begin(empty_bench).draft
    words = [entry["text"] for _, entry in draft.entries()]
    assert words[0] == {"any": {"en": "The clinician does thing number 1"}}
    assert [entry["scale"] for _, entry in draft.entries()] == ["levels"] * 12


def test_what_was_built_scores_as_its_arithmetic_says(empty_bench: Bench) -> None:
    instrument = from_canonical_json(publish(begin(empty_bench)).canonical)
    ratings = {item.id: Rated("3" if place < 2 else "2") for place, item in enumerate(instrument.items)}
    assert str(score(instrument, ratings).total.value) == "54.2"


def test_a_published_version_is_revised_as_the_next_one(empty_bench: Bench) -> None:
    published = publish(begin(empty_bench)).id
    empty_bench.session.rollback()
    empty_bench.client.post(f"/studio/teams/{empty_bench.team}/published/{published}/revise")
    bench = empty_bench.newest()
    first = next(str(entry["id"]) for _, entry in bench.draft.entries())
    assert bench.send(f"/entries/{first}", text__any="Said better").status_code == 302
    assert bench.draft.text("version") == "2"
    assert "Said better" in bench.page("/")


def test_a_title_is_all_that_is_needed_to_begin(empty_bench: Bench) -> None:
    answer = empty_bench.client.post(
        f"/studio/teams/{empty_bench.team}/new",
        data={"title": "", "items": "Kept although refused", "scale": "0-4", "scoring": "sum"},
    )
    words = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write a title." in words
    assert "Kept although refused" in words
