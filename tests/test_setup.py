"""The set-up command: what it promises to whoever tries the product, and what it must never do to their data."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from requirements import set_up

ROOT = Path(__file__).resolve().parent.parent
# Stands in for the product's own command: notes what it is asked, answers pages, prints a table of people.
PRODUCT = """#!{python}
import http.server, os, pathlib, sys
data = pathlib.Path(os.environ["LEVELFIELD_DATA"])
with (data / "asked").open("a") as file:
    print(sys.argv[1], os.environ.get("LEVELFIELD_DATABASE_URL", "embedded"), file=file)
if sys.argv[1] == "migrate":
    (data / "levelfield.sqlite").touch()
elif sys.argv[1] == "demo":
    if (data / "break").exists():
        sys.exit(1)
    print("lead  lead@example.org  a password")
else:
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[3])), http.server.BaseHTTPRequestHandler).serve_forever()
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, beside a stand-in for the product."""
    product = tmp_path / "bin/levelfield"
    product.parent.mkdir()
    product.write_text(PRODUCT.format(python=sys.executable))
    product.chmod(product.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(dev, "BIN", product.parent)
    return tmp_path / "data"


def asked(data: Path) -> list[str]:
    return (data / "asked").read_text().splitlines()


def test_the_first_run_makes_the_demo_programme_and_the_second_keeps_it(data: Path) -> None:
    dev.fill(data, fresh=False)
    dev.fill(data, fresh=False)
    assert asked(data) == ["migrate embedded", "demo embedded", "migrate embedded"]
    assert dev.demo_people(data) == "lead  lead@example.org  a password\n"


def test_a_demo_that_was_cut_short_is_made_again_from_nothing(data: Path) -> None:
    data.mkdir()
    (data / "break").touch()
    with pytest.raises(SystemExit):
        dev.fill(data, fresh=False)
    (data / "break").unlink()
    dev.fill(data, fresh=False)
    assert asked(data) == ["migrate embedded", "demo embedded"] * 2


def test_a_database_that_is_already_there_is_never_filled_with_demo_people(data: Path) -> None:
    data.mkdir()
    (data / "levelfield.sqlite").touch()
    dev.fill(data, fresh=False)
    assert asked(data) == ["migrate embedded"]


def test_starting_fresh_throws_away_the_database_and_nothing_else_in_the_folder(data: Path) -> None:
    data.mkdir()
    (data / "levelfield.sqlite").write_text("old")
    (data / "letter.txt").write_text("mine")
    dev.fill(data, fresh=True)
    assert (data / "levelfield.sqlite").read_text() == ""
    assert (data / "letter.txt").read_text() == "mine"


def test_the_demo_never_goes_into_the_database_that_the_shell_points_at(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEVELFIELD_DATABASE_URL", "postgresql://the.real.one/levelfield")
    dev.fill(data, fresh=False)
    assert asked(data) == ["migrate embedded", "demo embedded"]


def test_the_address_is_said_only_when_the_product_answers_there_and_the_people_follow(data: Path) -> None:
    dev.fill(data, fresh=False)
    port = dev.free_port(0)
    script = (
        f"import dev, pathlib; dev.BIN = pathlib.Path({str(dev.BIN)!r}); dev.serve(pathlib.Path({str(data)!r}), {port})"
    )
    trial = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert trial.stdout is not None
    assert trial.stdout.readline() == f"Levelfield is at http://127.0.0.1:{port}\n"
    assert dev.answers(f"http://127.0.0.1:{port}")
    assert trial.stdout.readline() == "lead  lead@example.org  a password\n"
    trial.send_signal(signal.SIGTERM)
    trial.communicate(timeout=60)
    assert not dev.answers(f"http://127.0.0.1:{port}")


def test_a_port_that_is_taken_is_named_before_anything_is_installed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with dev.socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as refused:
            dev.free_port(port)
    assert refused.value.code == 2
    assert capsys.readouterr().err == f"Port {port} is in use: choose another with --port.\n"


def test_the_set_up_says_how_it_is_used_when_it_is_asked_nothing() -> None:
    answer = subprocess.run([sys.executable, "dev.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "python3 dev.py run" in answer.stdout


def test_a_step_is_repeated_only_when_what_it_depends_on_changes(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("flask==3.1.3")
    assert not set_up.is_stamped(stamp, set_up.digest(lock))
    stamp.write_text(set_up.digest(lock))
    assert set_up.is_stamped(stamp, set_up.digest(lock))
    lock.write_text("flask==3.1.4")
    assert not set_up.is_stamped(stamp, set_up.digest(lock))


def test_a_machine_without_node_is_told_apart_from_one_with_an_old_node(tmp_path: Path) -> None:
    program = tmp_path / "node"
    program.write_text("#!/bin/sh\necho v18.19.0\n")
    program.chmod(0o755)
    assert set_up.node_version(str(program)) == 18
    program.write_text("#!/bin/sh\necho not node\n")
    assert set_up.node_version(str(program)) == 0
