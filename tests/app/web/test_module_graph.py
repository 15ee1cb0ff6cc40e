"""What a script needs is found in its own import lines, however they are broken."""

from pathlib import Path

import pytest

from app.web.module_graph import scripts_needed_by


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "first.js").write_text('// from "./no.js"\nimport { a } from "./deep/second.js";\n', "utf-8")
    (tmp_path / "deep/second.js").write_text(
        'import {\n  b,\n  c,\n} from "../third.js";\nimport "./fourth.js";\n', "utf-8"
    )
    (tmp_path / "third.js").write_text('export { d } from "./deep/second.js";\n', "utf-8")
    (tmp_path / "deep/fourth.js").write_text('const e = () => import("./later.js");\n', "utf-8")
    return tmp_path


def test_scripts_are_found_nearest_first_and_once(scripts: Path) -> None:
    assert scripts_needed_by("first.js", scripts) == ("deep/second.js", "third.js", "deep/fourth.js")


def test_what_is_asked_for_later_is_not_needed_now(scripts: Path) -> None:
    assert scripts_needed_by("deep/fourth.js", scripts) == ()
