"""Scripts and styles are sent compressed and without comments, and mean what they meant."""

import gzip
import re
import shutil
import subprocess

import pytest
from flask.testing import FlaskClient

from app.application import Levelfield
from app.web.assets import STATIC
from app.web.light_assets import light, without_comments
from tests.conftest import ROOT

NODE = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))


def fetch(app: Levelfield, client: FlaskClient, name: str, encoding: str = "gzip"):
    return client.get(f"/static/{app.config['BUILD']}/{name}", headers={"Accept-Encoding": encoding})


def test_a_script_comes_compressed_and_for_ever(app: Levelfield, client: FlaskClient) -> None:
    answer = fetch(app, client, "js/start.js")
    assert gzip.decompress(answer.data) == light(STATIC / "js/start.js")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_a_browser_that_takes_nothing_compressed_gets_the_file_as_it_is(app: Levelfield, client: FlaskClient) -> None:
    with fetch(app, client, "js/start.js", "identity") as answer:
        assert answer.data == (STATIC / "js/start.js").read_bytes()


def test_nothing_outside_the_folder_is_sent(app: Levelfield, client: FlaskClient) -> None:
    assert fetch(app, client, "js/../../templates/base.html").status_code == 404
    assert fetch(app, client, "../assets.py").status_code == 404


def test_a_comment_leaves_its_line_and_what_stands_behind_it() -> None:
    script = "// one\nlet a = 1; // stays\n/** two\n * three */\n/** four */ (a);\n  // five\n"
    assert without_comments(script) == "\nlet a = 1; // stays\n\n\n(a);\n\n"


def test_an_indent_goes_and_no_text_that_spans_lines_could_go_with_it() -> None:
    assert without_comments("if (a) {\n  b();\n}\n") == "if (a) {\nb();\n}\n"
    ours = [path for path in SCRIPTS if path.parent.name != "build"]
    assert [path.name for path in ours for line in path.read_text("utf-8").split("\n") if line.count("`") % 2] == []


@pytest.mark.skipif(NODE is None, reason="Node is not installed.")
def test_every_script_can_still_be_read(tmp_path) -> None:
    for path in SCRIPTS:
        copy = tmp_path / f"{path.stem}.mjs"
        copy.write_bytes(light(path))
        done = subprocess.run([str(NODE), "--check", str(copy)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{path.name}: {done.stderr}"


def test_a_style_sheet_loses_its_comments_and_nothing_else() -> None:
    for path in (STATIC / "css").glob("*.css"):
        sent = light(path).decode()
        assert "/*" not in sent, path.name
        assert sent.split() == re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL).split(), path.name
