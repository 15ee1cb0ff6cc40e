"""The tablet draws QR codes by itself: module for module what a well-kept library draws of the same bytes."""

import json
import shutil
import subprocess
from typing import Any

import pytest
import segno
import segno.encoder

from tests.conftest import ROOT

NODE = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
VERSIONS = range(1, 26)
DRAW = """
import { capacity, qrCode } from "./app/static/js/rescue_codes/qr.js";
const asked = [1, 2, 107, 700];
for (let version = 1; version <= 25; version += 1) asked.push(capacity(version));
const drawn = asked.map((length) => {
  const text = Array.from({ length }, (_, at) => String.fromCharCode(33 + ((at * at * 7 + at) % 90))).join("");
  const { matrix, version, mask } = qrCode(new TextEncoder().encode(text));
  return { text, version, mask, rows: matrix.map((row) => row.map(Number)) };
});
let refused = "";
try { qrCode(new Uint8Array(capacity(25) + 1)); } catch (error) { refused = error.name; }
console.log(JSON.stringify({ drawn, refused }));
"""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    if NODE is None:
        pytest.skip("Node is not installed")
    run = subprocess.run(
        [NODE, "--input-type=module", "-e", DRAW], check=True, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    return json.loads(run.stdout)


def standard_padding(buff: Any, version: int | None, length: int) -> None:
    """Fill up the last byte only where it is not full: the library adds a whole empty byte, which readers skip."""
    buff.extend([0] * (-length % 8))


def test_each_code_is_the_one_a_library_draws(told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segno.encoder, "write_padding_bits", standard_padding)
    for drawn in told["drawn"]:
        theirs = segno.make_qr(drawn["text"], error="l", mode="byte", boost_error=False, mask=drawn["mask"])
        assert (theirs.version, [list(row) for row in theirs.matrix]) == (drawn["version"], drawn["rows"])


def test_every_version_is_drawn_and_the_smallest_that_holds_the_bytes_is_taken(told: dict[str, Any]) -> None:
    assert [drawn["version"] for drawn in told["drawn"]] == [1, 1, 6, 18, *VERSIONS]


def test_more_bytes_than_the_largest_holds_are_refused(told: dict[str, Any]) -> None:
    assert told["refused"] == "RangeError"
