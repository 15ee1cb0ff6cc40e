"""The tablet and the server ask for the same things in the same words, and freeze the same bytes."""

import json
import random
import shutil
import subprocess
from typing import Any

import pytest

from app.observing.entries import EntryView, section_views
from app.operations.observations import canonical_bytes
from instruments.catalogue import shipped
from instruments.definition import Instrument, Item
from instruments.scoresheet import judge
from tests.conftest import ROOT

NODE = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
SHEETS = 150

SCRIPT = """
import { missing, sent } from "./app/static/js/observing/answers.js";
import { canonical } from "./app/static/js/observing/canonical.js";
let asked = "";
for await (const part of process.stdin) asked += part;
const { entries, sheets } = JSON.parse(asked);
const told = sheets.map((answers) => {
  const kept = sent(entries, answers);
  return { missing: missing(entries, answers), sent: kept, frozen: canonical(kept) };
});
process.stdout.write(JSON.stringify(told));
"""

FREEZE = """
import { canonical } from "./app/static/js/observing/canonical.js";
process.stdout.write(JSON.stringify(JSON.parse(process.argv[1]).map(canonical)));
"""

pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed.")


def on_tablet(entries: list[dict[str, Any]], sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert NODE
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", SCRIPT],
        input=json.dumps({"entries": entries, "sheets": sheets}),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    return json.loads(done.stdout)


def as_the_page_says(view: EntryView) -> dict[str, Any]:
    return {
        "id": view.id,
        "shape": "item" if view.is_item else view.shape,
        "name": view.name,
        "ask": view.ask,
        "askNote": view.ask_note,
        "noted": view.noted_codes.split(),
        "showIf": json.loads(view.show_if) if view.show_if else None,
    }


def random_sheet(instrument: Instrument, chance: random.Random) -> dict[str, Any]:
    """Answers as the page reads them off its form: some blank, some with notes, some that no longer apply."""
    sheet: dict[str, Any] = {}
    for entry in instrument.entries:
        blank = chance.random() < 0.2
        if isinstance(entry, Item):
            codes = [each.code for each in (*entry.scale.points, *entry.scale.non_scoring)]
            note = chance.choice(["", "", "  ", "caf\u0065\u0301 “said”\nso"])
            taps = chance.choice([[], [], [0, 12, 12]])
            tapped = {"marked": {each.code: taps for each in entry.markers}} if entry.markers else {"taps": taps}
            sheet[entry.id] = {"code": "" if blank else chance.choice(codes), "note": note, **tapped}
        elif entry.kind in ("choice", "choices"):
            codes = [each.code for each in entry.options]
            some = [] if blank else chance.sample(codes, 1 if entry.kind == "choice" else chance.randint(1, len(codes)))
            sheet[entry.id] = {"codes": some} if entry.kind == "choices" else {"code": some[0] if some else ""}
        else:
            sheet[entry.id] = {entry.kind: "" if blank else "12"}
    return sheet


@pytest.mark.parametrize("instrument", shipped(), ids=lambda each: each.id)
@pytest.mark.parametrize("wording", ["patient_partner", "peer_clinician"])
def test_the_tablet_asks_for_exactly_what_the_server_would(instrument: Instrument, wording: str) -> None:
    if any(item.scale.type == "tally_then_level" for item in instrument.items):
        pytest.skip("Counts beside a level are judged by the server alone.")
    chance = random.Random(7)
    sheets = [random_sheet(instrument, chance) for _ in range(SHEETS)]
    entries = [as_the_page_says(view) for section in section_views(instrument, wording) for view in section.entries]
    for told in on_tablet(entries, sheets):
        _, problems = judge(instrument, told["sent"], wording)
        assert [(each["id"], each["sentence"]) for each in told["missing"]] == [
            (each.entry_id, each.sentence) for each in problems
        ]


def test_the_tablet_freezes_the_bytes_the_server_would() -> None:
    values = [{"b": "caf\u0065\u0301", "a": ["x", None, True, 3], "“c”": {"note": 'tab\t"quote"\n\u2028\u007f'}}, {}]
    assert NODE
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", FREEZE, json.dumps(values)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert [each.encode() for each in json.loads(done.stdout)] == [canonical_bytes(each) for each in values]
