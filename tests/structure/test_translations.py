"""Every sentence that is wrapped has its translation, with the same names to fill in, and nothing else is kept."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from requirements.translations import TRANSLATIONS, gathered

FILES = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
NAMES = re.compile(r"\{\w*\}")


@cache
def sentences() -> dict[str, list[str]]:
    return gathered()


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parent.parent.name)


@pytest.fixture(params=FILES, ids=lambda file: file.parent.parent.name)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return catalogue(request.param)


def test_there_is_a_welsh_catalogue() -> None:
    assert [file.parent.parent.name for file in FILES] == ["cy"]


def test_every_sentence_has_a_translation(catalog: Catalog) -> None:
    known = {str(message.id): message for message in catalog}
    missing = [each for each in sentences() if each not in known or not known[each].string or known[each].fuzzy]
    assert missing == [], "run requirements/translations.py, then fill in what is empty"


def test_a_translation_fills_in_the_same_names(catalog: Catalog) -> None:
    different = [
        message.id
        for message in catalog
        if sorted(NAMES.findall(str(message.id))) != sorted(NAMES.findall(str(message.string))) and message.id
    ]
    assert different == []


def test_no_translation_is_kept_of_what_nobody_says_any_more(catalog: Catalog) -> None:
    assert [message.id for message in catalog if message.id and message.id not in sentences()] == []


def test_the_files_say_where_each_sentence_stands(catalog: Catalog) -> None:
    wrong = {
        message.id: sentences()[str(message.id)]
        for message in catalog
        if message.id in sentences() and sorted(path for path, _ in message.locations) != sentences()[str(message.id)]
    }
    assert wrong == {}, "run requirements/translations.py: scripts are given the sentences whose file is a script"
