"""The one door for instrument files: whatever comes in becomes a draft or problems."""

import pytest

from app.exchange_files.door import WAYS_OUT, export_file, form_of, import_file
from instruments.catalogue import shipped
from instruments.loading import fingerprint
from tests.instruments.builders import a_short_instrument


@pytest.mark.parametrize("to", ["yaml", "json"])
def test_a_definition_that_leaves_in_our_own_formats_comes_back_the_same(to: str) -> None:
    for instrument in shipped():
        left = export_file(instrument, to)
        back = import_file(left.filename, left.content)
        assert back.instrument is not None, back.problems
        assert (fingerprint(back.instrument), left.losses) == (fingerprint(instrument), ())


def test_what_comes_in_is_a_draft() -> None:
    published = next(each for each in shipped() if each.status == "published")
    back = import_file("x.yaml", export_file(published, "yaml").content)
    assert back.instrument is not None
    assert back.instrument.status == "draft"
    assert [loss.sentence for loss in back.losses] == ["It was published, and comes in as a draft."]


def test_every_way_out_names_its_file_and_its_kind() -> None:
    for to, way in WAYS_OUT.items():
        made = export_file(a_short_instrument(), to)
        assert made.filename == f"pilot-1.{way.ending}"
        assert made.media_type == way.media_type
        assert made.content


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.yaml", b"format: x", "levelfield"),
        ("a.txt", b"id: x\nformat: y", "levelfield"),
        ("a", b'\xef\xbb\xbf{"format": "x"}', "levelfield"),
        ("a.csv", b'"Variable / Field Name",Form Name', "redcap"),
        ("pasted", b"item\ttext\nwarm\tListens", "items"),
    ],
)
def test_what_a_file_is_is_found_out(name: str, content: bytes, form: str) -> None:
    assert form_of(name, content) == form


def test_a_file_that_cannot_be_used_gives_problems_and_no_instrument() -> None:
    back = import_file("x.csv", b"nothing,here\n1,2")
    assert back.instrument is None
    assert [str(problem) for problem in back.problems] == ["line 1: Add a column called text to the header line."]


def test_a_draft_without_a_name_is_named_after_its_file() -> None:
    back = import_file("C:\\our forms\\Listening_tool v2.csv", b"text\nListens")
    assert back.instrument is not None
    assert (back.instrument.id, back.instrument.title["en"]) == ("listening-tool-v2", "Listening tool v2")
