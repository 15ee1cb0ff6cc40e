"""Each answer on paper has a key of its own."""

from instruments.answer_keys import answer_keys
from instruments.catalogue import shipped
from instruments.condition_words import condition_in_words
from instruments.loading import load
from tests.instruments.builders import SHORT_DEFINITION


def test_a_digit_is_its_own_key_and_words_get_a_letter() -> None:
    item = load(SHORT_DEFINITION).item("plan")
    assert answer_keys(item) == {"0": "0", "1": "1", "2": "2", "na": "n", "unseen": "u"}


def test_no_two_answers_of_any_shipped_instrument_share_a_key() -> None:
    for instrument in shipped():
        for entry in instrument.entries:
            keys = answer_keys(entry)
            assert len(set(keys.values())) == len(keys), entry.id


def test_a_condition_is_said_with_the_answers_it_looks_for() -> None:
    instrument = load(SHORT_DEFINITION)
    topics = next(entry for entry in instrument.entries if entry.id == "topics")
    assert topics.show_if is not None
    words = condition_in_words(instrument, topics.show_if, "any")
    assert words == "Answer this only if you chose “Yes” at “Was there a choice?”."
