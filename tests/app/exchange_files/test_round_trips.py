"""Out and back again: every format gives the same instrument, and names what other programs do not see of it."""

import importlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from pyxform.xls2xform import convert

from app.exchange_files.door import export_file, import_file
from app.exchange_files.workbook_reading import read_workbook
from app.exchange_files.workbook_writing import workbook
from instruments.catalogue import shipped
from instruments.definition import Instrument
from instruments.loading import fingerprint
from instruments.writing import written
from tests.instruments.generated import WHOLE, instruments

BOTH_WAYS = ("yaml", "json", "xlsform", "redcap", "fhir-r4", "fhir-r5")
FOREIGN = ("xlsform", "redcap", "fhir-r4", "fhir-r5")
READERS = {"fhir-r4": "fhir.resources.R4B.questionnaire", "fhir-r5": "fhir.resources.questionnaire"}


def without_kept(to: str, content: bytes) -> bytes:
    """The file as another program would give it back: without what was kept for us."""
    if to == "xlsform":
        book = read_workbook(content).book
        return workbook({name: rows for name, rows in book.items() if name != "levelfield"})
    if to == "redcap":
        return b"\n".join(line.partition(b"levelfield:")[0] for line in content.split(b"\r\n"))
    return json.dumps(_bare(json.loads(content))).encode()


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [
            _bare(part) for part in value if not (isinstance(part, dict) and part.get("url") == "urn:levelfield:kept")
        ]
    return {key: _bare(part) for key, part in value.items()} if isinstance(value, dict) else value


def entries(instrument: Instrument) -> list[Any]:
    tree: Any = written(instrument)
    return [entry for section in tree["sections"] for entry in section.get("items", ())]


def differing(ours: Instrument, theirs: Instrument) -> set[str]:
    """The entries that are not the same word for word, by the names other programs could keep."""
    seen = {entry["id"].replace("-", "_"): entry for entry in entries(theirs)}
    left_aside = {"id", "scale", "points", "behaviours"}
    return {
        entry["id"]
        for entry in entries(ours)
        for key, value in entry.items()
        if key not in left_aside and value != seen.get(entry["id"].replace("-", "_"), {}).get(key)
    }


@pytest.mark.parametrize("to", BOTH_WAYS)
@WHOLE
@given(instrument=instruments())
def test_an_instrument_that_leaves_comes_back_the_same(to: str, instrument: Instrument) -> None:
    left = export_file(instrument, to, wording="peer_clinician")
    back = import_file(left.filename, left.content)
    assert back.instrument is not None, back.problems
    assert [loss for loss in back.losses if loss.place != "status"] == []
    assert written(back.instrument) == written(instrument)
    assert fingerprint(back.instrument) == fingerprint(instrument)


@pytest.mark.parametrize("to", FOREIGN)
@WHOLE
@given(instrument=instruments())
def test_every_difference_that_other_programs_see_is_named(to: str, instrument: Instrument) -> None:
    left = export_file(instrument, to)
    seen = import_file(left.filename, without_kept(to, left.content))
    if seen.instrument is None:
        # Nothing in it looks rated from outside: then every item is named.
        assert {item.id for item in instrument.items} <= {loss.place for loss in left.losses}
        return
    told = {loss.place for loss in left.losses}
    assert differing(instrument, seen.instrument) <= told


@WHOLE
@given(instrument=instruments())
def test_a_form_converter_accepts_every_workbook(instrument: Instrument) -> None:
    made = convert(xlsform=export_file(instrument, "xlsform").content, validate=False, file_type=".xlsx")
    assert made.xform.startswith("<?xml")


@pytest.mark.parametrize("to", READERS)
@WHOLE
@given(instrument=instruments())
def test_an_independent_reader_accepts_every_questionnaire(to: str, instrument: Instrument) -> None:
    reader = importlib.import_module(READERS[to])
    assert reader.Questionnaire.model_validate_json(export_file(instrument, to).content).version == instrument.version


@pytest.mark.parametrize("to", FOREIGN)
def test_what_was_changed_elsewhere_wins_and_the_rest_is_kept(to: str) -> None:
    instrument = next(each for each in shipped() if each.id == "levelfield-sdm")
    left = export_file(instrument, to, wording="patient_partner")
    item = instrument.item("next_steps")
    words = item.wording("patient_partner")
    if to == "xlsform":
        book = dict(read_workbook(left.content).book)
        book["survey"] = [[cell.replace(words, "Changed") for cell in row] for row in book["survey"]]
        content = workbook(book)
    else:
        content = left.content.replace(words.encode(), b"Changed", 1)
    back = import_file(left.filename, content)
    assert back.instrument is not None, back.problems
    changed = back.instrument.item("next_steps")
    assert dict(changed.text) == {"any": {"en": "Changed"}}
    assert replace(changed, text=item.text) == item
    assert back.instrument.scoring == instrument.scoring
    assert [loss.sentence for loss in back.losses if loss.place == "next_steps"][-1].endswith("its wording.")
